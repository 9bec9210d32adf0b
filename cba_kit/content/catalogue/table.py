"""Table: a catalogue's file as headings and rows, whatever kind of file it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from cba_kit.content.catalogue.columns import Headings, check_wishes, find_headings, match, no_headings
from cba_kit.content.catalogue.entries import Entries, Named, entries
from cba_kit.content.catalogue.vocabulary import Column, Vocabulary
from cba_kit.content.tables import delimited, spreadsheet
from cba_kit.content.tables.grid import Grid
from cba_kit.content.tree import read_tree
from cba_kit.errors import ImportFileError

MOST_BYTES = 20_000_000

Row = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a file. `unit` says how its rows are counted: as a spreadsheet does, or as entries from 1."""

    name: str
    tab: str
    unit: Literal["row", "entry"]
    headings: Headings
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    sectors: Named = Named()  # noqa: RUF009  # a frozen value
    rings: Named = Named()  # noqa: RUF009  # a frozen value
    title: str = ""

    def cell(self, row: Row, column: Column) -> str:
        """Return the text in a row's column; empty where there is none."""
        at = self.headings.places.get(column)
        return row[1][at].strip() if at is not None and at < len(row[1]) else ""

    def where(self, row: int, column: str = "") -> str:
        """Name a place: “row 7, column B (ring)”, with the sheet of a workbook in front."""
        sheet = f"sheet “{self.tab}”, " if self.tab else ""
        if self.unit == "entry":
            return f"entry {row}" + (f", {column}" if column else "")
        place = self.headings.place(column) if column in self.headings.places else ""  # type: ignore[arg-type]  # any word may be asked for
        return f"{sheet}row {row}" + (f", {place}" if place else "")


def read_table(
    raw: bytes, name: str, words: Vocabulary, *, tab: str = "", wishes: Mapping[Column, str]
) -> Table:
    """Read a CSV, XLSX, YAML or JSON file. Raises ImportFileError, or ContentError for broken YAML."""
    if len(raw) > MOST_BYTES:
        raise _refusal(name, f"The file has more than {MOST_BYTES // 1_000_000} MB.", "Keep only the list.")
    kind = _kind(raw, name)
    if tab and kind != "xlsx":
        raise _refusal(name, f"The file has no sheets, so none called “{tab}”.", "Leave out --tab.")
    if kind == "xlsx":
        return _from_grids(_workbook(raw, name, tab), name, words, wishes)
    if kind == "csv":
        return _from_grids(delimited.grids(raw), name, words, wishes)
    text, _ = delimited.decode(raw)
    value = _json(text, name) if kind == "json" else read_tree(text, name).value
    listed = entries(value)
    if listed is None:
        what = "No list of trends was found."
        raise _refusal(name, what, "Expected is a list of entries, or a list under “items” or “entries”.")
    return _from_entries(listed, name, words, wishes)


def _kind(raw: bytes, name: str) -> Literal["xlsx", "json", "yaml", "csv"]:
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        what = "The file is an Excel workbook of the old kind (.xls), or it has a password."
        raise _refusal(name, what, "Save it in Excel as .xlsx without a password.")
    if raw.startswith(b"PK"):
        return "xlsx"
    ending = name.rpartition(".")[2].lower()
    if ending in ("yaml", "yml"):
        return "yaml"
    start = delimited.decode(raw[:200])[0].lstrip()[:1]
    return "json" if ending == "json" or (start in ("{", "[") and ending not in ("csv", "tsv")) else "csv"


def _workbook(raw: bytes, name: str, tab: str) -> list[Grid]:
    grids = spreadsheet.grids(raw, name)
    if not tab:
        return grids
    named = [grid for grid in grids if grid.name.casefold() == tab.casefold()]
    if not named:
        known = ", ".join(f"“{grid.name}”" for grid in grids)
        raise _refusal(name, f"There is no sheet “{tab}”.", f"Sheets: {known}.")
    return named


def _from_grids(grids: list[Grid], name: str, words: Vocabulary, wishes: Mapping[Column, str]) -> Table:
    found = [(grid, headings) for grid in grids if (headings := find_headings(grid, words, wishes))]
    if not found:
        grid = max(grids, key=lambda grid: max((sum(map(bool, cells)) for _, cells in grid.rows), default=0))
        if wishes.get("name"):
            _, cells = next((row for row in grid.rows if any(row[1])), (0, ()))
            check_wishes(match(cells, words, wishes=wishes), wishes, name)
        raise no_headings(grid, words, f"{name}, sheet “{grid.name}”" if grid.name else name)
    tabs = {grid.name for grid in grids}
    # of several sheets the first that lists trends; of several ways to part a line the one that knows most
    best = found[0] if len(tabs) > 1 else max(found, key=lambda pair: len(pair[1].places))
    grid, headings = best
    check_wishes(headings, wishes, name)
    rows = tuple(
        (number, cells)
        for number, cells in grid.rows
        if number > headings.row and any(cells) and cells != headings.titles
    )
    notes = [f"Of {len(tabs)} sheets, “{grid.name}” was read."] if len(tabs) > 1 else []
    return Table(name, grid.name, "row", headings, rows, (*notes, *grid.notes))


def _from_entries(listed: Entries, name: str, words: Vocabulary, wishes: Mapping[Column, str]) -> Table:
    headings = match(listed.headings, words, wishes=wishes)
    check_wishes(headings, wishes, name)
    if "name" not in headings.places:
        raise no_headings(Grid("", ((1, listed.headings),)), words, name)
    rows = tuple((number, cells) for number, cells in enumerate(listed.rows, start=1) if any(cells))
    return Table(
        name, "", "entry", headings, rows, sectors=listed.sectors, rings=listed.rings, title=listed.title
    )


def _json(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        what = f"This is not readable as JSON: {error.msg}."
        where = f"{name}:{error.lineno}"
        raise _refusal(where, what, "Export the file again, or correct this line.") from error
    except (ValueError, RecursionError) as error:
        raise _refusal(name, "This is not readable as JSON.", "Export the file again.") from error


def _refusal(where: str, what: str, fix: str) -> ImportFileError:
    return ImportFileError(what, [f"{what} {fix}"], where=where, fix=fix)
