"""Writing on a board: pasted lists, several notes at once, split and join, find, present, one block alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Room, axe
from tests.browser.hands import Keyboard, all_saved
from tests.cast import ILZE
from tests.store.hand import Fields, Hand

FEES = ["Member fees", "Project money", "Visits for guests"]
CHANNELS = ["Site visits", "Monthly letter", "Fair in Riga", "Open evenings"]


def later(room: Room, entry: str, fields: Fields) -> None:
    """Write more fields of a note of Ilze's."""
    Hand(room.store, f"later-{entry}", person=ILZE.id, workbook=ILZE.id).see().put(entry, fields)


def fill(room: Room, **blocks: list[str]) -> None:
    """Write notes for Ilze, as if long ago."""
    hand = Hand(room.store, person=ILZE.id, workbook=ILZE.id)
    for block, texts in blocks.items():
        for place, text in enumerate(texts, start=1):
            fields: Fields = {"text": text, "meaning": "today", "position": place}
            hand.put(f"{block}-{place}", fields, block=block)


def open_board(room: Room, *, width: int = 1440) -> Page:
    page = room.open(ILZE.id, width=width)
    page.evaluate("location.hash = '#sheet/business_model'")
    expect(page.get_by_role("heading", level=1, name="Business model canvas")).to_be_visible()
    return page


def block(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def notes(page: Page, name: str = "Channels") -> Locator:
    return block(page, name).locator("button.note .words")


def focus(page: Page, words: str) -> None:
    """Put the focus on a note, with Tab and arrows alone."""
    Keyboard(page).focus_note(page.locator("button.note", has_text=words))


def paste(page: Page, text: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+v")


def texts(room: Room) -> list[str]:
    """Return what the store has, in its order."""
    found = room.store.journal.entries(ILZE.id, kind="note")
    return [entry.text() for entry in sorted(found, key=lambda one: (one.block, one.fields["position"]))]


def test_a_pasted_list_is_looked_at_and_becomes_one_note_a_line(room: Room) -> None:
    """Bullets and numbers are left out; one undo takes all of them back."""
    page = open_board(room)
    page.get_by_role("button", name="Add a note to Channels").press("Enter")
    paste(page, "• Site visits\n2. Monthly letter\n\n- Fair in Riga\nOpen evenings")
    dialog = page.get_by_role("dialog", name="4 notes for Channels")
    expect(dialog.get_by_role("listitem")).to_have_text(CHANNELS)
    expect(dialog.get_by_role("button", name="Add 4 notes")).to_be_focused()
    assert axe(page) == []
    page.keyboard.press("Enter")
    expect(notes(page)).to_have_text(CHANNELS)
    all_saved(page)
    assert texts(room) == CHANNELS
    page.get_by_role("button", name="Undo: added 4 notes").press("Enter")
    expect(notes(page)).to_have_count(0)


def test_cells_become_notes_and_a_list_can_stay_one_note(room: Room) -> None:
    """In the block, without a field: tabs are cells. In a note: all of it where the cursor is."""
    page = open_board(room)
    block(page, "Channels").get_by_role("button", name=re.compile("guiding questions")).focus()
    paste(page, 'Site visits\tMonthly letter\n"Fair in ""Riga"""\t')
    page.get_by_role("dialog").get_by_role("button", name="Add 3 notes").press("Enter")
    expect(notes(page)).to_have_text(["Site visits", "Monthly letter", 'Fair in "Riga"'])
    focus(page, "Site visits")
    page.keyboard.press("Enter")
    paste(page, ":\nin spring\nin autumn")
    page.get_by_role("dialog").get_by_role("button", name="As one note").press("Enter")
    page.keyboard.press("Enter")
    expect(notes(page).first).to_have_text("Site visits:\nin spring\nin autumn")


def test_several_notes_at_once_by_keyboard_alone(room: Room) -> None:
    """Choose with Shift and arrows; a meaning, a move and a removal for all; each one step of undo."""
    fill(room, channels=CHANNELS, revenue_streams=FEES)
    page = open_board(room)
    bar = page.get_by_role("toolbar", name="What to do with the chosen notes")
    focus(page, "Site visits")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    expect(bar).to_contain_text("3 notes chosen")
    expect(page.locator("#cba-say")).to_have_text("3 notes chosen")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("Control+c")
    expect(page.locator(".toast")).to_have_text("3 notes copied")
    assert page.evaluate("() => navigator.clipboard.readText()") == "\n".join(CHANNELS[:3])
    page.keyboard.press("3")
    expect(block(page, "Channels").locator(".note.risk")).to_have_count(3)
    page.keyboard.press("Control+z")
    expect(block(page, "Channels").locator(".note.risk")).to_have_count(0)

    page.keyboard.press("m")
    dialog = page.get_by_role("dialog", name="Move 3 notes")
    dialog.get_by_label("Block", exact=True).select_option(label="Revenue Streams")
    dialog.get_by_label("Place in the block").select_option(label="After “Member fees”")
    assert axe(page) == []
    dialog.get_by_role("button", name="Move", exact=True).press("Enter")
    moved = [FEES[0], *CHANNELS[:3], *FEES[1:]]
    expect(notes(page, "Revenue Streams")).to_have_text(moved)
    all_saved(page)
    assert texts(room) == [CHANNELS[3], *moved]

    expect(page.locator("button.note", has_text="Site visits")).to_be_focused()
    page.keyboard.press("Delete")
    expect(notes(page, "Revenue Streams")).to_have_text(FEES)
    expect(bar).to_be_hidden()
    page.keyboard.press("Control+z")
    expect(notes(page, "Revenue Streams")).to_have_text(moved)


def test_notes_are_chosen_with_the_mouse_and_dragged_together(room: Room) -> None:
    """Ctrl adds one, Shift all between; what is dragged takes the others along."""
    fill(room, channels=CHANNELS)
    page = open_board(room)
    notes(page).nth(0).click(modifiers=["Control"])
    notes(page).nth(2).click(modifiers=["Shift"])
    expect(page.locator(".note.chosen")).to_have_count(3)
    notes(page).nth(1).click(modifiers=["Control"])
    expect(page.locator(".note.chosen")).to_have_count(2)
    start, end = notes(page).nth(0).bounding_box(), block(page, "Customer Relationships").bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 20, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(end["x"] + 60, end["y"] + 90, steps=8)
    page.mouse.up()
    expect(notes(page, "Customer Relationships")).to_have_text([CHANNELS[0], CHANNELS[2]])


def test_a_phone_chooses_by_tapping(room: Room) -> None:
    """While one chooses, a tap opens nothing."""
    fill(room, channels=CHANNELS)
    page = open_board(room, width=390)
    page.get_by_role("navigation", name="Jump to a block").get_by_role("button", name="Channels").click()
    page.get_by_role("button", name="Choose several notes").click()
    notes(page).nth(0).click()
    notes(page).nth(1).click()
    bar = page.get_by_role("toolbar")
    expect(bar).to_contain_text("2 notes chosen")
    assert axe(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    bar.get_by_role("button", name="Join").click()
    expect(notes(page)).to_have_text([f"{CHANNELS[0]}\n{CHANNELS[1]}", *CHANNELS[2:]])


def test_a_note_is_split_at_the_cursor_and_joined_again(room: Room) -> None:
    """Evidence and links stay with both; joining brings the words together; one undo each."""
    fill(room, channels=["Site visits in spring", *CHANNELS[1:3]])
    known: Fields = {"evidence": "heard", "proof": "Three members", "links": ["trend:ai"]}
    later(room, "channels-1", known)
    page = open_board(room)
    focus(page, "Site visits in spring")
    page.keyboard.press("Enter")
    for _ in "in spring":
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("textbox", name="Text of the note")).to_have_value("in spring")
    page.keyboard.press("Escape")
    expect(notes(page)).to_have_text(["Site visits", "in spring", *CHANNELS[1:3]])
    all_saved(page)
    halves = [e for e in room.store.journal.entries(ILZE.id) if e.text() in ("Site visits", "in spring")]
    assert [{name: entry.fields[name] for name in known} for entry in halves] == [known, known]

    page.keyboard.press("x")
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("j")
    expect(notes(page)).to_have_text(["Site visits\nin spring", *CHANNELS[1:3]])
    all_saved(page)
    (whole,) = [e for e in room.store.journal.entries(ILZE.id) if e.text().startswith("Site")]
    assert {name: whole.fields[name] for name in known} == known
    page.keyboard.press("Control+z")
    expect(notes(page)).to_have_text(["Site visits", "in spring", *CHANNELS[1:3]])
    page.keyboard.press("Control+z")
    expect(notes(page)).to_have_text(["Site visits in spring", *CHANNELS[1:3]])


@pytest.mark.parametrize("view", ["Board", "List"])
def test_find_shows_what_fits_and_says_that_it_is_on(room: Room, view: str) -> None:
    """Words, meaning and evidence, on the board and in the list; nothing found is a state, too."""
    fill(room, channels=CHANNELS, revenue_streams=FEES)
    later(room, "channels-2", {"evidence": "measured"})
    page = open_board(room)
    page.get_by_role("button", name=view, exact=True).click()
    page.get_by_role("button", name="Site visits").first.focus()
    page.keyboard.press("/")
    page.keyboard.type("visits")
    find = page.get_by_role("search", name="Find notes")
    shown = page.locator(".board-place button.note .words")
    expect(shown).to_have_text(["Site visits", "Visits for guests"])
    expect(shown.locator("mark")).to_have_text(["visits", "Visits"])
    expect(find.get_by_role("status")).to_have_text("Only some notes are shown: 2 of 7.")
    assert axe(page) == []
    page.keyboard.type(" nowhere")
    expect(find.get_by_role("status")).to_have_text("Nothing found. None of the 7 notes fits.")
    expect(shown).to_have_count(0)
    page.get_by_label("Words", exact=True).fill("")
    page.get_by_label("How we know").select_option(label="Measured (1)")
    expect(shown).to_have_text(["Monthly letter"])
    page.get_by_label("Words", exact=True).press("Escape")
    expect(shown).to_have_count(7)


def test_the_list_does_what_the_board_does(room: Room) -> None:
    """Choose, give a meaning, split, paste and read the guiding questions."""
    fill(room, channels=CHANNELS)
    page = open_board(room)
    page.get_by_role("button", name="List", exact=True).press("Enter")
    cell = page.locator("td button.note")
    cell.nth(1).focus()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("2")
    expect(page.locator("td .kd.wish")).to_have_count(2)
    page.keyboard.press("Escape")
    cell.nth(0).press("Enter")
    for _ in "visits":
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Escape")
    expect(cell.locator(".words")).to_have_text(["Site", "visits", *CHANNELS[1:]])
    page.get_by_label("Block", exact=True).select_option(label="Channels")
    page.get_by_role("button", name="Guiding questions").press("Enter")
    expect(page.locator(".list-questions li").first).to_be_visible()
    page.get_by_role("textbox", name="New note in Channels").focus()
    paste(page, "Club\nTalks")
    page.keyboard.press("Enter")
    expect(cell.locator(".words")).to_have_text(["Site", "visits", *CHANNELS[1:], "Club", "Talks"])
    assert axe(page) == []


def test_one_block_alone_and_back(room: Room) -> None:
    """Z or a double click shows it large; Esc shows all again. One writes there as on the board."""
    fill(room, channels=CHANNELS)
    page = open_board(room)
    focus(page, "Monthly letter")
    page.keyboard.press("z")
    expect(block(page, "Key Partners")).to_be_hidden()
    page.keyboard.press("n")
    page.keyboard.type("Club")
    page.keyboard.press("Escape")
    expect(notes(page)).to_have_text([*CHANNELS, "Club"])
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(block(page, "Key Partners")).to_be_visible()
    block(page, "Key Partners").get_by_role("button", name=re.compile("guiding questions")).dblclick()
    expect(block(page, "Channels")).to_be_hidden()
    page.get_by_role("button", name="Back to the whole board").click()
    expect(block(page, "Channels")).to_be_visible()


@pytest.mark.parametrize("width", [1920, 390])
def test_present_goes_from_block_to_block(room: Room, width: int) -> None:
    """At its own address, with arrows, and back with Esc; a reload stays there."""
    fill(room, channels=CHANNELS)
    page = open_board(room, width=width)
    page.evaluate("location.hash = '#sheet/business_model/present/channels'")
    heading = page.get_by_role("dialog").get_by_role("heading", level=1)
    expect(heading).to_have_text("Channels")
    expect(page.get_by_role("dialog")).to_contain_text("Block 3 of 9 · 4 notes")
    assert axe(page) == []
    page.keyboard.press("ArrowRight")
    expect(heading).to_have_text("Customer Relationships")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Home")
    expect(heading).to_have_text("Customer Segments")
    page.keyboard.press("Escape")
    page.wait_for_function("() => location.hash === '#sheet/business_model'")
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.evaluate("location.hash = '#sheet/business_model/present'")
    expect(heading).to_be_visible()
    page.reload()
    expect(heading).to_be_visible()
    page.keyboard.press("Escape")
    page.wait_for_function("() => location.hash === '#sheet/business_model'")


def test_notes_of_a_block_that_is_gone_are_shown_and_moved_out(room: Room) -> None:
    """Nothing is lost when a template changes: they are on the board, in the list and on the projector."""
    fill(room, old_block=["Old but good"], channels=CHANNELS[:1])
    page = open_board(room)
    lost = block(page, "Without a block")
    expect(lost.locator("button.note")).to_have_text(re.compile("Old but good"))
    assert axe(page) == []
    focus(page, "Old but good")
    page.keyboard.press("m")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(notes(page, "Cost Structure")).to_have_text("Old but good")
    expect(lost).to_be_hidden()
    all_saved(page)
    journal = room.store.journal
    assert {e.text(): e.block for e in journal.entries(ILZE.id)}["Old but good"] == "cost_structure"
    page.keyboard.press("Control+z")
    expect(lost.locator("button.note")).to_have_text(re.compile("Old but good"))
    all_saved(page)
    assert {e.text(): e.block for e in journal.entries(ILZE.id)}["Old but good"] == "old_block"
    page.keyboard.press("p")
    page.keyboard.press("End")
    room_sees = page.get_by_role("dialog")
    expect(room_sees.get_by_role("heading", level=1)).to_have_text("Without a block")
    expect(room_sees.locator(".note .words")).to_have_text("Old but good")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="List", exact=True).press("Enter")
    expect(page.locator("tbody tr").last).to_contain_text(
        re.compile("Without a block.*Old but good", re.DOTALL)
    )


def test_all_keys_are_listed(room: Room) -> None:
    """? shows them, the new ones too."""
    page = open_board(room)
    page.get_by_role("button", name="Add a note to Channels").focus()
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="All keys")
    for words in ("Join the chosen notes into one", "Show one block alone", "Find notes by words"):
        expect(keys).to_contain_text(words)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Add a note to Channels")).to_be_focused()
    page.keyboard.press("p")
    expect(page.get_by_role("dialog").get_by_role("heading", level=1)).to_have_text("Channels")
    page.keyboard.press("Escape")
    page.wait_for_function("() => location.hash === '#sheet/business_model'")
