"""Pictures of a sheet's numbers: drawn, told as a table, and saved with their own colours."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Room, axe
from tests.store.hand import Fields, Hand


@pytest.mark.parametrize("width", [1440, 390])
def test_a_stakeholder_map_is_a_picture_a_table_and_a_file(room: Room, width: int) -> None:
    edition = room.academy.folder / "templates/editions/cba3.yaml"
    text = edition.read_text(encoding="utf-8")
    edition.write_text(text.replace("  - megatrends\n", "  - megatrends\n  - stakeholder_map\n", 1), "utf-8")
    room.store.journal.workbook_of("ilze")
    writer = Hand(room.store).see()
    rated: Fields = {"text": "Mayor", "power": 5, "interest": 2, "stance": "sceptical", "wanted": "for"}
    writer.put("s1", rated, sheet="stakeholder_map", block="keep_satisfied")
    page = room.open("ilze", width=width)
    page.evaluate("() => { location.hash = '#sheet/stakeholder_map' }")

    picture = page.get_by_role("img", name="Stakeholders")
    expect(picture.locator("desc")).to_contain_text("1 Mayor: power 5, interest 2, stance today: sceptical")
    page.get_by_text("The numbers as a table").click()
    expect(page.get_by_role("row", name="Mayor")).to_contain_text("sceptical")
    assert axe(page) == []
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the picture (SVG)").click()
    assert saved.value.suggested_filename == "stakeholder_map-2024-03-11.svg"
    file = ElementTree.fromstring(Path(saved.value.path()).read_text(encoding="utf-8"))
    style = file.findtext("{http://www.w3.org/2000/svg}style") or ""
    assert "#" in style
    assert "var(" not in style
