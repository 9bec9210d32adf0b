"""Hands: the same journey with a mouse, and again with a keyboard alone."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 400


def all_saved(page: Page) -> None:
    """Wait until the store has confirmed everything that was typed."""
    page.wait_for_function("() => Object.keys(localStorage).every(key => !key.startsWith('cba:op:'))")
    expect(page.locator(".saved")).to_have_text(re.compile(r"Saved \d\d:\d\d"))


class Mouse:
    """Clicks, drags and types."""

    name = "mouse"

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        """Press a button or follow a link."""
        target.click()

    def write(self, target: Locator, text: str) -> None:
        """Type into a field, keystroke by keystroke."""
        target.click()
        self.page.keyboard.type(text)

    def choose(self, target: Locator, label: str) -> None:
        """Choose from a list."""
        target.select_option(label=label)

    def rate(self, slider: Locator, steps: int) -> None:
        """Pull a slider to its `steps`-th value, counted from 1."""
        box = slider.bounding_box()
        assert box
        low, high = (int(slider.get_attribute(name) or 0) for name in ("min", "max"))
        share = (steps - 1) / (high - low)
        slider.click(position={"x": 13 + (box["width"] - 26) * share, "y": box["height"] / 2})

    def move_note(self, note: Locator, block: Locator) -> None:
        """Drag a note into another block."""
        note.scroll_into_view_if_needed()
        start, end = note.bounding_box(), block.bounding_box()
        assert start
        assert end
        self.page.mouse.move(start["x"] + 40, start["y"] + 12)
        self.page.mouse.down()
        self.page.mouse.move(start["x"] + 60, start["y"] + 30, steps=4)
        self.page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] - 24, steps=8)
        self.page.mouse.up()


class Keyboard:
    """Tab, arrows, Enter: nothing else."""

    name = "keyboard"

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, target: Locator) -> None:
        """Tab until the focus is on the target, as a person without a mouse does."""
        expect(target).to_be_visible()
        handle = target.element_handle()
        for _ in range(MOST_TABS):
            if self.page.evaluate("element => document.activeElement === element", handle):
                return
            self.page.keyboard.press("Tab")
            handle = target.element_handle()
        raise AssertionError(f"{target} cannot be reached with Tab")

    def press(self, target: Locator) -> None:
        """Press a button or follow a link."""
        self.reach(target)
        self.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        """Type into a field, keystroke by keystroke."""
        self.reach(target)
        self.page.keyboard.type(text)

    def choose(self, target: Locator, label: str) -> None:
        """Choose from a list by its first letters."""
        self.reach(target)
        self.page.keyboard.type(label)

    def rate(self, slider: Locator, steps: int) -> None:
        """Move a slider to its `steps`-th value with Home and the arrows."""
        self.reach(slider)
        self.page.keyboard.press("Home")
        for _ in range(steps - 1):
            self.page.keyboard.press("ArrowRight")

    def move_note(self, note: Locator, block: Locator) -> None:
        """Move a note with M, arrows and Enter."""
        self.focus_note(note)
        wanted = block.get_attribute("data-block") or block.get_attribute("id")
        self.page.keyboard.press("m")
        for _ in range(12):
            if "drop" in (block.get_attribute("class") or ""):
                break
            self.page.keyboard.press("ArrowDown")
        else:
            raise AssertionError(f"the block {wanted} cannot be reached with arrows")
        self.page.keyboard.press("Enter")

    def focus_note(self, note: Locator) -> None:
        """Tab to the note's block, then arrows to the note."""
        handle = note.element_handle()
        for _ in range(MOST_TABS):
            for key in ("ArrowDown", "ArrowDown", "ArrowDown"):
                if self.page.evaluate("element => document.activeElement === element", handle):
                    return
                if self.page.evaluate("() => document.activeElement?.matches('.note')"):
                    self.page.keyboard.press(key)
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{note} cannot be reached")


Hands = Mouse | Keyboard
