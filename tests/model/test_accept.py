"""What a workbook accepts: what fits its sheets, and what is refused, in words for its writer."""

from __future__ import annotations

import pytest

from cba_kit.errors import OperationError
from cba_kit.model.accept import accept
from cba_kit.model.workbook import Operation

from .sheets import SHEETS, operation


def comment(sheet: str, **fields: object) -> Operation:
    return operation(sheet, **fields).model_copy(update={"kind": "comment"})


FITTING = {
    "answer": operation("strategy", "mission", value="We build"),
    "an empty answer": operation("strategy", "staff", value=""),
    "number at its end": operation("strategy", "staff", value=500),
    "half a person": operation("strategy", "staff", value=1.5),
    "number without upper end": operation("strategy", "members", value=9999),
    "date": operation("strategy", "founded", value="2011-05-01"),
    "row": operation("strategy", "aims", aim="Grow", weight=5, until="2026-01-31", position=2),
    "emptied row": operation("strategy", "aims", aim="", weight=None, until=""),
    "answer that stays": operation("strategy", value="We build"),
    "note": operation("model", "segments", text="Sawmills", meaning="wish", position=1.5),
    "note that stays": operation("model", text="Sawmills"),
    "undone words": operation("model", "segments", text=None, meaning=None, position=None),
    "rating": operation("trends", "climate", relevance=5, direction=-2, horizon="y2", reason="Forests"),
    "rating unknown": operation("trends", "climate", relevance="unknown", horizon="unknown"),
    "rating undone": operation("trends", "climate", relevance=None, horizon="", reason=None),
    "action": operation("plan", title="Open day", status="active", due="2024-06-01", cost=500),
    "action undone": operation("plan", due=None, cost=None, measure=None, status=None),
    "waiting action": operation("plan", depends_on=["e2"], trends=["climate"]),
    "comment on a sheet": comment("model", text="Why?"),
    "comment on the roadmap": comment("roadmap", text="Good", section="outlook"),
    "removal": operation("model").model_copy(update={"op": "remove"}),
}


@pytest.mark.parametrize("name", FITTING)
def test_what_fits_its_sheet_is_accepted(name: str) -> None:
    """Nothing is refused because it is empty or unfinished."""
    accept(FITTING[name], SHEETS)


REFUSED = {
    "There is no sheet “other” to comment on.": comment("other", text="x"),
    "This workbook has no sheet “other”.": operation("other", text="x"),
    "The sheet “Model” holds notes, not actions.": operation("model").model_copy(update={"kind": "action"}),
    "The sheet “Plan” holds actions, not notes.": operation("plan").model_copy(update={"kind": "note"}),
    "The sheet “Strategy” has no question “other”.": operation("strategy", "other", value="x"),
    "“Aims” has no column “budget”.": operation("strategy", "aims", budget=5),
    "“Mission” takes one value, not “aim”.": operation("strategy", "mission", aim="x"),
    "“Staff” takes a number.": operation("strategy", "staff", value="ten"),
    "“Staff” takes a number from 0 to 500.": operation("strategy", "staff", value=501),
    "“Members”: 0 is out of range.": operation("strategy", "members", value=0),
    "“Weight” takes a number from 1 to 5.": operation("strategy", "aims", weight=6),
    "“Weight” takes a number.": operation("strategy", "aims", weight=True),
    "“Founded” takes a day, written like 2026-03-11.": operation("strategy", "founded", value="last May"),
    "“Until” takes a day, written like 2026-03-11.": operation("strategy", "aims", until="2026-02-30"),
    "The sheet “Model” has no block “other”.": operation("model", "other", text="x"),
    "The sheet “Model” has no meaning “dream”.": operation("model", "costs", meaning="dream"),
    "The sheet “Trends” has no trend “other”.": operation("trends", "other", relevance=1),
    "“Relevance” goes from 1 to 5, not 6.": operation("trends", "climate", relevance=6),
    "“Direction” goes from -2 to 2, not -3.": operation("trends", "climate", direction=-3),
    "There is no horizon “y7”.": operation("trends", "climate", horizon="y7"),
    "There is no status “blocked”.": operation("plan", status="blocked"),
    "An action cannot wait for itself.": operation("plan", depends_on=["e2", "e1"]),
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_does_not_fit_is_refused_in_plain_words(words: str) -> None:
    """One short sentence that names the sheet's own titles."""
    with pytest.raises(OperationError) as caught:
        accept(REFUSED[words], SHEETS)
    assert str(caught.value) == words


@pytest.mark.parametrize(
    ("long", "most"),
    [(operation("model", "costs", text="x" * 20_001), "20,000"), (operation("plan", title="x" * 301), "300")],
    ids=["note", "title"],
)
def test_a_text_that_is_too_long_is_refused_with_the_limit(long: Operation, most: str) -> None:
    """The person reads how much fits; the page offers the words to copy."""
    with pytest.raises(OperationError) as caught:
        accept(long, SHEETS)
    assert str(caught.value) == f"This text is too long. Keep it under {most} characters."


WRONG_VALUES = {
    "note’s “evidence”": operation("model", "costs", evidence="sure"),
    "note’s “position”": operation("model", "costs", position="first"),
    "rating’s “relevance”": operation("trends", "climate", relevance=11),
    "rating’s “direction”": operation("trends", "climate", direction=1.5),
    "rating’s “knowledge”": operation("trends", "climate", knowledge=True),
    "action’s “due”": operation("plan", due="2024-06-01T00:00:00"),
    "action’s “start”": operation("plan", start=20240601),
    "action’s “first_step_by”": operation("plan", first_step_by="2024-W10-1"),
    "action’s “target_by”": operation("plan", target_by=""),
    "action’s “cost”": operation("plan", cost=-1),
    "action’s “confidence”": operation("plan", confidence=11),
    "action’s “funding_status”": operation("plan", funding_status="hoped"),
    "action’s “status”": operation("plan", status="lost"),
    "comment’s “state”": comment("model", state="lost"),
}


@pytest.mark.parametrize("place", WRONG_VALUES)
def test_a_value_of_the_wrong_kind_is_refused_with_its_field(place: str) -> None:
    """What is stored can be read back as what it is; also a removal is checked."""
    with pytest.raises(OperationError, match=f"^The {place} is not right: "):
        accept(WRONG_VALUES[place], SHEETS)


def test_a_note_takes_what_its_canvas_asks_for_and_nothing_else() -> None:
    accept(operation("model", "costs", text="Fees", share=40), SHEETS)
    for fields, told in (({"colour": "red"}, "has no “colour”"), ({"share": 101}, "from 0 to 100")):
        with pytest.raises(OperationError, match=told):
            accept(operation("model", "costs", **fields), SHEETS)


def test_an_answer_that_stays_where_it_is_is_still_checked_by_its_id() -> None:
    """The id of a single answer names its question."""
    staying = operation("strategy", value=501).model_copy(update={"entry": "strategy.staff"})
    with pytest.raises(OperationError, match="“Staff” takes a number from 0 to 500"):
        accept(staying, SHEETS)
