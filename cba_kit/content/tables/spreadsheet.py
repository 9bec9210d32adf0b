"""Excel files (.xlsx): every sheet as a grid, as a reader of it sees the cells."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable
from datetime import date, datetime

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from cba_kit.content.tables.grid import Grid, tidy
from cba_kit.errors import ImportFileError


def grids(raw: bytes, where: str, *, cell: Callable[[str], str] = tidy) -> list[Grid]:
    """Return all sheets, the visible ones first. Raises ImportFileError when the file is damaged.

    `cell` reads a cell's text: tidied, unless whoever asks wants its words as they were typed.
    """
    shown = _load(raw, where, values=True)
    typed = _load(raw, where, values=False)
    found = [_grid(sheet, typed[sheet.title], cell) for sheet in shown.worksheets]
    return sorted(found, key=lambda grid: grid.hidden)


def _load(raw: bytes, where: str, *, values: bool) -> Workbook:
    try:
        with warnings.catch_warnings():
            # openpyxl warns of drop-down lists and colours that it leaves out; nobody asked for them
            warnings.simplefilter("ignore", UserWarning)
            return load_workbook(io.BytesIO(raw), data_only=values)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, SyntaxError) as error:
        problem = "The file is damaged or is not an Excel workbook."
        fix = "Open it in Excel and save it again as .xlsx."
        raise ImportFileError(problem, [f"{problem} {fix}"], where=where, fix=fix) from error


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
