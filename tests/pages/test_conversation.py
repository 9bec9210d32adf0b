"""The conversation with a page: whatever comes in, the right things go out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cba_kit.pages.conversation import Conversation
from cba_kit.pages.incoming import MOST_OPERATIONS
from cba_kit.pages.rights import WRITES
from cba_kit.pages.visit import Visit

Open = Callable[[str], Visit]
SECRET = "words of a participant"


def own(visit: Visit) -> Conversation:
    return Conversation(visit, visit.store.journal.workbook_of(visit.person.id), WRITES)


def note(number: int, text: str = "Site visits", **more: Any) -> dict[str, Any]:
    return {
        "id": f"op{number}",
        "sheet": "business_model",
        "entry": f"n{number}",
        "kind": "note",
        "block": "channels",
        "fields": {"text": text},
        **more,
    }


def test_hello_brings_own_workbook_and_nobody_elses_name(visit: Open) -> None:
    """The snapshot has the visitor's sheets, and of other people only those who wrote here or coach them."""
    eleni = own(visit("eleni"))
    list(eleni.answer({"t": "op", "workbook": "eleni", "client": "c", "ops": [note(1, "Eleni’s secret")]}))
    (snapshot,) = own(visit("ilze")).answer({"t": "hello", "client": "c"})
    assert snapshot["me"]["id"] == "ilze"
    assert sorted(snapshot["people"]) == ["anneli", "ilze"]
    assert "Eleni’s secret" not in str(snapshot)
    assert "Παπαδάκη" not in str(snapshot)
    assert [sheet["key"] for sheet in snapshot["sheets"]] == list(visit("ilze").sheets)


def test_op_is_acknowledged_after_it_was_stored(visit: Open) -> None:
    """The ack names the operation and carries the entry as the store has it; home and progress follow."""
    talk = own(visit("ilze"))
    ack, state = talk.answer({"t": "op", "workbook": "ilze", "client": "c", "ops": [note(1)]})
    stored = talk.visit.store.journal.entries("ilze")
    assert (ack["ids"], ack["version"], ack["refused"]) == (["op1"], 1, [])
    assert ack["entries"] == [entry.model_dump(mode="json") for entry in stored]
    assert state["progress"]["business_model"]["items"] == 1
    assert state["home"]["progress"]["business_model"] == "1 of 9 blocks, 1 note"


def test_op_for_another_workbook_is_refused(visit: Open) -> None:
    """A page cannot write into somebody else's workbook by naming it; it hears so, and keeps the words."""
    talk = own(visit("ilze"))
    (ack,) = talk.answer({"t": "op", "workbook": "eleni", "client": "c", "ops": [note(1)]})
    assert (ack["ids"], ack["entries"]) == ([], [])
    assert ack["refused"] == [{"id": "op1", "reason": talk.visit.texts["errors.not_yours"]}]
    assert talk.visit.store.journal.entries("eleni") == []


def test_bad_operation_is_refused_alone(visit: Open) -> None:
    """Good ones in the same message are written; each bad one is named with a reason."""
    talk = own(visit("ilze"))
    operations = [note(1), note(2, block="nowhere"), {"id": "op3"}, note(4, "x" * 30_000), note(5)]
    ack = next(iter(talk.answer({"t": "op", "workbook": "ilze", "client": "c", "ops": operations})))
    assert ack["ids"] == ["op1", "op5"]
    assert [refusal["id"] for refusal in ack["refused"]] == ["op3", "op2", "op4"]
    assert "no block “nowhere”" in ack["refused"][1]["reason"]


def test_others_edits_arrive_as_news_once(visit: Open) -> None:
    """What a coach writes reaches the participant's page; a second look brings nothing."""
    talk = own(visit("ilze"))
    list(talk.answer({"t": "hello", "client": "c"}))
    comment = note(1, "What replaces it?", kind="comment", block="")
    coach = Conversation(visit("anneli"), talk.workbook, frozenset({"comment"}))
    list(coach.answer({"t": "op", "workbook": "ilze", "client": "k", "ops": [comment]}))
    ops, state = talk.news()
    assert [entry["fields"]["text"] for entry in ops["entries"]] == ["What replaces it?"]
    assert [task["label"] for task in state["home"]["tasks"] if "replaces" in task["title"]] == ["Answer"]
    assert list(talk.news()) == []


def test_coach_can_comment_but_not_write_notes(visit: Open) -> None:
    """A conversation with comments only refuses everything else, in words."""
    talk = own(visit("ilze"))
    coach = Conversation(visit("anneli"), talk.workbook, frozenset({"comment"}))
    (ack,) = coach.answer({"t": "op", "workbook": "ilze", "client": "k", "ops": [note(1)]})
    assert ack["refused"] == [{"id": "op1", "reason": "You can read this workbook, but not write in it."}]
    assert talk.visit.store.journal.entries("ilze") == []


@pytest.mark.parametrize(("sheet", "names"), [("megatrends", ["radar", "radar_compact"]), ("strategy", [])])
def test_draw_brings_the_pictures_of_a_sheet(visit: Open, sheet: str, names: list[str]) -> None:
    """Trends have a radar in two sizes; a form has no picture."""
    (drawing,) = own(visit("ilze")).answer({"t": "draw", "sheet": sheet})
    assert sorted(drawing["pictures"]) == names
    assert all(picture.startswith("<svg") for picture in drawing["pictures"].values())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
HOSTILE = st.fixed_dictionaries(
    {"t": st.sampled_from(["op", "draw", "hello", "ping", "open", ""])},
    optional={"ops": JSON, "workbook": st.just("ilze") | JSON, "client": JSON, "sheet": JSON, "part": JSON},
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(message=HOSTILE | JSON)
def test_any_message_is_answered_and_changes_nothing(visit_once: Conversation, message: Any) -> None:
    """Malformed messages never raise and never write."""
    list(visit_once.answer(message))
    assert visit_once.visit.store.journal.entries("ilze") == []


@pytest.fixture
def visit_once(visit: Open) -> Conversation:
    return own(visit("ilze"))


def test_what_is_more_than_one_message_takes_is_left_to_the_next(visit: Open) -> None:
    """After hours offline a page sends all it has: the first part is acknowledged, the rest comes again."""
    talk = own(visit("ilze"))
    waiting = [note(number) for number in range(MOST_OPERATIONS + 2)]
    sent = []
    while waiting:
        ack, _ = talk.answer({"t": "op", "workbook": "ilze", "client": "c", "ops": waiting})
        sent.append(len(ack["ids"]))
        waiting = [operation for operation in waiting if operation["id"] not in ack["ids"]]
    assert sent == [MOST_OPERATIONS, 2]


@pytest.mark.parametrize("client", ["\x00", "\ud800", "x" * 200, ["a"], {"a": 1}, 5, None, "é"])
def test_a_name_that_a_page_gives_itself_cannot_stop_it(visit: Open, client: object) -> None:
    talk = own(visit("ilze"))
    ack, _ = talk.answer({"t": "op", "workbook": "ilze", "client": client, "ops": [note(1)]})
    assert ack["ids"] == ["op1"]
    (change,) = talk.visit.store.journal.changes("ilze")
    assert re.fullmatch(r"[A-Za-z0-9_.:-]{1,80}", change.client)


def test_a_mistake_of_ours_is_told_without_words_or_paths(
    visit: Open, caplog: pytest.LogCaptureFixture
) -> None:
    """The page is told that something is wrong; the log says where in the code, without anybody's words."""
    talk = own(visit("ilze"))

    def broken() -> dict[str, Any]:
        raise ValueError(SECRET)

    talk.extra = broken
    (told,) = talk.answer({"t": "hello"})
    assert told == {"t": "error", "message": talk.visit.texts["errors.not_understood"]}
    assert "ValueError while answering a page" in caplog.text
    assert "conversation.py" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize("position", [True, "12", "nan"])
def test_an_action_at_a_strange_position_is_refused(visit: Open, position: object) -> None:
    """A position is a number; one strange value must not hide the picture of a whole plan."""
    talk = own(visit("ilze"))
    action = note(1) | {
        "sheet": "action_plan",
        "kind": "action",
        "block": "d90",
        "fields": {"position": position},
    }
    (ack,) = talk.answer({"t": "op", "workbook": "ilze", "client": "c", "ops": [action]})
    assert [refusal["id"] for refusal in ack["refused"]] == ["op1"]
    assert talk.visit.store.journal.entries("ilze") == []


def test_ack_brings_what_others_wrote_meanwhile(visit: Open) -> None:
    """Its version becomes the base of the next edit, so the page must have seen everything up to it."""
    desk, phone = own(visit("ilze")), own(visit("ilze"))
    list(desk.answer({"t": "op", "workbook": "ilze", "client": "d", "ops": [note(1)]}))
    ack = next(iter(phone.answer({"t": "op", "workbook": "ilze", "client": "p", "ops": [note(2)]})))
    assert (ack["version"], sorted(entry["id"] for entry in ack["entries"])) == (2, ["n1", "n2"])
    assert list(phone.news()) == []
    # a replay of two, one of them known, while one other wrote: the sum of versions looks as if nobody had
    list(desk.answer({"t": "op", "workbook": "ilze", "client": "d", "ops": [note(3)]}))
    ack = next(iter(phone.answer({"t": "op", "workbook": "ilze", "client": "p", "ops": [note(2), note(4)]})))
    assert sorted(entry["id"] for entry in ack["entries"]) == ["n2", "n3", "n4"]


def test_ack_of_what_was_written_before_says_what_became_of_it(visit: Open) -> None:
    """The first ack was lost on the way: the page still learns the entry."""
    talk = own(visit("ilze"))
    message = {"t": "op", "workbook": "ilze", "client": "c", "ops": [note(1)]}
    first, again = (next(iter(talk.answer(message))) for _ in range(2))
    assert again == first | {"saved": again["saved"]}
