"""A workshop of eight people in two groups, and the trainer who leads it: what its tests share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, expect

from cba_kit.model.people import Cluster, Person
from tests.browser.conftest import Room
from tests.browser.hands import all_saved
from tests.cast import ELENI, ILZE, TRAINER

BLUE, RED = "Blue team", "Red team"
BOARD = "Business model canvas"
SHEET = "business_model"
LONG = 60_000
"""Milliseconds that anything may take on a machine that is full of other work."""


def _guest(number: int, name: str, group: str) -> Person:
    return Person(
        id=f"guest{number}",
        edition=ILZE.edition,
        name=name,
        email=f"guest{number}@workshop.example",
        roles=("participant",),
        cluster=Cluster(id=f"c{number}", name=f"Cluster {number}", country="LV"),
        group=group,
        fictional=True,
    )


GUESTS = [
    _guest(1, "Ana Horvat", BLUE),
    _guest(2, "Bo Larsen", BLUE),
    _guest(3, "Cem Aydın", BLUE),
    _guest(4, "Dana Marek", RED),
    _guest(5, "Eva Rossi", RED),
    _guest(6, "Finn Maes", RED),
]


def seat(room: Room) -> None:
    """Put eight people into two groups."""
    room.store.people.update(ILZE.model_copy(update={"group": BLUE}))
    room.store.people.update(ELENI.model_copy(update={"group": RED}))
    room.store.people.add(GUESTS)


def open_board(room: Room, person: Person, *, width: int = 1440, place: str = "group") -> Page:
    """Open the canvas of a person's group, or everybody's."""
    page = room.open(person.id, width=width)
    page.evaluate(f"location.hash = '#{place}/{SHEET}'")
    at_board(page)
    return page


def at_board(page: Page) -> None:
    """Wait until the canvas is there."""
    expect(page.get_by_role("heading", level=1, name=BOARD)).to_be_visible(timeout=LONG)


@contextmanager
def visiting(room: Room, person: Person) -> Iterator[Page]:
    """Let somebody come to their group's board, do something, and go when all is saved."""
    page = open_board(room, person)
    yield page
    all_saved(page)
    page.context.close()
    room.contexts.remove(page.context)


def lead(room: Room, group: str = BLUE, *, width: int = 1440) -> Page:
    """Open the trainer's page, and from its list the board of a group."""
    page = room.open(TRAINER.id, width=width)
    page.get_by_role("link", name="Groups", exact=True).locator("visible=true").first.click()
    page.locator(".boards-list").get_by_role("link", name=re.compile(f"^{group}")).click()
    at_board(page)
    return page


def step(trainer: Page, phase: str) -> None:
    """Press the button of a phase and wait until it is on."""
    button = trainer.locator(f".stage-phase[data-phase={phase}]")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true", timeout=LONG)
    expect(trainer.locator(".stage-told")).to_contain_text("Done", timeout=LONG)


def write(page: Page, words: str, block: str = "Channels") -> None:
    """Add a note; the page need not be connected."""
    page.get_by_role("button", name=f"Add a note to {block}").click()
    page.keyboard.type(words)
    page.keyboard.press("Escape")


def note(page: Page, words: str) -> Locator:
    """Return the note with these words."""
    return page.locator("button.note", has_text=words)


def book_of(room: Room, group: str) -> str:
    """Return the workbook of a group, by its name."""
    found = next(one for one in room.store.people.of(ILZE.edition) if one.group == group)
    assert found.group_id
    return found.group_id


def texts(room: Room, book: str) -> list[str]:
    """Return the words of the notes in a workbook."""
    return sorted(entry.text() for entry in room.store.journal.entries(book, kind="note"))
