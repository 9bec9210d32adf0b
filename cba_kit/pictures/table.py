"""Table: what a picture shows as rows and columns, for a page that sorts them, for paper and for a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Cell = str | float | None
"""A word, a number, or None where there is nothing to say."""
Row = list[Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key for a file, its title for a reader."""

    key: str
    title: str
    number: bool = False
    """Stands right and sorts by size."""


@dataclass(frozen=True, slots=True)
class Table:
    """A picture's content. The first column names the row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def printed(self) -> list[list[str]]:
        """Return the rows as text: 3.5 as “3.5”, 4.0 as “4”, nothing as an empty cell."""
        return [[_text(cell) for cell in row] for row in self.rows]

    def texts(self) -> list[dict[str, str]]:
        """Return the rows as text by the columns' keys."""
        keys = [column.key for column in self.columns]
        return [dict(zip(keys, row, strict=True)) for row in self.printed()]

    def records(self) -> list[dict[str, Cell]]:
        """Return the rows as values by the columns' keys, for a file."""
        keys = [column.key for column in self.columns]
        return [dict(zip(keys, row, strict=True)) for row in self.rows]

    def ordered(self, key: str, *, down: bool = False) -> Table:
        """Return the table sorted by one column; rows without a value come last, either way.

        Raises KeyError when there is no such column.
        """
        at = {column.key: i for i, column in enumerate(self.columns)}[key]
        given = [row for row in self.rows if row[at] not in (None, "")]
        empty = [row for row in self.rows if row[at] in (None, "")]
        return Table(
            self.caption,
            self.columns,
            (*sorted(given, key=lambda row: _order(row[at]), reverse=down), *empty),
        )


def tabled(caption: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> Table:
    """Return a table from any sequences."""
    return Table(caption, tuple(columns), tuple(tuple(row) for row in rows))


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else f"{cell:.10g}"


def _order(cell: Cell) -> tuple[float, str]:
    return (cell, "") if isinstance(cell, int | float) else (0.0, (cell or "").casefold())
