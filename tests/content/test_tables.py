"""Tables: an Excel file that is damaged, or far larger than it looks, is refused in words."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator

import pytest
from openpyxl import Workbook

from cba_kit.content.tables import spreadsheet
from cba_kit.errors import ImportFileError

SHEET = "xl/worksheets/sheet1.xml"


def workbook(*, far: str = "") -> bytes:
    """Return a small file; `far` names one more cell that has a word."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["name", "description"], ["Ageing", "Fewer young people"], ["Water", 12.5]):
        sheet.append(row)
    if far:
        sheet[far] = "far"
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def changed(raw: bytes, part: str, content: bytes) -> bytes:
    """Return the file with other bytes in one part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return stream.getvalue()


def part_of(raw: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        return parts.read(part)


def test_a_file_is_read_up_to_its_last_cell() -> None:
    (grid,) = spreadsheet.grids(workbook(far="D9"), "a.xlsx")
    assert grid.rows[0] == (1, ("name", "description", "", ""))
    assert grid.rows[8] == (9, ("", "", "", "far"))


def test_a_word_in_the_farthest_corner_is_refused() -> None:
    """It is a file of five kilobytes, and 17 billion cells lie before that word."""
    with pytest.raises(ImportFileError, match="far too large"):
        spreadsheet.grids(workbook(far="XFD1048576"), "a.xlsx")


def test_cells_that_are_merged_over_a_whole_sheet_are_refused() -> None:
    raw = workbook()
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    whole = part_of(raw, SHEET).replace(b"</sheetData>", merged)
    with pytest.raises(ImportFileError, match="far too large"):
        spreadsheet.grids(changed(raw, SHEET, whole), "a.xlsx")


def test_a_file_that_unpacks_to_far_more_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_UNPACKED", 100_000)
    raw = workbook()
    assert len(spreadsheet.grids(raw, "a.xlsx")) == 1
    padded = part_of(raw, SHEET).replace(b"Ageing", b"A" * 200_000)
    with pytest.raises(ImportFileError, match="far too large"):
        spreadsheet.grids(changed(raw, SHEET, padded), "a.xlsx")


@pytest.mark.parametrize("entity", ['"lol"', 'SYSTEM "file:///etc/passwd"'])
def test_entities_are_not_followed(entity: str) -> None:
    raw = workbook()
    evil = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e {entity}>]>'.encode()
    content = evil + part_of(raw, SHEET).replace(b"Ageing", b"&e;")
    with pytest.raises(ImportFileError, match="damaged"):
        spreadsheet.grids(changed(raw, SHEET, content), "a.xlsx")


def damaged(raw: bytes) -> Iterator[bytes]:
    """Yield files in which a few bytes are others, of the file itself or of one of its parts."""
    chance = random.Random(4)
    parts = zipfile.ZipFile(io.BytesIO(raw)).namelist()
    for _ in range(40):
        bytes_now = bytearray(raw)
        bytes_now[chance.randrange(len(raw))] = chance.randrange(256)
        yield bytes(bytes_now)
        part = chance.choice(parts)
        inner = bytearray(part_of(raw, part))
        inner[chance.randrange(len(inner))] = chance.choice(b'19AZ"<>/= ')
        yield changed(raw, part, bytes(inner))


def test_a_damaged_file_is_read_or_refused_in_words() -> None:
    refused = 0
    for raw in damaged(workbook()):
        try:
            spreadsheet.grids(raw, "a.xlsx")
        except ImportFileError as error:
            assert "damaged" in str(error) or "too large" in str(error)
            refused += 1
    assert refused > 10
