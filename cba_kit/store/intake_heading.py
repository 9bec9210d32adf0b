"""Headings that come in: the table in a file whose first row names the columns of a sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from cba_kit.content.faults import nearest
from cba_kit.content.tables import delimited, spreadsheet
from cba_kit.content.tables.grid import Grid, letter, tidy
from cba_kit.errors import ImportFileError
from cba_kit.store.export_csv import plain
from cba_kit.store.export_heading import ID, Heading
from cba_kit.store.intake_kind import is_excel, refuse_foreign

MOST = 5000
"""Rows that one file may bring."""
DEPTH = 10
"""Filled rows among which the headings are looked for: some begin with a title."""
_SHOWN = 6
"""Cells of a first row that an error repeats."""
_LONG = 40
_ALSO = {"text": ("note", "text"), "meaning": ("meaning", "colour", "color"), ID: ("entry", "id")}
"""English headings that are understood beside the ones of the reader's language."""


class UnfitTableError(ImportFileError):
    """A table without the headings that its sheet needs; it may be one for another sheet."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a table should have: all its headings, those it cannot do without, and the name of its tab."""

    headings: Sequence[Heading]
    needed: Collection[str]
    tab: str
    spare: Collection[str] = ()
    """Titles of columns that our own files have and that are not read."""


@dataclass(frozen=True, slots=True)
class Found:
    """A table: its headings in the order of its columns, and its rows below them, cut to these columns."""

    place: str
    headings: tuple[Heading, ...]
    letters: tuple[str, ...]
    """The names that a spreadsheet gives these columns."""
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    notes: tuple[str, ...]


def find_table(raw: bytes, name: str, wanted: Wanted) -> Found:
    """Return the table in the file `name` that fits best.

    Raises ImportFileError for a file that is no table, and where headings are missing: it names those that
    were expected, and what came nearest to them.
    """
    excel = is_excel(raw, name)
    if not excel:
        refuse_foreign(raw, name)
    grids = spreadsheet.grids(raw, name, cell=str) if excel else delimited.grids(raw, cell=plain)
    filled = [grid for grid in grids if any(map(_filled, grid.rows))]
    if not filled:
        raise _unfit(name, "The file has no rows.", [], wanted)
    tables = [_table(grid, name, wanted) for grid in filled]
    best, cells = max(tables, key=lambda table: _rank(table[0], table[1], wanted))
    missing = [each for each in wanted.headings if each.key in wanted.needed and each not in best.headings]
    if missing:
        raise _unfit(name, "The headings do not fit.", list(_problems(missing, cells)), wanted)
    if len(best.rows) > MOST:
        what = f"The file has {len(best.rows)} rows; {MOST} at a time are taken."
        raise ImportFileError(what, [], where=name, fix="Split it into several files.")
    if excel and len(filled) > 1:
        others = f"Only the tab “{best.place}” is read; the file has {len(filled)} with something in them."
        return Found(best.place, best.headings, best.letters, best.rows, (*best.notes, others))
    return best


def _rank(found: Found, cells: Sequence[str], wanted: Wanted) -> tuple[int, bool, int]:
    """Return how well a table fits; where no heading fits, the separator that makes most columns is right."""
    return len(found.headings), found.place == wanted.tab, len(cells)


def _filled(row: tuple[int, tuple[str, ...]]) -> bool:
    return any(cell.strip() for cell in row[1])


def _table(grid: Grid, name: str, wanted: Wanted) -> tuple[Found, tuple[str, ...]]:
    """Take the one of the first filled rows that names most columns; return the table, and that row."""
    starts = [i for i, row in enumerate(grid.rows[:MOST]) if _filled(row)][:DEPTH]
    heads = {start: _columns(grid.rows[start][1], wanted.headings) for start in starts}
    start = max(starts, key=lambda each: len(heads[each]))
    cells, columns = grid.rows[start][1], heads[start]
    rows = tuple(
        (number, tuple(row[index] if index < len(row) else "" for index in columns))
        for number, row in grid.rows[start + 1 :]
    )
    last = max((i for i, row in enumerate(rows) if _filled(row)), default=-1)
    spare = [
        tidy(cell)
        for index, cell in enumerate(cells)
        if index not in columns and cell.strip() and tidy(cell) not in wanted.spare
    ]
    notes = [f"Columns that are not used: {', '.join(f'“{each}”' for each in spare)}."] if spare else []
    letters = tuple(map(letter, columns))
    found = Found(
        grid.name or name, tuple(columns.values()), letters, rows[: last + 1], (*grid.notes, *notes)
    )
    return found, cells


def _columns(cells: Sequence[str], known: Sequence[Heading]) -> dict[int, Heading]:
    columns: dict[int, Heading] = {}
    for index, cell in enumerate(cells):
        heading = _heading(cell, known)
        if heading is not None and heading not in columns.values():
            columns[index] = heading
    return columns


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
    first = ", ".join(f"“{_short(cell)}”" for cell in list(there)[:_SHOWN])
    yield f"The first row says: {first}{', …' if len(there) > _SHOWN else ''}"


def _short(words: str) -> str:
    return words if len(words) <= _LONG else f"{words[: _LONG - 1].rstrip()}…"


def _unfit(name: str, what: str, problems: Sequence[str], wanted: Wanted) -> UnfitTableError:
    titles = ", ".join(f"“{heading.title}”" for heading in wanted.headings)
    needed = " and ".join(f"“{each.title}”" for each in wanted.headings if each.key in wanted.needed)
    what_to_do = f"The first row names the columns: {titles}. Needed: {needed}."
    return UnfitTableError(what, problems, where=name, fix=what_to_do)
