"""Spreadsheet: rows as sheets of an Excel file; what people wrote is always a text there, never a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Row = Sequence[object]

WIDEST = 80
"""Characters; longer texts wrap."""


def spreadsheet(sheets: Iterable[tuple[str, Iterable[Row]]]) -> bytes:
    """Return an Excel file of sheets, each with its name and its rows; the first row is the heading."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        _fill(book, name, rows)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(book: Workbook, name: str, rows: Iterable[Row]) -> None:
    title = re.sub(r"[\[\]:*?/\\]", " ", name)[:28].strip()
    sheet: Worksheet = book.create_sheet(title)  # openpyxl numbers a title that is there already
    for y, row in enumerate(rows, start=1):
        for x, value in enumerate(row, start=1):
            _write(sheet.cell(y, x), value)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, column in enumerate(sheet.columns, start=1):
        longest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(WIDEST, max(10, longest + 2))
    sheet.freeze_panes = "A2"


def _write(cell: Any, value: object) -> None:
    """Write one value; a text is always a text, whatever sign it begins with."""
    if not isinstance(value, str):
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd hh:mm:ss" if isinstance(value, datetime) else "yyyy-mm-dd"
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.data_type = "s"
    cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
    cell.alignment = Alignment(wrap_text=True, vertical="top")
