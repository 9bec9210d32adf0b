"""A board under a facilitator's stage: private writing, locks, hidden blocks, the spotlight, dots."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cba_kit.model.people import Person
from cba_kit.model.stage import stage_id
from tests.browser.conftest import Room, axe
from tests.browser.hands import all_saved
from tests.cast import ELENI, ILZE, TRAINER
from tests.store.hand import Fields, Hand

TEAM = "Blue team"
SHEET = "business_model"
OWN = "Fees fall"


@pytest.fixture
def group(room: Room) -> Room:
    """Ilze and Eleni work in one group; its board has one note."""
    for person in (ILZE, ELENI):
        room.store.people.update(person.model_copy(update={"group": TEAM}))
    store, book = room.store, workbook(room)
    store.journal.make_group_workbook(book, edition=ILZE.edition)
    first: Fields = {"text": "Site visits", "position": 1}
    Hand(store, person=ELENI.id, workbook=book).put("n1", first, block="channels")
    return room


def workbook(room: Room) -> str:
    group_id = room.store.people.person(ILZE.id).group_id
    assert group_id
    return group_id


def stage(room: Room, **fields: Any) -> None:
    """Set the stage, as the facilitator's bar does."""
    seen = room.store.journal.workbook(workbook(room)).version
    hand = Hand(room.store, f"stage-{seen}", person=TRAINER.id, workbook=workbook(room)).see()
    hand.put(stage_id(SHEET), fields, kind="stage")


def open_board(room: Room, person: Person, *, width: int = 1440) -> Page:
    page = room.open(person.id, width=width)
    page.evaluate("location.hash = '#group/business_model'")
    expect(page.get_by_role("heading", level=1, name="Business model canvas")).to_be_visible()
    return page


def add(page: Page, words: str, block: str = "Channels") -> None:
    page.get_by_role("button", name=f"Add a note to {block}").press("Enter")
    page.keyboard.type(words)
    page.keyboard.press("Escape")
    all_saved(page)


def test_a_private_note_is_marked_and_shown_to_the_group_later(group: Room) -> None:
    """In the phase of writing nobody else sees it; a late one waits for its writer."""
    stage(group, phase="write")
    ilze, eleni = open_board(group, ILZE), open_board(group, ELENI)
    expect(ilze.locator(".stage-line")).to_contain_text("Write on your own now.")
    add(ilze, OWN)
    mine = ilze.locator("li[data-note]", has_text=OWN)
    expect(mine).to_contain_text("Only you see this")
    assert axe(ilze) == []
    stage(group, phase="discuss")
    ilze.get_by_role("button", name="Show it to the group").press("Enter")
    expect(eleni.locator("button.note", has_text=OWN)).to_be_visible()
    expect(eleni.locator("li[data-note]", has_text=OWN)).to_contain_text("by Ilze")
    expect(mine).not_to_contain_text("Only you see this")
    stage(group, phase="discuss", authors=False)
    expect(eleni.locator("li[data-note]", has_text=OWN)).not_to_contain_text("by Ilze")


def test_a_note_that_only_its_writer_sees_takes_no_dots(group: Room) -> None:
    """It came too late for the reveal; its writer shows it first."""
    stage(group, phase="write")
    page = open_board(group, ILZE)
    add(page, OWN)
    stage(group, phase="vote")
    mine = page.locator("li[data-note]", has_text=OWN)
    expect(page.locator("li[data-note]", has_text="Site visits").get_by_role("group")).to_be_visible()
    expect(mine.get_by_role("group")).to_have_count(0)
    mine.locator("button.note").press("+")
    expect(page.locator("#cba-say")).to_have_text(
        "Only you see this note. Show it to the group, then it takes dots."
    )
    mine.get_by_role("button", name="Show it to the group").press("Enter")
    mine.get_by_role("button", name="One more dot").press("Enter")
    expect(page.locator(".stage-line")).to_contain_text("you have 2 of 3 dots left")


def test_locked_and_hidden_blocks_say_so(group: Room) -> None:
    """A locked block takes nothing; what it holds is still read."""
    stage(group, locked=["channels"], hidden=["key_partnerships"])
    page = open_board(group, ILZE)
    locked = page.get_by_role("region", name="Channels", exact=True)
    expect(locked).to_contain_text("Locked by the facilitator")
    expect(locked.get_by_role("button", name="Add a note to Channels")).to_be_hidden()
    locked.locator("button.note").press("Delete")
    expect(page.locator(".toast")).to_contain_text("Locked by the facilitator")
    expect(locked.locator("button.note")).to_have_count(1)
    partners = page.get_by_role("region", name="Key Partners", exact=True)
    expect(partners).to_contain_text("The facilitator shows this block later.")
    assert axe(page) == []
    stage(group, locked=[], hidden=[])
    expect(locked).not_to_contain_text("Locked")
    add(page, OWN)


@pytest.mark.parametrize("width", [1440, 390])
def test_dots_are_set_by_keyboard_and_told_when_the_vote_is_over(group: Room, width: int) -> None:
    """Three dots, secret until the end."""
    stage(group, phase="vote", dots=3)
    page = open_board(group, ILZE, width=width)
    if width < 1000:
        page.get_by_role("navigation", name="Jump to a block").get_by_role("button", name="Channels").click()
    note = page.locator("button.note", has_text="Site visits")
    note.focus()
    page.keyboard.press("+")
    page.get_by_role("button", name="One more dot").press("Enter")
    line = page.locator(".stage-line")
    expect(line).to_contain_text("you have 1 of 3 dots left")
    expect(page.get_by_role("group", name="Your dots on “Site visits”: 2")).to_be_visible()
    note.focus()
    page.keyboard.press("+")
    page.keyboard.press("+")
    expect(page.locator("#cba-say")).to_contain_text("You have no dots left")
    page.keyboard.press("-")
    expect(line).to_contain_text("you have 1 of 3 dots left")
    assert axe(page) == []
    all_saved(page)
    stage(group, phase="discuss", dots=3)
    expect(note).to_contain_text("2 dots")
    expect(page.get_by_role("button", name="One more dot")).to_have_count(0)


def test_the_spotlight_brings_the_block_into_view(group: Room) -> None:
    """Whoever writes is left alone, and goes there when they want."""
    ilze, eleni = open_board(group, ILZE), open_board(group, ELENI)
    eleni.get_by_role("button", name="Add a note to Key Partners").press("Enter")
    eleni.keyboard.type("Forest")
    for page in (ilze, eleni):
        page.set_viewport_size({"width": 1440, "height": 420})
        page.evaluate("() => scrollTo(0, 0)")
    stage(group, spotlight="cost_structure")
    block = "document.querySelector('section[data-block=cost_structure]')"
    seen = f"() => {block}.getBoundingClientRect().top < innerHeight"
    ilze.wait_for_function(seen)
    expect(eleni.locator(".stage-line")).to_contain_text("Look at: Cost Structure")
    expect(eleni.locator("textarea")).to_be_focused()
    assert not eleni.evaluate(seen)
    eleni.keyboard.press("Escape")
    eleni.get_by_role("button", name="Go there").press("Enter")
    eleni.wait_for_function(seen)
