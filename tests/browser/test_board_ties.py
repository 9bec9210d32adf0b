"""What hangs on a note: removing asks first, joining takes it along, a phone moves notes by touch."""

from __future__ import annotations

import re

from playwright.sync_api import CDPSession, Locator, Page, expect

from tests.browser.conftest import Room, axe
from tests.browser.hands import all_saved
from tests.browser.test_board import CHANNELS, block, fill, focus, notes, open_board
from tests.cast import COACH, ILZE
from tests.store.hand import Fields, Hand

ACTION = "Write the letter twice a year"


def tied(room: Room) -> None:
    """An action comes from the first note of the channels, and another note is connected with the second."""
    fill(room, channels=CHANNELS, revenue_streams=["Member fees"])
    hand = Hand(room.store, "ties", person=ILZE.id, workbook=ILZE.id).see()
    action: Fields = {"title": ACTION, "origin": "channels-1", "position": 1}
    hand.put("a1", action, sheet="action_plan", kind="action")
    hand.put("revenue_streams-1", {"links": ["note:channels-2"]})


def test_removing_notes_that_others_refer_to_asks_first(room: Room) -> None:
    """One, several at once, and one whose words were taken out; nothing goes before the answer."""
    tied(room)
    page = open_board(room)
    dialog = page.get_by_role("dialog")
    focus(page, CHANNELS[0])
    page.keyboard.press("Delete")
    expect(dialog).to_have_accessible_name(f"Remove “{CHANNELS[0]}”?")
    expect(dialog).to_contain_text(f"1 action refers to it: “{ACTION}”")
    assert axe(page) == []
    expect(dialog.get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("button.note", has_text=CHANNELS[0])).to_be_focused()

    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text(ACTION)
    page.keyboard.press("Enter")
    expect(notes(page)).to_have_text(CHANNELS)

    focus(page, CHANNELS[0])
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Delete")
    expect(dialog).to_have_accessible_name("Remove 3 notes")
    expect(dialog).to_contain_text(f"“{ACTION}”")
    expect(dialog).to_contain_text("“Member fees”")
    page.keyboard.press("Escape")
    expect(notes(page)).to_have_text(CHANNELS)
    page.keyboard.press("Delete")
    dialog.get_by_role("button", name="Remove 3 notes").press("Enter")
    expect(notes(page)).to_have_text(CHANNELS[3:])
    page.keyboard.press("Control+z")
    expect(notes(page)).to_have_text(CHANNELS)


def test_joining_notes_takes_their_comments_and_connections_along(room: Room) -> None:
    """Nobody needs to be asked, since nothing breaks; one undo brings all of it back."""
    tied(room)
    coach = Hand(room.store, "coach", person=COACH.id, workbook=ILZE.id).see()
    asked: Fields = {"text": "Who reads it?", "entry": "channels-2", "quote": CHANNELS[1]}
    coach.put("c1", asked, block="channels", kind="comment")
    page = open_board(room)
    joined = page.locator("li[data-note]", has_text=f"{CHANNELS[0]}\n{CHANNELS[1]}")
    focus(page, CHANNELS[0])
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("j")
    expect(joined).to_contain_text("1 comment")
    all_saved(page)
    journal = room.store.journal
    told = {entry.id: entry.fields for entry in journal.entries(ILZE.id)}
    assert (told["c1"]["entry"], told["c1"]["text"]) == ("channels-1", "Who reads it?")
    assert (told["a1"]["origin"], told["revenue_streams-1"]["links"]) == ("channels-1", ["note:channels-1"])
    page.keyboard.press("Control+z")
    second = page.locator("li[data-note]", has_text=CHANNELS[1])
    expect(second).to_contain_text("1 comment")
    all_saved(page)
    (comment,) = journal.entries(ILZE.id, kind="comment")
    assert comment.fields["entry"] == "channels-2"


class Finger:
    """One finger on the screen of a phone."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})

    def drag(self, note: Locator, to: Locator, *, down: float) -> None:
        """Rest on a note until it is held, and let it go on another element, `down` pixels from its top."""
        note.scroll_into_view_if_needed()
        start = note.bounding_box()
        assert start
        self._touch("touchStart", start["x"] + 40, start["y"] + 14)
        self.page.wait_for_selector(".board-editor.dragging")
        end = to.bounding_box()
        assert end
        for share in (0.3, 0.7, 1.0):
            y = start["y"] + 14 + (end["y"] + down - start["y"] - 14) * share
            self._touch("touchMove", end["x"] + end["width"] / 2, y)
        self._touch("touchEnd")

    def _touch(self, kind: str, *place: float) -> None:
        points = [{"x": place[0], "y": place[1]}] if place else []
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def test_a_finger_puts_notes_in_order_and_into_another_block(room: Room) -> None:
    """A note that is held goes below another one, and onto the map into a block that is closed."""
    fill(room, channels=CHANNELS)
    page = open_board(room, width=390)
    jump = page.get_by_role("navigation", name="Jump to a block")
    jump.get_by_role("button", name="Channels").click()
    finger = Finger(page)
    card = page.locator("li[data-note]")
    finger.drag(notes(page).nth(0), card.nth(2), down=30)
    expect(notes(page)).to_have_text([CHANNELS[1], CHANNELS[2], CHANNELS[0], CHANNELS[3]])
    finger.drag(notes(page).nth(0), jump.get_by_role("button", name="Partners"), down=12)
    expect(notes(page)).to_have_text([CHANNELS[2], CHANNELS[0], CHANNELS[3]])
    all_saved(page)
    (moved,) = [e for e in room.store.journal.entries(ILZE.id) if e.block == "key_partnerships"]
    assert moved.text() == CHANNELS[1]
    expect(block(page, "Key Partners").get_by_role("button", name=re.compile("notes: 1"))).to_be_visible()
