"""The conversation with a page: whatever comes in, the right things go out."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cba_kit.pages.aftermath import LATEST, REST
from cba_kit.pages.conversation import Conversation
from cba_kit.pages.incoming import MOST_OPERATIONS
from cba_kit.pages.rights import WRITES
from cba_kit.pages.visit import Visit
from cba_kit.store import open_store
from tests.pages.conftest import NOON, Seconds

Open = Callable[[str], Visit]
SECRET = "words of a participant"


def own(visit: Visit, clock: Callable[[], float] = time.monotonic) -> Conversation:
    return Conversation(visit, visit.store.journal.workbook_of(visit.person.id), WRITES, clock=clock)


def later(talk: Conversation) -> list[dict[str, Any]]:
    """Return what the page is told without a signal and without a look at the store."""
    return [dict(message) for message in talk.look([], everything=False)]


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
    """The ack names the operation and carries the entry as the store has it; nothing keeps it waiting."""
    talk = own(visit("ilze"))
    (ack,) = talk.answer({"t": "op", "workbook": "ilze", "client": "c", "ops": [note(1)]})
    stored = talk.visit.store.journal.entries("ilze")
    assert (ack["ids"], ack["version"], ack["refused"]) == (["op1"], 1, [])
    assert ack["entries"] == [entry.model_dump(mode="json") for entry in stored]


def test_progress_follows_when_the_hand_rests_and_home_when_it_has_rested(
    visit: Open, seconds: Seconds
) -> None:
    """Many edits in a row are told once: of each sheet what it says now, and then the home page."""
    talk = own(visit("ilze"), seconds)
    for number in range(3):
        list(talk.answer({"t": "op", "workbook": "ilze", "client": "c", "ops": [note(number)]}))
        seconds.pass_by(REST / 2)
        assert later(talk) == []
    seconds.pass_by(REST / 2)
    (state,) = later(talk)
    assert (state["workbook"], list(state["progress"])) == ("ilze", ["business_model"])
    assert state["progress"]["business_model"]["items"] == 3
    assert "home" not in state
    seconds.pass_by(talk.wait())
    (state,) = later(talk)
    assert state["home"]["progress"]["business_model"] == "1 of 9 blocks, 3 notes"
    assert sorted(state["progress"]) == sorted(talk.visit.sheets)
    seconds.pass_by(60)
    assert later(talk) == []


def test_home_does_not_wait_for_ever_for_a_rest(visit: Open, seconds: Seconds) -> None:
    """Somebody who types without a pause for a long time sees it all the same."""
    talk = own(visit("ilze"), seconds)
    homes = 0
    for number in range(2 * round(LATEST / REST) + 2):
        list(talk.answer({"t": "op", "workbook": "ilze", "client": "c", "ops": [note(number)]}))
        seconds.pass_by(REST)
        homes += sum("home" in message for message in later(talk))
    assert homes == 2


def test_a_page_that_shows_its_home_gets_it_with_the_progress(visit: Open, seconds: Seconds) -> None:
    """The page has said where it is; going home brings what was not told yet."""
    talk = own(visit("ilze"), seconds)
    list(talk.answer({"t": "here", "sheet": "business_model", "entry": None, "client": "c"}))
    list(talk.answer({"t": "op", "workbook": "ilze", "client": "c", "ops": [note(1)]}))
    seconds.pass_by(REST)
    assert ["home" in message for message in later(talk)] == [False]
    list(talk.answer({"t": "here", "sheet": "", "entry": None, "client": "c"}))
    assert ["home" in message for message in later(talk)] == [True]


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


def test_others_edits_arrive_as_news_once(visit: Open, seconds: Seconds) -> None:
    """What a coach writes reaches the participant's page; a second look brings nothing."""
    talk = own(visit("ilze"), seconds)
    list(talk.answer({"t": "hello", "client": "c"}))
    comment = note(1, "What replaces it?", kind="comment", block="")
    coach = Conversation(visit("anneli"), talk.workbook, frozenset({"comment"}))
    list(coach.answer({"t": "op", "workbook": "ilze", "client": "k", "ops": [comment]}))
    (ops,) = talk.news()
    assert [entry["fields"]["text"] for entry in ops["entries"]] == ["What replaces it?"]
    seconds.pass_by(60)
    (state,) = later(talk)
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
    {"t": st.sampled_from(["op", "draw", "hello", "ping", "open", "here", ""])},
    optional={
        "ops": JSON,
        "workbook": st.just("ilze") | JSON,
        "client": JSON,
        "sheet": JSON,
        "part": JSON,
        "entry": JSON,
    },
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(message=HOSTILE | JSON)
def test_any_message_is_answered_and_changes_nothing(visit_once: Conversation, message: Any) -> None:
    """Malformed messages never raise and never write; nor does what follows from them later."""
    list(visit_once.answer(message))
    list(visit_once.look([], everything=True))
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
        (ack,) = talk.answer({"t": "op", "workbook": "ilze", "client": "c", "ops": waiting})
        sent.append(len(ack["ids"]))
        waiting = [operation for operation in waiting if operation["id"] not in ack["ids"]]
    assert sent == [MOST_OPERATIONS, 2]


@pytest.mark.parametrize("client", ["\x00", "\ud800", "x" * 200, ["a"], {"a": 1}, 5, None, "é"])
def test_a_name_that_a_page_gives_itself_cannot_stop_it(visit: Open, client: object) -> None:
    talk = own(visit("ilze"))
    (ack,) = talk.answer({"t": "op", "workbook": "ilze", "client": client, "ops": [note(1)]})
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


def test_a_store_that_others_keep_is_no_refusal(
    visit: Open, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The page hears that its words are not saved yet, keeps them and sends them again; then they are."""
    with open_store(f"sqlite:///{tmp_path}/academy.db", clock=lambda: NOON, wait=0.1) as store:
        talk = own(replace(visit("ilze"), store=store))
        message = {"t": "op", "workbook": "ilze", "client": "c", "ops": [note(1, SECRET)]}
        with closing(sqlite3.connect(tmp_path / "academy.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            (told,) = talk.answer(message)
            (pong,) = talk.answer({"t": "ping"})
        (ack,) = talk.answer(message)
    assert told == {"t": "error", "message": talk.visit.texts["errors.not_now"], "again": True}
    assert (pong, ack["ids"], ack["refused"]) == ({"t": "pong"}, ["op1"], [])
    assert "kept the database for too long" in caplog.text
    assert SECRET not in caplog.text
    assert str(tmp_path) not in str(told)
