"""The past of a sheet: its stops and names, who sees which moment of it, and what is seen of it never."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cba_kit.pages.coaching import CoachConversation
from cba_kit.pages.conversation import Conversation
from cba_kit.pages.visit import Visit

from .conftest import move
from .test_groups import BLUE, in_group, note, own, told, write
from .test_leading import SHEET, leading, stage
from .test_ledger import line

Open = Callable[[str], Visit]
SECRET = "zq.secret.qz"


def ask(talk: Conversation, kind: str = "past", **more: Any) -> dict[str, Any]:
    message = {"t": kind, "workbook": talk.topic, "sheet": SHEET} | more
    return told(talk, message)[-1]


def versions(talk: Conversation) -> list[int]:
    return [stop["version"] for stop in ask(talk)["stops"]]


def texts(talk: Conversation, version: int) -> dict[str, str]:
    """Return the notes of a moment: their words by id."""
    moment = ask(talk, "moment", version=version)
    assert (moment["t"], moment["version"]) == ("moment", version)
    return {entry["id"]: entry["fields"]["text"] for entry in moment["entries"]}


def named_of(past: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the moments that people named."""
    return [mark for mark in past["marks"] if mark["kind"] == "named"]


def all_heard(talk: Conversation, newest: int) -> str:
    """Return all that can be heard of the past, as one text."""
    return str([ask(talk), *(ask(talk, "moment", version=version) for version in range(newest + 1))])


def test_a_sheet_is_seen_again_as_it_was(visit: Open) -> None:
    """Each version has its words; what was removed is only named, with who and when."""
    ilze = own(visit("ilze"))
    write(ilze, note("n1", "Fairs"), book="ilze")
    write(ilze, note("n2", "Letters"), book="ilze")
    write(ilze, note("n1", "Fairs abroad", id="again"), book="ilze")
    write(ilze, note("n2", id="gone", op="remove", fields={}, base=3), book="ilze")
    assert [texts(ilze, version) for version in range(5)] == [
        {},
        {"n1": "Fairs"},
        {"n1": "Fairs", "n2": "Letters"},
        {"n1": "Fairs abroad", "n2": "Letters"},
        {"n1": "Fairs abroad"},
    ]
    (gone,) = ask(ilze, "moment", version=4)["gone"].items()
    assert gone == ("n2", {"at": "2024-03-11T08:00:04+00:00", "by": "ilze"})


def test_stops_are_of_this_sheet_and_tell_who_and_when(visit: Open) -> None:
    """What is written within a minute is one; comments and other sheets are none."""
    ilze = own(visit("ilze"))
    write(ilze, note("n1"), note("n2"), book="ilze")
    answer = {"id": "a", "sheet": "strategy", "entry": "strategy.mission", "kind": "answer"}
    write(ilze, answer | {"block": "mission", "fields": {"value": "x"}}, book="ilze")
    comment = {"id": "c", "sheet": SHEET, "entry": "c1", "kind": "comment", "fields": {"text": "Why?"}}
    write(ilze, comment, book="ilze")
    past = ask(ilze)
    assert past["stops"] == [{"version": 2, "at": "2024-03-11T08:00:01+00:00", "people": ["ilze"], "n": 2}]
    assert (past["version"], past["whole"], past["names"]) == (4, True, True)
    assert past["people"]["ilze"]["name"] == "Ilze Kalniņa"


def test_a_page_reads_on_and_follows_into_another_workbook(grouped: Open) -> None:
    ilze = own(grouped("ilze"))
    write(ilze, note("n1", "Mine"), book="ilze")
    assert versions(ilze) == [1]
    write(ilze, note("n2", "Also mine", id="op2"), book="ilze")
    assert texts(ilze, 2) == {"n1": "Mine", "n2": "Also mine"}
    told(ilze, {"t": "open", "workbook": BLUE})
    assert versions(ilze) == []
    write(ilze, note("n1", "Ours"))
    assert texts(ilze, 1) == {"n1": "Ours"}


def test_a_moment_gets_a_name_and_another_one(visit: Open) -> None:
    ilze = own(visit("ilze"))
    write(ilze, note("n1"), book="ilze")
    write(ilze, note("n2"), book="ilze")
    past = ask(ilze, "keep", name="  Before \n the coaching ", version=1)
    named = {"version": 1, "at": "2024-03-11T08:00:01+00:00", "name": "Before the coaching", "kind": "named"}
    assert named_of(past) == [named]
    assert versions(ilze) == [1, 2]  # a name ends a moment
    past = ask(ilze, "keep", name="Before we met", was="Before the coaching")
    assert named_of(past) == [named | {"name": "Before we met"}]
    refused = ask(ilze, "keep", name="before we MET", version=2)
    assert refused["message"] == "There is a moment named “before we MET” already. Choose another name."
    assert ask(ilze)["marks"] == past["marks"]


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "", "version": 1},
        {"name": "x" * 81, "version": 1},
        {"name": 5, "version": 1},
        {"name": "Day", "version": 0},
        {"name": "Day", "version": 9},
        {"name": "Day", "version": True},
        {"name": "Day", "version": None},
        {"name": "Day", "was": "Nothing"},
    ],
)
def test_a_wrong_name_is_refused_in_words(visit: Open, asked: dict[str, Any]) -> None:
    ilze = own(visit("ilze"))
    write(ilze, note("n1"), book="ilze")
    assert ask(ilze, "keep", **asked)["t"] == "error"
    assert ilze.visit.store.journal.snapshots("ilze") == []


def test_a_session_that_is_over_is_a_moment_without_being_stored(visit: Open) -> None:
    """The third edition met on 11 March from nine; what was there when a session ended has its name."""
    ilze = own(visit("ilze"))
    write(ilze, note("n1"), book="ilze")
    (mark,) = ask(ilze)["marks"]
    assert (mark["version"], mark["kind"]) == (1, "session")
    assert mark["name"].startswith("Day ")
    assert ilze.visit.store.journal.snapshots("ilze") == []


def test_what_was_private_begins_when_it_was_shown(grouped: Open) -> None:
    """Its earlier words, when they were written and that they were: nobody else's at any moment."""
    ilze, eleni, trainer = in_group(grouped("ilze")), in_group(grouped("eleni")), leading(grouped("tomas"))
    write(ilze, note("n1", SECRET, fields={"text": SECRET, "private": True}))
    write(ilze, note("n1", id="w2", fields={"text": "Members leave"}))
    write(ilze, note("n1", id="w3", fields={"private": False}))
    write(ilze, note("n1", id="w4", fields={"text": "Members stay"}))
    assert [texts(ilze, version).get("n1") for version in range(5)] == [
        None,
        SECRET,
        "Members leave",
        "Members leave",
        "Members stay",
    ]
    for other in (eleni, trainer):
        assert SECRET not in all_heard(other, 4)
        assert [texts(other, version).get("n1") for version in range(5)] == [
            None,
            None,
            None,
            "Members leave",
            "Members stay",
        ]
        assert [stop["n"] for stop in ask(other)["stops"]] == [2]


def test_what_is_private_now_and_votes_never_were(grouped: Open) -> None:
    ilze, eleni, trainer = in_group(grouped("ilze")), in_group(grouped("eleni")), leading(grouped("tomas"))
    write(ilze, note("n1", fields={"text": SECRET, "private": True}))
    write(ilze, note("n1", id="rm", op="remove", fields={}, base=1))
    write(eleni, note("n2", "Ours"))
    stage(trainer, phase="vote")
    vote = {
        "id": "v",
        "sheet": SHEET,
        "entry": f"vote.{SHEET}.ilze",
        "kind": "vote",
        "fields": {"dots": ["n2"]},
    }
    assert write(ilze, vote)["refused"] == []
    for talk in (ilze, eleni, trainer):
        assert f"vote.{SHEET}.ilze" not in all_heard(talk, 5)
    assert "'n1'" in all_heard(ilze, 5)
    for other in (eleni, trainer):
        assert SECRET not in all_heard(other, 5)
        assert "'n1'" not in all_heard(other, 5)
        assert versions(other) == [3]


def test_a_hidden_block_has_no_past(grouped: Open) -> None:
    """Neither what stands there now nor what stood there once, until it is shown again."""
    ilze, eleni, trainer = in_group(grouped("ilze")), in_group(grouped("eleni")), leading(grouped("tomas"))
    write(ilze, note("n1", "Once there"))
    write(ilze, note("n1", id="mv", block="key_resources", fields={}))
    write(ilze, note("n2", "Still there"))
    stage(trainer, hidden={"channels": True})
    assert [texts(eleni, version) for version in (1, 2, 3)] == [
        {},
        {"n1": "Once there"},
        {"n1": "Once there"},
    ]
    assert texts(trainer, 1) == texts(ilze, 1) == {"n1": "Once there"}
    stage(trainer, hidden={"channels": False})
    assert texts(eleni, 3) == {"n1": "Once there", "n2": "Still there"}


def test_names_are_hidden_in_the_past_while_they_are_hidden(grouped: Open) -> None:
    ilze, eleni, trainer = in_group(grouped("ilze")), in_group(grouped("eleni")), leading(grouped("tomas"))
    write(ilze, note("n1"))
    write(eleni, note("n2"))
    write(eleni, note("n2", id="rm", op="remove", fields={}, base=2))
    stage(trainer, authors=False)
    past, moment = ask(ilze), ask(ilze, "moment", version=3)
    assert [stop["people"] for stop in past["stops"]] == [["ilze"], [""]]
    assert "eleni" not in str([past, moment])
    assert moment["gone"]["n2"]["by"] == ""
    stage(trainer, authors=True)
    assert [stop["people"] for stop in ask(ilze)["stops"]] == [["ilze"], ["eleni"]]


def test_a_coach_sees_what_a_roadmap_showed_or_what_was_named(visit: Open) -> None:
    """What stood in a participant's workbook between is for nobody else, and a coach names nothing."""
    ilze = own(visit("ilze"))
    for version, text in enumerate(("First", SECRET, "Second", "Third", "Fourth"), start=1):
        write(ilze, note("n1", id=f"op-{version}", fields={"text": text}), book="ilze")
    visit("ilze").store.ledger.record(line("ilze", 1))
    visit("ilze").store.ledger.record(line("ilze", 2, "error"))
    ask(ilze, "keep", name="For Anneli", version=3)
    coach = CoachConversation(visit("anneli"))
    told(coach, {"t": "open", "person": "ilze"})
    past = ask(coach)
    assert [(mark["version"], mark["name"], mark["kind"]) for mark in past["marks"]] == [
        (1, "Roadmap", "roadmap"),
        (3, "For Anneli", "named"),
    ]
    assert ([stop["version"] for stop in past["stops"]], past["whole"], past["names"]) == (
        [1, 3],
        False,
        False,
    )
    assert (texts(coach, 1), texts(coach, 3)) == ({"n1": "First"}, {"n1": "Second"})
    for hidden in (0, 2, 4):
        assert ask(coach, "moment", version=hidden)["t"] == "error"
    assert SECRET not in all_heard(coach, 9)
    assert ask(coach, "keep", name="Mine", version=1)["t"] == "error"


@pytest.mark.parametrize(
    "asked",
    [
        {"workbook": "eleni"},
        {"workbook": None},
        {"sheet": "nothing"},
        {"sheet": None},
        {"t": "moment", "version": "1"},
        {"t": "moment", "version": -1},
        {"t": "moment", "version": 10**9},
        {"t": "moment", "version": True},
        {"t": "keep", "workbook": "eleni", "version": 1, "name": "Mine"},
    ],
)
def test_what_is_not_ones_own_is_not_told(visit: Open, asked: dict[str, Any]) -> None:
    eleni = own(visit("eleni"))
    write(eleni, note("n1", SECRET), book="eleni")
    ilze = own(visit("ilze"))
    (error,) = told(ilze, {"t": "past", "workbook": "ilze", "sheet": SHEET} | asked)
    assert error == {"t": "error", "message": ilze.visit.texts["errors.not_yours"]}
    assert eleni.visit.store.journal.snapshots("eleni") == []


def test_whoever_leaves_a_group_loses_its_past(grouped: Open) -> None:
    ilze, eleni = in_group(grouped("ilze")), in_group(grouped("eleni"))
    write(ilze, note("n1", SECRET))
    assert texts(eleni, 1) == {"n1": SECRET}
    move(eleni.visit, None)
    found = told(eleni, {"t": "moment", "workbook": BLUE, "sheet": SHEET, "version": 1})
    assert "moment" not in {message["t"] for message in found}
    assert SECRET not in str(found)
