"""Htmltable: a table of an HTML page, its header rows and cells found as a browser finds them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cba_kit.reports.blocks.elements import hidden, words
from cba_kit.reports.blocks.tables import Cell, Rows, tables
from cba_kit.reports.blocks.tree import Block, Draft

Inline = Callable[[Any], list[Block]]
"""Returns what an element holds as parts of a line."""


def table(draft: Draft, element: Any, inline: Inline) -> list[Block]:
    """Return the tables that an element `table` becomes; nothing when all its cells are empty."""
    head: list[list[Cell]] = []
    body: list[list[Cell]] = []
    foot: list[list[Cell]] = []
    for row in element.iter("tr"):
        if next(row.iterancestors("table"), None) is not element or hidden(row):
            continue
        cells = [_cell(cell, inline) for cell in row if cell.tag in ("td", "th") and not hidden(cell)]
        place = next((above.tag for above in row.iterancestors("thead", "tfoot", "tbody", "table")), "")
        (head if place == "thead" else foot if place == "tfoot" else body).append(cells)
    if not head and len(body) > 1 and body[0] and all(cell.header for cell in body[0]):
        head, body = [body[0]], body[1:]
    body += foot
    if not any(cell.parts for row in (*head, *body) for cell in row):
        return []
    caption = next((words(c) for c in element if c.tag == "caption"), "")
    return tables(draft, _one_head(head), body, caption=caption, index=_index(body), numbers=True)


def _cell(cell: Any, inline: Inline) -> Cell:
    return Cell(
        inline(cell),
        _span(cell.get("colspan")),
        _span(cell.get("rowspan")),
        cell.tag == "th",
        "center" if "center" in (cell.get("align") or "") else "",
    )


def _span(value: str | None) -> int:
    return min(int(value), 1000) if value and value.isdecimal() and len(value) < 5 and int(value) > 0 else 1


def _one_head(head: list[list[Cell]]) -> Rows:
    """Put the names of a DataFrame's index, a header row of their own, into the row above."""
    if len(head) != 2 or len(head[0]) != len(head[1]) or any(c.across > 1 for row in head for c in row):
        return head
    names = [cell.words.strip() for cell in head[1]]
    first = sum(1 for cell in head[0] if not cell.words.strip())
    if not any(names) or any(names[first:]):
        return head
    return [[below if not above.words.strip() else above for above, below in zip(*head, strict=True)]]


def _index(rows: Rows) -> int:
    """Return how many columns at the left name the rows."""
    if not rows or not rows[0]:
        return 0
    return next((i for i, cell in enumerate(rows[0]) if not cell.header), len(rows[0]))
