"""Take it with you: each sheet as a file, with a mouse and with the keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Room, axe
from tests.browser.hands import Keyboard, all_saved

NOTE = "=Open days, twice a year"


@pytest.mark.parametrize("width", [1440, 390])
def test_a_canvas_is_taken_along_as_a_table_and_a_picture(room: Room, width: int) -> None:
    """The menu is opened, read, used and closed without a mouse; what is saved is what was written."""
    page = room.open("ilze", width=width)
    page.evaluate("location.hash = '#sheet/business_model'")
    if width > 700:
        page.get_by_role("button", name="Add a note to Channels").first.click()
        page.keyboard.type(NOTE)
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        all_saved(page)
    menu = page.get_by_role("button", name="Take it with you")
    Keyboard(page).press(menu)
    links = page.get_by_role("list", name="Take it with you").get_by_role("link")
    expect(links).to_have_text(
        [
            "Table (CSV)",
            "Excel (XLSX)",
            "Text (Markdown)",
            "Picture (SVG)",
            "All of it (JSON)",
            "To print on A3 (PDF)",
        ]
    )
    assert axe(page) == []
    over = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert over <= 0
    for number, name, words in (
        (0, "business_model-ilze.csv", f"'{NOTE}"),
        (3, "business_model-ilze.svg", NOTE),
    ):
        with page.expect_download() as saved:
            Keyboard(page).press(links.nth(number))
        assert saved.value.suggested_filename == name
        assert (words in Path(saved.value.path()).read_text(encoding="utf-8-sig")) == (width > 700)
    page.keyboard.press("Escape")
    expect(links.first).to_be_hidden()
    expect(menu).to_be_focused()


def test_every_sheet_has_its_files(room: Room) -> None:
    """Each link of each sheet leads to a file, for the person and for the coach who reads."""
    page = room.open("ilze")
    for key in ("strategy", "needs", "business_model", "megatrends", "action_plan"):
        page.evaluate("key => { location.hash = `#sheet/${key}` }", key)
        page.get_by_role("button", name="Take it with you").click()
        links = page.get_by_role("list", name="Take it with you").get_by_role("link")
        expect(links.first).to_be_visible()
        for link in links.all():
            address = link.get_attribute("href") or ""
            if address.startswith("download/"):
                answer = page.request.get(f"{room.academy.settings.address}/{address}")
                assert answer.status == 200, address
        assert axe(page) == [], key
