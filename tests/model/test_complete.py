"""The rule for “complete”: what counts on each kind of sheet, and what does not."""

from __future__ import annotations

import pytest

from cba_kit.model.complete import Progress, Template, progress
from cba_kit.model.workbook import Entry

from .sheets import CANVAS, FORM, PLAN, SHEETS, TRENDS, entry


def measured(template: Template, *entries: Entry) -> tuple[int, int, int]:
    found = progress(template, entries)
    return found.done, found.needed, found.items


@pytest.mark.parametrize("key", SHEETS)
def test_an_empty_sheet_has_nothing_done(key: str) -> None:
    """Needed are: required questions, blocks, trends, enough actions."""
    needed = {"strategy": 3, "model": 3, "trends": 2, "plan": 2}[key]
    assert progress(SHEETS[key], []) == Progress(done=0, needed=needed, items=0)


def test_a_form_counts_required_questions_that_have_an_answer() -> None:
    """Optional ones are items only; empty answers and a bare position are nothing."""
    entries = [
        entry("strategy", "mission", value="We build"),
        entry("strategy", "staff", value=0),
        entry("strategy", "members", value=30),
        entry("strategy", "aims", aim="Grow", position=1),
        entry("strategy", "aims", aim="", weight=None, position=2),
    ]
    assert measured(FORM, *entries) == (2, 3, 4)
    assert measured(FORM, entry("strategy", "mission", value="")) == (0, 3, 0)
    assert measured(FORM, entry("strategy", "mission", value=[])) == (0, 3, 0)


def test_a_table_is_answered_from_its_least_number_of_rows_on() -> None:
    """One aim of two is not yet an answer."""
    rows = [entry("strategy", "aims", aim=name) for name in ("Grow", "Learn", "Rest")]
    assert [measured(FORM, *rows[:count])[0] for count in (1, 2, 3)] == [0, 1, 1]


def test_a_canvas_counts_blocks_with_enough_notes() -> None:
    """Two notes fill a block here; a note without words fills nothing."""
    entries = [
        entry("model", "segments", text="Sawmills"),
        entry("model", "segments", text="Joiners"),
        entry("model", "partners", text="Bank"),
        entry("model", "partners", text=""),
        entry("model", "attic", text="A block that is no more"),
    ]
    assert measured(CANVAS, *entries) == (1, 3, 4)


def test_a_trend_counts_with_every_required_scale_rated() -> None:
    """“I don't know” is an answer; optional scales do not matter; unknown trends do not count."""
    entries = [
        entry("trends", "climate", relevance=5, direction="unknown"),
        entry("trends", "health", relevance=5, readiness=2),
        entry("trends", "space", relevance=5, direction=1),
    ]
    assert measured(TRENDS, *entries) == (1, 2, 1)


def test_a_plan_counts_actions_that_say_who_what_when_and_how_measured() -> None:
    """More than enough is still only enough; an action without a title is no item."""
    ready = {"title": "Open day", "owner": "Ilze", "due": "2024-06-01", "measure": "Visitors"}
    for missing in ready:
        assert measured(PLAN, entry("plan", **(ready | {missing: ""})))[0] == 0
    actions = [entry("plan", **ready) for _ in range(3)]
    assert measured(PLAN, *actions, entry("plan", owner="Ilze")) == (2, 2, 3)


@pytest.mark.parametrize(
    "change",
    [{"removed": True}, {"kind": "comment"}, {"sheet": "another"}, {"conflict_of": "e0"}],
    ids=["removed", "comment", "on another sheet", "copy of a conflict"],
)
def test_what_is_not_on_the_sheet_does_not_count(change: dict[str, object]) -> None:
    """Removed entries, comments, other sheets and conflict copies leave the number as it is."""
    answer = entry("strategy", "mission", value="We build")
    assert measured(FORM, answer) == (1, 3, 1)
    assert measured(FORM, answer.model_copy(update=change)) == (0, 3, 0)


@pytest.mark.parametrize(
    ("done", "needed", "share", "complete"),
    [(0, 4, 0.0, False), (3, 4, 0.75, False), (4, 4, 1.0, True), (5, 4, 1.0, True), (0, 0, 1.0, True)],
)
def test_share_and_complete_follow_from_the_numbers(
    done: int,
    needed: int,
    share: float,
    complete: bool,  # noqa: FBT001, RUF100  # a table
) -> None:
    """A sheet that needs nothing is complete."""
    found = Progress(done=done, needed=needed, items=9)
    assert (found.share, found.complete) == (share, complete)
