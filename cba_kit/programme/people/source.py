"""Sources: which sheet of a file holds the people, and in which row their headings stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cba_kit.content.tables import delimited, spreadsheet
from cba_kit.content.tables.grid import Grid
from cba_kit.errors import ImportFileError
from cba_kit.programme.people.headings import Headings, find_headings
from cba_kit.programme.people.problem import Row


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows were found: the sheet (empty for CSV), the row of headings, the rows with people."""

    sheet: str
    headings: Headings
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def find_source(path: Path) -> Source:
    """Read a CSV or Excel file and choose the sheet whose headings name most fields.

    Raises ImportFileError when the file cannot be read or no row has usable headings.
    """
    where = path.name
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ImportFileError(
            f"The file cannot be read ({error.strerror}).",
            [f"The file cannot be read ({error.strerror})."],
            where=str(path),
            fix="Check its name and folder.",
        ) from error
    found = [(grid, find_headings(grid)) for grid in _grids(raw, where)]
    usable = [(grid, headings) for grid, headings in found if headings is not None and headings.usable]
    if not usable:
        raise _no_headings(found, where)
    grid, headings = max(usable, key=lambda pair: (not pair[0].hidden, len(pair[1].columns)))
    rows = (Row(grid.name, number, cells, headings) for number, cells in grid.rows if number > headings.row)
    notes = list(grid.notes)
    if len({other.name for other, _ in found}) > 1:
        notes.insert(0, f"Of {len(found)} sheets, “{grid.name}” was read.")
    if headings.unused:
        notes.append(f"Columns not used: {', '.join(dict.fromkeys(headings.unused))}.")
    return Source(grid.name, headings, tuple(row for row in rows if not row.empty), tuple(notes))


def _grids(raw: bytes, where: str) -> list[Grid]:
    if raw.startswith(b"PK"):
        return spreadsheet.grids(raw, where)
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        problem = "The file is an Excel workbook of the old kind (.xls), or it has a password."
        fix = "Save it in Excel as .xlsx without a password."
        raise ImportFileError(problem, [f"{problem} {fix}"], where=where, fix=fix)
    return delimited.grids(raw)


def _no_headings(found: Sequence[tuple[Grid, Headings | None]], where: str) -> ImportFileError:
    near = [(grid, headings) for grid, headings in found if headings is not None]
    if near:
        grid, headings = max(near, key=lambda pair: len(pair[1].columns))
        sheet = f"Sheet “{grid.name}”, row" if grid.name else "Row"
        problem = f"{sheet} {headings.row}: among the headings there is no column for {headings.missing}."
    else:
        problem = "No row of headings was found."
    fix = "Give the columns at least the headings Name and E-mail (participants also: Organisation, Country)."
    return ImportFileError(problem, [f"{problem} {fix}"], where=where, fix=fix)
