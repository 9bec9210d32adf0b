"""Presence: who is here is told from page to page, at once, and forgotten when nobody says so any more."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cba_kit.model.people import group_id
from cba_kit.pages.coaching import CoachConversation
from cba_kit.pages.conversation import Conversation
from cba_kit.pages.presence import ALONE, APART, GONE, SIGN
from cba_kit.pages.rights import WRITES
from cba_kit.pages.visit import Visit
from cba_kit.store.watch import Ear, Signal
from tests.pages.conftest import Seconds

Open = Callable[[str], Visit]
BLUE = group_id("cba3", "Blue team")


class Page:
    """A page with its group's workbook open, and the ear that its lookout would have."""

    def __init__(self, visit: Visit, seconds: Seconds, client: str) -> None:
        own = visit.store.journal.workbook_of(visit.person.id)
        self.talk = Conversation(visit, own, WRITES, clock=seconds)
        self.client = client
        ear = visit.store.watch.listen(BLUE)
        assert ear is not None
        self.ear: Ear = ear
        self.say({"t": "hello", "client": client})
        self.say({"t": "open", "workbook": BLUE})
        self.turn()

    def say(self, message: dict[str, Any]) -> None:
        list(self.talk.answer(message))

    def go(self, sheet: str, entry: str | None = None) -> None:
        self.say({"t": "here", "sheet": sheet, "entry": entry, "client": self.client})

    def turn(self, *more: Signal) -> list[list[tuple[str, str, str | None]]]:
        """Let its lookout look once; return the lists of people that the page was told."""
        told = self.talk.look([*self.ear.heard(), *more], everything=False)
        return [_short(message) for message in told if message["t"] == "presence"]


def _short(message: Any) -> list[tuple[str, str, str | None]]:
    return [(line["id"], line["sheet"], line["entry"]) for line in message["people"]]


@pytest.fixture
def pages(grouped: Open, seconds: Seconds) -> Iterator[Callable[[str, str], Page]]:
    """Open pages of members by person and tab."""
    opened: list[Page] = []

    def page(person: str, client: str) -> Page:
        opened.append(Page(grouped(person), seconds, client))
        return opened[-1]

    yield page
    for each in opened:
        each.ear.close()


Pages = Callable[[str, str], Page]


def test_two_members_find_each_other_and_see_where_they_are(pages: Pages, seconds: Seconds) -> None:
    """The newcomer asks; the other one answers; each place is told once."""
    ilze = pages("ilze", "i")
    ilze.go("business_model", "n1")
    seconds.pass_by(APART)
    ilze.turn()
    eleni = pages("eleni", "e")
    assert ilze.turn() == [[("eleni", "", None)]]
    seconds.pass_by(APART)
    assert ilze.turn() == []
    assert eleni.turn() == [[("ilze", "business_model", "n1")]]
    assert eleni.turn() == []
    seconds.pass_by(APART)
    eleni.go("value_proposition")
    assert eleni.turn() == []
    assert ilze.turn() == [[("eleni", "value_proposition", None)]]


def test_a_page_that_opens_its_workbook_again_is_told_again(pages: Pages) -> None:
    """It was cut off: who is here may have been told into a dead connection, also that nobody is."""
    ilze = pages("ilze", "i")
    eleni = pages("eleni", "e")
    assert ilze.turn() == [[("eleni", "", None)]]
    assert ilze.turn() == []
    ilze.say({"t": "open", "workbook": BLUE})
    assert ilze.turn() == [[("eleni", "", None)]]
    eleni.say({"t": "open", "workbook": "eleni"})
    assert ilze.turn() == [[]]
    ilze.say({"t": "open", "workbook": BLUE})
    assert ilze.turn() == [[]]


def test_what_a_page_is_told_of_the_others_is_their_name_and_place(pages: Pages) -> None:
    ilze = pages("ilze", "i")
    pages("eleni", "e")
    (message,) = ilze.talk.look(ilze.ear.heard(), everything=False)
    assert message == {
        "t": "presence",
        "workbook": BLUE,
        "people": [
            {
                "id": "eleni",
                "name": "Ελένη Παπαδάκη",
                "first": "Ελένη",
                "initials": "ΕΠ",
                "sheet": "",
                "entry": None,
                "client": "e",
            }
        ],
    }


@pytest.mark.parametrize("fields", [{"phase": "write"}, {"authors": False}])
def test_who_writes_which_note_is_not_told_where_notes_have_no_names(
    pages: Pages, grouped: Open, seconds: Seconds, fields: dict[str, Any]
) -> None:
    ilze, eleni = pages("ilze", "i"), pages("eleni", "e")
    trainer = CoachConversation(grouped("tomas"))
    order = {"t": "stage", "workbooks": [BLUE], "sheet": "business_model"}
    assert [reply["t"] for reply in trainer.answer(order | {"fields": fields})] == ["staged"]
    eleni.turn()
    ilze.go("business_model", "n1")
    ilze.go("business_model", "n1")
    for _ in range(2):
        seconds.pass_by(APART)
        ilze.turn()
    assert '"n1"' not in json.dumps(eleni.ear.heard())
    seconds.pass_by(SIGN)
    ilze.turn()
    assert eleni.turn()[-1] == [("ilze", "business_model", None)]
    told_late = {
        "book": BLUE,
        "who": {"person": "femke", "client": "f"},
        "at": {"sheet": "business_model", "entry": "n2"},
    }
    assert ("femke", "business_model", None) in eleni.turn(told_late)[-1]


def test_other_tabs_of_the_same_person_are_left_out(pages: Pages) -> None:
    first = pages("ilze", "one")
    pages("ilze", "two").go("business_model")
    assert first.turn() == []


def test_of_somebody_with_two_tabs_the_place_they_moved_to_last_is_told(
    pages: Pages, seconds: Seconds
) -> None:
    ilze, one, two = pages("ilze", "i"), pages("eleni", "one"), pages("eleni", "two")
    ilze.turn()
    for page, sheet in ((one, "business_model"), (two, "value_proposition"), (one, "value_proposition")):
        seconds.pass_by(1)
        page.go(sheet)
        page.turn()
        assert ilze.turn()[-1:] in ([[("eleni", sheet, None)]], [])
    (line,) = ilze.talk.presence._people()
    assert (line["sheet"], line["client"]) == ("value_proposition", "one")


def test_whoever_gives_no_sign_any_more_is_gone(pages: Pages, seconds: Seconds) -> None:
    """A kernel that nobody looks at any more says nothing; one whose page pings goes on saying it."""
    ilze, eleni = pages("ilze", "i"), pages("eleni", "e")
    assert ilze.turn() == [[("eleni", "", None)]]
    for _ in range(2 * round(GONE / SIGN)):
        seconds.pass_by(SIGN)
        eleni.say({"t": "ping"})
        eleni.turn()
        assert ilze.turn() == []
    told: list[list[tuple[str, str, str | None]]] = []
    for _ in range(3 * round(GONE / SIGN)):
        seconds.pass_by(SIGN)
        eleni.turn()
        told += ilze.turn()
    assert told == [[]]


def test_signs_go_on_where_nobody_was_heard(pages: Pages, seconds: Seconds) -> None:
    """Two who missed each other's first word find each other all the same."""
    ilze, eleni = pages("ilze", "i"), pages("eleni", "e")
    ilze.ear.heard()
    eleni.ear.heard()
    seconds.pass_by(ALONE)
    ilze.say({"t": "ping"})
    ilze.turn()
    assert eleni.turn() == [[("ilze", "", None)]]


def test_opening_another_workbook_is_a_goodbye(pages: Pages) -> None:
    ilze, eleni = pages("ilze", "i"), pages("eleni", "e")
    assert ilze.turn() == [[("eleni", "", None)]]
    eleni.say({"t": "open", "workbook": "eleni"})
    assert ilze.turn() == [[]]


def test_a_page_that_moves_fast_is_told_about_at_a_walking_pace(pages: Pages, seconds: Seconds) -> None:
    """A thousand moves in a moment are one signal, the last."""
    ilze, eleni = pages("ilze", "i"), pages("eleni", "e")
    ilze.turn()
    seconds.pass_by(APART)
    for number in range(1000):
        eleni.go("business_model", f"n{number}")
        eleni.turn()
    assert ilze.turn() == [[("eleni", "business_model", "n0")]]
    seconds.pass_by(APART)
    eleni.turn()
    assert ilze.turn() == [[("eleni", "business_model", "n999")]]


@pytest.mark.parametrize(
    ("sheet", "entry"),
    [
        ("<script>", None),
        ("x" * 5000, "y" * 5000),
        ({"a": 1}, [2]),
        (None, 7),
        ("\x00", "\ud800"),
        ("é", " "),
    ],
)
def test_only_names_of_places_are_passed_on(pages: Pages, seconds: Seconds, sheet: Any, entry: Any) -> None:
    ilze, eleni = pages("ilze", "i"), pages("eleni", "e")
    ilze.turn()
    seconds.pass_by(APART)
    eleni.say({"t": "here", "sheet": sheet, "entry": entry, "client": "<b>" * 100})
    eleni.turn()
    ilze.turn()
    (line,) = ilze.talk.presence._people()
    assert (line["sheet"], line["entry"]) == ("", None)
    assert "<" not in json.dumps(line)


@pytest.mark.parametrize(
    "signal",
    [
        {"book": BLUE, "who": 5, "at": {}},
        {"book": BLUE, "who": {"person": "nobody", "client": "x"}, "at": {"sheet": "a", "entry": None}},
        {"book": BLUE, "who": {"person": ["a"]}, "at": {"sheet": 5, "entry": {}}},
        {"book": "eleni", "who": {"person": "eleni", "client": "e"}, "at": {"sheet": "a", "entry": None}},
        {"book": BLUE, "version": "many", "people": 5},
        {"book": BLUE},
    ],
)
def test_signals_that_make_no_sense_change_nothing(pages: Pages, signal: Signal) -> None:
    """Of nobody that is known, of another workbook, or of a newer version of the programme."""
    assert pages("ilze", "i").turn(signal) == []


def test_a_place_in_a_workbook_that_was_left_is_not_told(pages: Pages, seconds: Seconds) -> None:
    """The page's word about the old one and its wish to open another crossed."""
    ilze, eleni = pages("ilze", "i"), pages("eleni", "e")
    ilze.turn()
    seconds.pass_by(APART)
    eleni.say({"t": "here", "workbook": "eleni", "sheet": "strategy", "entry": None, "client": "e"})
    eleni.turn()
    assert ilze.turn() == []


def test_a_new_kernel_that_hears_open_first_knows_whose_page_it_is(
    grouped: Open, pages: Pages, seconds: Seconds
) -> None:
    """After healing, a page opens the group's workbook again without a greeting."""
    ilze = pages("ilze", "i")
    visit = grouped("eleni")
    talk = Conversation(visit, visit.store.journal.workbook_of("eleni"), WRITES, clock=seconds)
    list(talk.answer({"t": "open", "workbook": BLUE, "client": "e"}))
    list(talk.look([], everything=False))
    assert ilze.turn() == [[("eleni", "", None)]]


def test_nothing_of_presence_is_written(pages: Pages) -> None:
    ilze = pages("ilze", "i")
    ilze.go("business_model", "n1")
    ilze.turn()
    assert ilze.talk.visit.store.journal.changes(BLUE) == []
