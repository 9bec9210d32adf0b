"""CSV: rows as a file that spreadsheets open with its letters right, and in which no cell is a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date

_FORMULA = re.compile(r"'*(\s*[=+\-@]|[\t\r])")
"""A text that a spreadsheet could take for a formula; apostrophes before it are counted by `plain`."""


def csv_text(rows: Iterable[Sequence[object]]) -> bytes:
    """Return rows as CSV in UTF-8 with the mark that Excel knows it by."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    for row in rows:
        writer.writerow([safe(value) for value in row])
    return file.getvalue().encode("utf-8-sig")


def safe(value: object) -> object:
    """Return a cell that no spreadsheet runs: an apostrophe stands before a text that could be a formula."""
    if isinstance(value, date):
        return value.isoformat()
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def plain(cell: str) -> str:
    """Return the text of a cell that `safe` wrote."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
