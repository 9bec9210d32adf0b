"""Headings: the table in a file whose first row names the columns of a canvas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cba_kit.content.faults import nearest
from cba_kit.content.tables import delimited, spreadsheet
from cba_kit.content.tables.grid import Grid, letter, tidy
from cba_kit.errors import ImportFileError
from cba_kit.model.canvas import Canvas
from cba_kit.store.export_canvas import ID, Heading, headings
from cba_kit.store.export_csv import plain

NEEDED = ("block", "text")
MOST = 5000
"""Rows that one file may bring."""
_ALSO = {"text": ("note", "text"), "meaning": ("meaning", "colour", "color"), ID: ("entry", "id")}
"""English headings that are understood beside the ones of the reader's language."""


@dataclass(frozen=True, slots=True)
class Found:
    """A table: its headings in the order of its columns, and its rows below them, cut to these columns."""

    place: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    notes: tuple[str, ...]


def find_table(raw: bytes, name: str, canvas: Canvas, words: Mapping[str, str]) -> Found:
    """Return the table in the file `name` that fits the canvas best.

    Raises ImportFileError for a file that is no table, and where headings are missing: it names those that
    were expected, and what came nearest to them.
    """
    excel = raw.startswith(b"PK") or name.lower().endswith(".xlsx")
    grids = spreadsheet.grids(raw, name, cell=str) if excel else delimited.grids(raw, cell=plain)
    known = headings(canvas, words)
    tables = [_table(grid, name, known) for grid in grids if any(map(_filled, grid.rows))]
    if not tables:
        raise _unfit(name, "The file has no rows.", [], known)
    tables.sort(key=lambda table: (len(table[0].headings), table[0].place == _tab(canvas)), reverse=True)
    best, cells = tables[0]
    missing = [each for each in known if each.key in NEEDED and each not in best.headings]
    if missing:
        raise _unfit(name, "The headings do not fit.", list(_problems(missing, cells)), known)
    if len(best.rows) > MOST:
        raise _unfit(name, f"The file has {len(best.rows)} rows; {MOST} at a time are taken.", [], known)
    return best


def _tab(canvas: Canvas) -> str:
    return canvas.short[:28].strip()


def _filled(row: tuple[int, tuple[str, ...]]) -> bool:
    return any(cell.strip() for cell in row[1])


def _table(grid: Grid, name: str, known: Sequence[Heading]) -> tuple[Found, tuple[str, ...]]:
    """Read the first filled row as headings; return the table, and that row as it is."""
    start = next(i for i, row in enumerate(grid.rows) if _filled(row))
    cells = grid.rows[start][1]
    columns: dict[int, Heading] = {}
    for index, cell in enumerate(cells):
        heading = _heading(cell, known)
        if heading is not None and heading not in columns.values():
            columns[index] = heading
    rows = tuple(
        (number, tuple(row[index] if index < len(row) else "" for index in columns))
        for number, row in grid.rows[start + 1 :]
    )
    spare = [tidy(cell) for index, cell in enumerate(cells) if index not in columns and cell.strip()]
    notes = [f"Columns that are not used: {', '.join(f'“{each}”' for each in spare)}."] if spare else []
    return Found(grid.name or name, tuple(columns.values()), rows, (*grid.notes, *notes)), cells


def _heading(cell: str, known: Sequence[Heading]) -> Heading | None:
    wanted = tidy(cell).casefold()
    for heading in known:
        names: Iterable[str] = (heading.title, heading.key, *_ALSO.get(heading.key, ()))
        if wanted in {tidy(each).casefold() for each in names}:
            return heading
    return None


def _problems(missing: Sequence[Heading], cells: Sequence[str]) -> Iterator[str]:
    there = {tidy(cell): letter(index) for index, cell in enumerate(cells) if cell.strip()}
    for heading in missing:
        near = nearest(heading.title, list(there))
        said = f"The nearest is “{near[0]}” in column {there[near[0]]}." if near else "None is near it."
        yield f"There is no column “{heading.title}”. {said}"


def _unfit(name: str, what: str, problems: Sequence[str], known: Sequence[Heading]) -> ImportFileError:
    wanted = ", ".join(f"“{heading.title}”" for heading in known)
    return ImportFileError(
        what,
        problems,
        where=name,
        fix=f"The first row names the columns: {wanted}; the first two are needed.",
    )
