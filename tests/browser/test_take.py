"""Take it with you: each sheet as a file, with a mouse and with the keyboard alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Room, axe
from tests.browser.hands import Keyboard, all_saved

A3 = {(1191.12, 841.91998)}
"""Points, as Chromium writes them."""
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
    expect(page.get_by_role("button", name="Print, or save as PDF")).to_be_visible()
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
    """Each link of each sheet leads to a file, and large ones are printed on A3, across, as tagged PDF."""
    page = room.open("ilze")
    wall = ("business_model", "megatrends", "action_plan")
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
        printed = page.pdf(prefer_css_page_size=True, tagged=True)
        sizes = {
            tuple(map(float, size)) for size in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
        }
        assert b"/StructTreeRoot" in printed
        assert (sizes == A3) is (key in wall), (key, sizes)


WRONG = "Blok;Words\nChannels;Fairs\n"
ODD = "Block;Note;Meaning\nChannels;Fairs;At risk\nChanels;Visits;At rsk\n"
RIGHT = "Block;Note;Meaning\nChannels;Fairs in spring;At risk\nKey resources;=A lab;\n"


def test_a_file_is_brought_in_looked_at_first_and_undone_as_one_step(room: Room, tmp_path: Path) -> None:
    """With the keyboard alone, on a wide page and a narrow one; another page of the person sees it live."""
    page, phone = room.open("ilze"), room.open("ilze", width=390)
    for each in (page, phone):
        each.evaluate("location.hash = '#sheet/business_model'")
    keys = Keyboard(page)

    def bring(name: str, content: str | bytes) -> None:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        page.get_by_label("Your file").set_input_files(path)

    def words() -> set[str]:
        return {entry.text() for entry in room.store.journal.entries("ilze", kind="note")}

    def looks_well() -> None:
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert axe(page) == []
            assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
        page.set_viewport_size({"width": 1440, "height": 900})

    menu = page.get_by_role("button", name="Take it with you")
    keys.press(menu)
    keys.press(page.get_by_role("button", name="Bring a file in"))
    dialog = page.get_by_role("dialog", name="Bring a file in: Business model canvas")
    expect(dialog).to_be_visible()
    put = dialog.get_by_role("button", name="Put these in")

    bring("picture.csv", b"\x89PNG\r\n\x1a\n")
    expect(dialog).to_contain_text("The file is a picture (PNG), and no table.")
    bring("wrong.csv", WRONG)
    expect(dialog).to_contain_text("There is no column “Block”. The nearest is “Blok” in column A.")
    expect(dialog.get_by_role("heading", name="This file cannot be taken")).to_be_focused()
    looks_well()
    bring("odd.csv", ODD)
    expect(dialog).to_contain_text("1 new, 1 not understood")
    expect(dialog).to_contain_text(
        "Row 3: “Business model canvas” has no block “Chanels”. Did you mean “Channels”?"
    )
    expect(put).to_be_hidden()
    looks_well()
    bring("right.csv", RIGHT)
    expect(dialog).to_contain_text("2 new")
    looks_well()
    assert words() == set()

    keys.press(put)
    expect(dialog).to_be_hidden()
    expect(menu).to_be_focused()
    expect(page.locator(".toast")).to_contain_text("Put in: 2 new.")
    assert words() == {"Fairs in spring", "=A lab"}
    expect(phone.locator(".note", has_text="Fairs in spring")).to_have_count(1)
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator(".note", has_text="Fairs in spring")).to_have_count(0)
    expect(phone.locator(".note", has_text="Fairs in spring")).to_have_count(0)
    all_saved(page)
    assert words() == set()

    keys.press(menu)
    keys.press(page.get_by_role("button", name="Bring a file in"))
    page.context.set_offline(True)
    bring("right.csv", RIGHT)
    expect(dialog).to_contain_text("You are not connected right now, so the file was not sent.")
    page.context.set_offline(False)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
