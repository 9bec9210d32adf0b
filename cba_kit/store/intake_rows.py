"""Rows that come in: what the tables of all kinds of sheets have in common."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from math import isclose

from cba_kit.errors import OperationError
from cba_kit.model.workbook import Entry, Scalar
from cba_kit.store.export_book import Book
from cba_kit.store.export_heading import ID
from cba_kit.store.intake_heading import Found
from cba_kit.store.intake_parcel import Parcel

Value = Scalar | list[str]
Cells = Mapping[str, str]
_ID = re.compile(r"[A-Za-z0-9_.:-]{1,80}")


class Misfit(Exception):  # noqa: N818  # a row's many problems, gathered; it never leaves this room
    """Cells of one row that cannot be read: column and reason of each."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.problems = problems


class Rows(ABC):
    """Reads the rows of one table into a parcel: entries that are there already, and new ones."""

    def __init__(self, sheet: str, book: Book, found: Found, token: str) -> None:
        self.sheet, self.book, self.found, self.token = sheet, book, found, token
        self.parcel = Parcel(edition="", whole=False)
        self.here = {entry.id: entry for entry in book.on(sheet)}
        """What is on the sheet now, by id."""
        self.ids = {entry.id for entry in book.entries}
        self.taken: dict[str, int] = {}
        """Row by the entry's id."""
        self.blank: list[str] = []
        """Rows that are left out because the cell that matters is empty."""

    def read(self) -> Parcel:
        """Return what the table brings."""
        keys = [heading.key for heading in self.found.headings]
        for number, cells in self.found.rows:
            if not any(cell.strip() for cell in cells):
                continue
            place = f"{self.found.place}, row {number}"
            try:
                self.take(number, place, dict(zip(keys, cells, strict=True)))
            except Misfit as misfit:
                self.parcel.refused += [
                    (f"{place}, column {column}", reason) for column, reason in misfit.problems
                ]
            except OperationError as error:
                self.parcel.refused.append((place, str(error)))
        self.finish()
        self.parcel.remarks += self.found.notes
        if self.blank:
            self.parcel.remarks.append(f"Rows without words are left out: {some(self.blank)}.")
        return self.parcel

    @abstractmethod
    def take(self, number: int, place: str, cells: Cells) -> None:
        """Read one row: an entry, a row to leave out, or an OperationError."""

    def finish(self) -> None:  # noqa: B027  # most sheets have nothing left to do then
        """Do what can be done only when all rows have been read."""

    def values(
        self,
        cells: Cells,
        entry: Entry | None,
        read: Callable[[str, str, Value], Value],
        leave: Sequence[str],
    ) -> dict[str, Value]:
        """Return the fields that the row says and the entry does not say yet.

        `read` reads the cell of a key beside what stands there now; keys in `leave` are no fields. Raises
        Misfit with all cells of the row that cannot be read.
        """
        had: Mapping[str, Value] = entry.fields if entry is not None else {}
        told: dict[str, Value] = {}
        problems: list[tuple[str, str]] = []
        for heading, letter in zip(self.found.headings, self.found.letters, strict=True):
            if heading.key in (ID, *leave):
                continue
            now = had.get(heading.key)
            try:
                value = read(heading.key, cells[heading.key], now)
            except OperationError as error:
                problems.append((letter, str(error)))
                continue
            if not alike(value, now):
                told[heading.key] = value
        if problems:
            raise Misfit(problems)
        return told

    def note(self, entry: str, number: int) -> None:
        """Note that an entry stands in this row; OperationError where it has stood in another one."""
        if entry in self.taken:
            raise OperationError(f"The same stands in row {self.taken[entry]} already.")
        self.taken[entry] = number

    def new_id(self, wanted: str, number: int) -> str:
        """Return the id that the row has, unless another entry of the workbook has it; else a new one."""
        free = _ID.fullmatch(wanted) and wanted not in self.ids and wanted not in self.taken
        return wanted if free else f"{self.token}.{number}"


def alike(one: Value, other: Value) -> bool:
    """Tell whether two values say the same; nothing is the same as no words."""
    if isinstance(one, str | None) and isinstance(other, str | None):
        return plain_words(one or "") == plain_words(other or "")
    if isinstance(one, float) and isinstance(other, int | float):
        return isclose(one, other, rel_tol=1e-12)  # Excel keeps 15 digits of a number
    return (
        (one or None) == (other or None) if isinstance(one, list) or isinstance(other, list) else one == other
    )


def plain_words(text: str) -> str:
    """Return words for comparing: ends of lines and blanks around do not count."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def position(entry: Entry) -> float:
    """Return where an entry stands among its neighbours."""
    value = entry.fields.get("position")
    return float(value) if isinstance(value, int | float) else 0.0


def some(rows: Sequence[str]) -> str:
    """Name rows, the first ones of many."""
    return ", ".join(rows[:10]) + (f" and {len(rows) - 10} more" if len(rows) > 10 else "")
