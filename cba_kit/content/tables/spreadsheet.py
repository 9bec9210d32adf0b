"""Excel files (.xlsx): every sheet as a grid, as a reader of it sees the cells."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable
from datetime import date, datetime

from openpyxl import Workbook, load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from cba_kit.content.tables.grid import Grid, tidy
from cba_kit.errors import ImportFileError

MOST_UNPACKED = 50_000_000
"""Bytes of a workbook's words and places; a small file that unpacks to more was not made by a spreadsheet."""
MOST_CELLS = 500_000
"""Cells up to the last one of a sheet: one word in its farthest corner would make 17 billion of them."""
_PLACE = re.compile(rb'<(?:\w+:)?(?:c|mergeCell)\b[^>]*?\br(?:ef)?="(?:[A-Z]+\d+:)?([A-Z]{1,3})(\d{1,7})"')
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, InvalidFileException),
    # what openpyxl is led to by a part that is not as it should be
    *(LookupError, ValueError, TypeError, AttributeError, SyntaxError, RuntimeError),
)


def grids(raw: bytes, where: str, *, cell: Callable[[str], str] = tidy) -> list[Grid]:
    """Return all sheets, the visible ones first. Raises ImportFileError for a damaged file and one too large.

    `cell` reads a cell's text: tidied, unless whoever asks wants its words as they were typed.
    """
    shown = _load(raw, where, values=True)
    typed = _load(raw, where, values=False)
    found = [_grid(sheet, typed[sheet.title], cell) for sheet in shown.worksheets]
    return sorted(found, key=lambda grid: grid.hidden)


def _load(raw: bytes, where: str, *, values: bool) -> Workbook:
    try:
        fits = _fits(raw)
        with warnings.catch_warnings():
            # openpyxl warns of drop-down lists and colours that it leaves out; nobody asked for them
            warnings.simplefilter("ignore", UserWarning)
            if fits:
                return load_workbook(io.BytesIO(raw), data_only=values)
    except _DAMAGED as error:
        problem = "The file is damaged or is not an Excel workbook."
        raise _refusal(problem, where, "Open it in Excel and save it again as .xlsx.") from error
    raise _refusal("The workbook is far too large when it is opened.", where, "Save only the list in it.")


def _fits(raw: bytes) -> bool:
    """Tell whether a file is as large as lists are, before it is opened."""
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        parts = [part for part in file.infolist() if part.filename.endswith(".xml")]
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            return False
        return all(_reach(file.read(part)) <= MOST_CELLS for part in parts)


def _reach(part: bytes) -> int:
    """Return how many cells there are up to the last one that a part of the file names."""
    rows = columns = 0
    for column, row in _PLACE.findall(part):
        rows, columns = max(rows, int(row)), max(columns, column_index_from_string(column.decode()))
    return rows * columns


def _refusal(problem: str, where: str, fix: str) -> ImportFileError:
    return ImportFileError(problem, [f"{problem} {fix}"], where=where, fix=fix)


def _grid(shown: Worksheet, typed: Worksheet, read: Callable[[str], str]) -> Grid:
    cells = {
        (cell.row or 0, cell.column or 0): _text(cell.value, read)
        for row in shown.iter_rows()
        for cell in row
        if cell.value is not None
    }
    for row in typed.iter_rows():
        for cell in row:
            place = (cell.row or 0, cell.column or 0)
            if cell.data_type == "f" and place not in cells:
                written = getattr(cell.value, "text", cell.value)  # an array formula is an object
                cells[place] = "=" + str(written).removeprefix("=")
    for area in shown.merged_cells.ranges:
        if area.max_row > area.min_row:  # one value over three rows is meant for all three
            value = cells.get((area.min_row, area.min_col), "")
            cells |= {(row, area.min_col): value for row in range(area.min_row, area.max_row + 1)}
    last = max((row for row, _ in cells), default=0)
    width = max((column for _, column in cells), default=0)
    rows = tuple(
        (row, tuple(cells.get((row, column), "") for column in range(1, width + 1)))
        for row in range(1, last + 1)
    )
    return Grid(shown.title, rows, _notes(shown, rows), hidden=shown.sheet_state != "visible")


def _notes(sheet: Worksheet, rows: tuple[tuple[int, tuple[str, ...]], ...]) -> tuple[str, ...]:
    hidden = [
        str(row)
        for row, cells in rows
        if any(cells) and row in sheet.row_dimensions and sheet.row_dimensions[row].hidden
    ]
    if not hidden:
        return ()
    shown = ", ".join(hidden[:10]) + (" …" if len(hidden) > 10 else "")
    return (f"Hidden rows were read too: {shown}.",)


def _text(value: object, read: Callable[[str], str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    if isinstance(value, datetime | date):
        return value.isoformat()
    return read(str(value))
