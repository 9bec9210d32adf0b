"""A workshop of eight people in two groups, and the trainer who leads it: what its tests share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, expect

from cba_kit.model.people import Cluster, Person, plenary
from tests.browser.conftest import Room
from tests.browser.hands import Keyboard, all_saved
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

WORDS = {
    "guest1": "Site visits",
    "guest2": "Partner days",
    "guest3": "A letter to members",
    "guest4": "Talks at fairs",
    "guest5": "Our web page",
    "guest6": "Training with a school",
}
EVERYBODY = plenary(ILZE.edition).id


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


def write_alone(room: Room, trainer: Page, hands: Keyboard, eleni: Page) -> None:
    """Everybody writes; nobody sees more than their own notes, and the trainer sees how many have written."""
    hands.press(hands.page.get_by_role("button", name="Add a note to Channels"))
    hands.page.keyboard.type("Fees of members")
    hands.page.keyboard.press("Escape")
    all_saved(hands.page)
    eleni.context.set_offline(True)
    write(eleni, "Members: fees of")
    for guest in GUESTS:
        with visiting(room, guest) as page:
            write(page, WORDS[guest.id])
            expect(page.locator("button.note")).to_have_count(1)
    expect(hands.page.locator("button.note")).to_have_count(1)
    expect(trainer.locator(".board-editor .note")).to_have_count(0)
    expect(trainer.locator(".stage-far")).to_contain_text("4 of 4 people have written.", timeout=LONG)
    assert len(texts(room, book_of(room, BLUE))) == 4
    assert texts(room, book_of(room, RED)) == sorted(WORDS[guest.id] for guest in GUESTS[3:])


def reveal(trainer: Page, ilze: Page, eleni: Page) -> None:
    """All notes are shown; what Eleni wrote without a connection waits until she shows it herself."""
    step(trainer, "discuss")
    for words in ("Site visits", "Partner days", "A letter to members"):
        expect(note(ilze, words)).to_be_visible(timeout=LONG)
        expect(trainer.locator(".board-editor .note", has_text=words)).to_be_visible(timeout=LONG)
    eleni.context.set_offline(False)
    expect(note(eleni, "Talks at fairs")).to_be_visible(timeout=LONG)
    expect(note(eleni, "Members: fees of")).to_contain_text("Only you see this")
    eleni.get_by_role("button", name="Show it to the group").click()
    expect(note(eleni, "Members: fees of")).not_to_contain_text("Only you see this")
    all_saved(eleni)


def vote(room: Room, trainer: Page, hands: Keyboard, eleni: Page) -> None:
    """Everybody sets dots; nobody sees a sum before the trainer closes the boards."""
    trainer.get_by_label("Dots a person").fill("2")
    step(trainer, "vote")
    ilze = hands.page
    expect(ilze.locator(".stage-line")).to_contain_text("2 of 2 dots left", timeout=LONG)
    hands.focus_note(note(ilze, "Fees of members"))
    ilze.keyboard.press("+")
    ilze.keyboard.press("+")
    expect(ilze.locator(".stage-line")).to_contain_text("0 of 2 dots left")
    all_saved(ilze)
    with visiting(room, GUESTS[0]) as page:
        note(page, "Fees of members").focus()
        page.keyboard.press("+")
        expect(page.locator(".stage-line")).to_contain_text("1 of 2 dots left")
    note(eleni, "Talks at fairs").focus()
    eleni.keyboard.press("+")
    all_saved(eleni)
    expect(trainer.locator(".stage-far")).to_contain_text("2 of 4 people have voted.", timeout=LONG)
    for page in (trainer, ilze, eleni):
        expect(page.locator(".note .meta", has_text=re.compile("dots?$"))).to_have_count(0)
    step(trainer, "closed")
    expect(note(ilze, "Fees of members")).to_contain_text("3 dots", timeout=LONG)
    expect(note(eleni, "Talks at fairs")).to_contain_text("1 dot", timeout=LONG)


def bring_together(room: Room, trainer: Page, hands: Keyboard) -> None:
    """Alike notes become one; everybody finds the way to them, and sees which groups a note is from."""
    trainer.get_by_role("link", name="Bring notes together").click()
    bundle = trainer.locator(".gather-bundle", has_text="Fees of members")
    expect(bundle).to_contain_text("Bring these 2 as one note", timeout=LONG)
    expect(bundle).to_contain_text("3 dots")
    trainer.get_by_role("button", name="Bring 7 notes to everybody").click()
    expect(trainer.locator(".gather-told")).to_contain_text(
        "7 notes are on everybody’s board now.", timeout=LONG
    )
    trainer.get_by_role("button", name="Close the groups’ boards and send people on").click()
    ilze = hands.page
    hands.press(ilze.get_by_role("link", name="Go on with everybody"))
    at_board(ilze)
    expect(ilze.locator("button.note")).to_have_count(7, timeout=LONG)
    expect(note(ilze, "Fees of members")).to_contain_text("from Blue team and Red team")
    trainer.get_by_role("link", name="Open everybody’s board").click()
    expect(note(trainer, "Talks at fairs")).to_contain_text("from Red team", timeout=LONG)
    assert len(texts(room, EVERYBODY)) == 7
