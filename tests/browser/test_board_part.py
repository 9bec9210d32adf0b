"""The value proposition canvas, filled in once for each member group."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Room, axe
from tests.browser.hands import Keyboard, all_saved
from tests.browser.test_board import block, notes
from tests.cast import ILZE
from tests.store.hand import Fields, Hand

SHEET = "value_proposition"
PAINS = {"For all": "", "For sawmills": "s1", "For towns": "s2", "For a group that is gone": "s9"}


def open_canvas(room: Room, *, width: int = 1440) -> Page:
    hand = Hand(room.store, person=ILZE.id, workbook=ILZE.id)
    for place, (entry, name) in enumerate({"s1": "Sawmills", "s2": "Towns"}.items()):
        hand.put(entry, {"text": name, "position": place}, block="customer_segments")
    for place, (text, part) in enumerate(PAINS.items()):
        fields: Fields = {"text": text, "meaning": "risk", "position": place, "part": part}
        hand.put(f"p{place}", fields, sheet=SHEET, block="pains")
    page = room.open(ILZE.id, width=width)
    page.evaluate(f"location.hash = '#sheet/{SHEET}'")
    expect(page.get_by_role("heading", level=1, name="Value proposition canvas")).to_be_visible()
    return page


def choice(page: Page) -> Locator:
    return page.get_by_label("Filled in for")


def test_a_group_is_chosen_and_its_notes_alone_are_shown_and_written(room: Room) -> None:
    """With those for all, on the board, in the list and on the projector; by keyboard alone."""
    page = open_canvas(room)
    keys = Keyboard(page)
    expect(notes(page, "Pains")).to_have_text(list(PAINS))
    expect(block(page, "Pains").locator("li", has_text="For towns")).to_contain_text("for Towns")
    keys.choose(choice(page), "Sawmills")
    mine = ["For all", "For sawmills", "For a group that is gone"]
    expect(notes(page, "Pains")).to_have_text(mine)
    assert axe(page) == []
    keys.press(page.get_by_role("button", name="Add a note to Pains"))
    page.keyboard.type("Nobody reads calls")
    page.keyboard.press("Escape")
    all_saved(page)
    (note,) = [e for e in room.store.journal.entries(ILZE.id) if e.text() == "Nobody reads calls"]
    assert note.fields["part"] == "s1"
    keys.press(page.get_by_role("button", name="List", exact=True))
    expect(page.locator("td button.note .words")).to_have_text([*mine, "Nobody reads calls"])
    page.evaluate(f"location.hash = '#sheet/{SHEET}/present/pains'")
    shown = page.get_by_role("dialog")
    expect(shown.locator(".note .words")).to_have_text([*mine, "Nobody reads calls"])
    expect(shown).to_contain_text("Sawmills")
    page.keyboard.press("Escape")
    keys.choose(choice(page), "Towns")
    expect(page.locator("td button.note .words")).to_have_text(["For all", "For towns", mine[2]])


def test_the_notes_of_a_group_that_goes_are_shown_with_those_for_all(room: Room) -> None:
    page = open_canvas(room, width=390)
    page.get_by_role("navigation", name="Jump to a block").get_by_role("button", name="Pains").click()
    choice(page).select_option(label="Towns")
    expect(notes(page, "Pains")).to_have_text(["For all", "For towns", "For a group that is gone"])
    Hand(room.store, "other", person=ILZE.id, workbook=ILZE.id).see().remove("s2")
    expect(choice(page).locator("option")).to_have_text(["all member groups", "Sawmills"])
    expect(notes(page, "Pains")).to_have_text(list(PAINS))
    choice(page).select_option(label="Sawmills")
    expect(notes(page, "Pains")).to_have_text(list(PAINS))
    assert axe(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
