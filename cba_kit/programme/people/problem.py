"""Problems: what is wrong in which cell, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from cba_kit.content.tables.grid import letter
from cba_kit.programme.people.headings import Headings, plain


@dataclass(frozen=True, slots=True)
class Problem:
    """One line for the person who made the file; `place` reads “row 7, column C (E-mail)”."""

    place: str
    what: str
    fix: str
    row: int = 0

    def __str__(self) -> str:
        return f"{self.place}: {self.what} {self.fix}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of people, read by field."""

    sheet: str
    number: int
    cells: tuple[str, ...]
    headings: Headings

    def get(self, field: str) -> str:
        """Return the cell of a field; empty when there is no such column."""
        column = self.headings.columns.get(field)
        return self.cells[column] if column is not None and column < len(self.cells) else ""

    @property
    def empty(self) -> bool:
        """Tell whether no known column holds anything, or it is the headings once more."""
        return self.cells == self.headings.titles or not any(self.get(f) for f in self.headings.columns)

    def problem(self, field: str, what: str, fix: str) -> Problem:
        """Say what is wrong with a field of this row."""
        sheet = f"sheet “{self.sheet}”, " if self.sheet else ""
        column = self.headings.columns.get(field)
        place = f"{sheet}row {self.number}"
        if column is not None:
            place += f", column {letter(column)} ({self.headings.titles[column]})"
        return Problem(place[0].upper() + place[1:], what, fix, self.number)


def nearest(text: str, known: Mapping[str, str]) -> str:
    """Return the value whose (plain) key looks most like `text`, or empty."""
    found = get_close_matches(plain(text), list(known), n=1, cutoff=0.8)
    return known[found[0]] if found else ""


def shown(value: str) -> str:
    """Quote a cell, shortened when it is long."""
    return f"“{value if len(value) <= 60 else value[:57] + '…'}”"
