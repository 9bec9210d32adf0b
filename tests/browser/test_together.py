"""A breakout group at one board: who is here, edits without a reload, two texts and one click to settle."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from cba_kit.model.people import Person
from tests.browser.conftest import Room, axe
from tests.browser.hands import all_saved
from tests.browser.test_never_lost import cut_off, server_of
from tests.cast import ELENI, ILZE

TEAM = "Blue team"
FIRST = "Site visits"
BOTH = re.compile("changed this at the same time")


@pytest.fixture
def group(room: Room) -> Room:
    """Ilze and Eleni work in one group."""
    for person in (ILZE, ELENI):
        room.store.people.update(person.model_copy(update={"group": TEAM}))
    return room


def open_board(room: Room, person: Person, *, width: int = 1440) -> Page:
    """Open the group's canvas from the person's home page."""
    page = room.open(person.id, width=width)
    books = page.get_by_role("navigation", name="Workbooks")
    books.get_by_role("link", name=f"Group: {TEAM}").click()
    page.locator("main").get_by_role("link", name="Business model canvas").click()
    expect(page.get_by_role("heading", level=1, name="Business model canvas")).to_be_visible()
    return page


def write_note(page: Page, words: str) -> None:
    page.get_by_role("button", name="Add a note to Channels").click()
    page.keyboard.type(words)
    page.keyboard.press("Escape")
    all_saved(page)


def note(page: Page, words: str) -> Locator:
    return page.locator("button.note", has_text=words)


def edit(page: Page, words: str) -> None:
    """Put the cursor behind the words of a note."""
    note(page, words).dblclick()
    expect(page.get_by_role("textbox", name="Text of the note")).to_be_focused()
    page.keyboard.press("End")


def narrow(page: Page) -> None:
    """Go on with the page on a phone; nothing of it may scroll sideways."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("() => document.documentElement.scrollWidth <= innerWidth")


def texts(room: Room) -> list[str]:
    (workbook,) = (one.id for one in room.store.journal.workbooks("cba3") if one.owner_kind == "group")
    return sorted(entry.text() for entry in room.store.journal.entries(workbook))


def test_members_see_each_other_and_each_edit_without_a_reload(group: Room) -> None:
    """Who is here, who writes which note, and what they write; gone with the page."""
    ilze = open_board(group, ILZE)
    eleni = open_board(group, ELENI)
    expect(ilze.locator(".group-line")).to_contain_text(f"Shared workbook of {TEAM}")
    expect(ilze.locator(".here-words")).to_have_text("Ελένη is here")
    expect(eleni.locator(".here-words")).to_have_text("Ilze is here")

    write_note(ilze, FIRST)
    expect(note(eleni, FIRST)).to_be_visible()
    edit(ilze, FIRST)
    held = eleni.locator("li.held", has_text=FIRST)
    expect(held).to_contain_text("Ilze is writing")
    assert axe(eleni) == []
    narrow(eleni)
    eleni.get_by_role("navigation", name="Jump to a block").get_by_role("button", name="Channels").click()
    expect(held).to_be_visible()
    assert axe(eleni) == []
    ilze.keyboard.type(", six a year")
    expect(note(eleni, f"{FIRST}, six a year")).to_be_visible()
    ilze.keyboard.press("Escape")
    expect(held).to_have_count(0)

    eleni.get_by_role("button", name="2 members").click()
    expect(eleni.locator(".members")).to_contain_text("Here now, in Business model canvas")
    assert axe(eleni) == []
    ilze.close()
    expect(eleni.locator(".here-words")).to_have_text("Only you are here now.")
    expect(eleni.locator(".members")).to_contain_text("Not here now")
    assert group.foreign == []


def test_address_of_the_group_outlives_a_reload_and_goes_back(group: Room) -> None:
    """The board stays a board of the group; home, progress and next steps stay the person's own."""
    page = open_board(group, ILZE)
    write_note(page, FIRST)
    page.reload()
    expect(note(page, FIRST)).to_be_visible()
    assert page.evaluate("location.hash") == "#group/business_model"
    page.get_by_role("link", name="My workbook").click()
    expect(page.get_by_role("navigation", name="Workbooks").locator("[aria-current]")).to_have_text(
        "My workbook"
    )
    expect(page.get_by_role("heading", level=1, name="Business model canvas")).to_be_visible()
    expect(note(page, FIRST)).to_have_count(0)
    page.go_back()
    expect(note(page, FIRST)).to_be_visible()
    page.evaluate("location.hash = '#home'")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ilze")
    expect(page.locator(".sheets")).not_to_contain_text("1 note")


@pytest.mark.parametrize("width", [1440, 390])
def test_group_pages_are_accessible_and_do_not_scroll_sideways(group: Room, width: int) -> None:
    """The group's own page and its board, wide and on a phone."""
    page = open_board(group, ILZE, width=width)
    found = axe(page)
    over = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    page.evaluate("location.hash = '#group'")
    expect(page.get_by_role("heading", level=1, name=f"Group: {TEAM}")).to_be_visible()
    found += axe(page)
    assert found == []
    assert max(over, page.evaluate("() => document.documentElement.scrollWidth - innerWidth")) <= 0
    page.get_by_role("button", name="Ilze Kalniņa: your menu").click()
    expect(page.get_by_role("link", name="Download my work as a spreadsheet")).to_be_visible()
    assert axe(page) == []


def test_a_page_that_comes_back_has_all_that_it_missed(group: Room) -> None:
    """What others wrote while a page was cut off, and who came and went, is there when it is back."""
    ilze = open_board(group, ILZE)
    eleni = open_board(group, ELENI)
    expect(ilze.locator(".here-words")).to_have_text("Ελένη is here")
    ilze.context.set_offline(True)
    expect(ilze.locator(".lost")).to_contain_text("No connection")
    expect(ilze.locator(".here-words")).not_to_contain_text("Ελένη")
    write_note(eleni, FIRST)
    edit(eleni, FIRST)
    ilze.context.set_offline(False)
    expect(note(ilze, FIRST)).to_be_visible(timeout=20_000)
    expect(ilze.locator(".here-words")).to_have_text("Ελένη is here")
    expect(ilze.locator("li.held", has_text=FIRST)).to_contain_text("Ελένη is writing")


@pytest.mark.parametrize("keeper", ["ilze", "eleni"])
def test_two_texts_of_one_note_are_settled_with_one_click_on_either_side(group: Room, keeper: str) -> None:
    """One writes without a connection, the other with one; both see both texts, one click settles it."""
    ilze = open_board(group, ILZE)
    write_note(ilze, FIRST)
    eleni = open_board(group, ELENI)
    expect(note(eleni, FIRST)).to_be_visible()
    edit(ilze, FIRST)
    ilze.context.set_offline(True)
    ilze.keyboard.type(" in spring")
    edit(eleni, FIRST)
    eleni.keyboard.type(" in autumn")
    eleni.keyboard.press("Escape")
    all_saved(eleni)
    ilze.context.set_offline(False)
    ilze.keyboard.press("Escape")
    all_saved(ilze)
    assert texts(group) == [f"{FIRST} in autumn", f"{FIRST} in spring"]

    pages = {"ilze": ilze, "eleni": eleni}
    for page in pages.values():
        choice = page.get_by_role("region", name=BOTH)
        expect(choice.locator("mark")).to_have_text(["autumn", "spring"])
    page = pages[keeper]
    assert axe(page) == []
    narrow(page)
    assert axe(page) == []
    page.get_by_role("button", name="Keep the second").click()
    for each in pages.values():
        expect(note(each, f"{FIRST} in spring")).to_be_visible()
        expect(each.locator(".merge")).to_have_count(0)
    all_saved(page)
    assert texts(group) == [f"{FIRST} in spring"]

    page.get_by_role("button", name="Undo", exact=True).click()
    for each in pages.values():
        expect(each.locator(".merge mark")).to_have_text(["autumn", "spring"])


def test_two_texts_become_one_that_is_written_together(group: Room) -> None:
    """What both wrote stands in one text to go on from; the journal keeps what was before."""
    ilze = open_board(group, ILZE)
    write_note(ilze, FIRST)
    eleni = open_board(group, ELENI)
    edit(ilze, FIRST)
    with cut_off(ilze, server_of(group)):
        ilze.keyboard.type(" in spring")
    edit(eleni, FIRST)
    eleni.keyboard.type(" in autumn")
    all_saved(eleni)
    all_saved(ilze)
    choice = eleni.get_by_role("region", name=BOTH)
    choice.get_by_role("button", name="Write it together").click()
    text = choice.get_by_label("Your text")
    expect(text).to_have_value(re.compile(f"^{FIRST} in (spring / autumn|autumn / spring)$"))
    text.fill(f"{FIRST} in spring and autumn")
    choice.get_by_role("button", name="Keep this text").click()
    for page in (ilze, eleni):
        expect(page.locator(".merge")).to_have_count(0)
    all_saved(eleni)
    assert texts(group) == [f"{FIRST} in spring and autumn"]
