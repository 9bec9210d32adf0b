"""Bars: numbers with a bar each, as data; the number is always written beside its bar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cba_kit.model.suppression import Breakdown
from cba_kit.reports.pen import Pen


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its words, its number in words, how long its bar is, and that of a darker one inside."""

    label: str
    text: str
    amount: float
    inside: float = 0
    quiet: bool = False
    """Drawn apart: what is not a group of its own."""


def bars(
    title: str, head: Sequence[str], rows: Iterable[Bar], *, note: str = "", of: float = 0
) -> dict[str, Any]:
    """Return a group of bars as data; a full one stands for `of`, or else for the largest amount."""
    given = list(rows)
    full = of or max((row.amount for row in given), default=0) or 1
    return {
        "title": title,
        "head": list(head),
        "note": note,
        "rows": [
            {
                "label": row.label,
                "text": row.text,
                "share": round(min(row.amount / full, 1), 3),
                "inside": round(min(row.inside / full, 1), 3),
                "quiet": row.quiet,
            }
            for row in given
        ],
    }


def breakdown_bars(
    pen: Pen,
    title: str,
    head: Sequence[str],
    found: Breakdown,
    labels: Mapping[str, str],
    *,
    money: bool = False,
    sort: bool = True,
) -> dict[str, Any]:
    """Return a breakdown as bars, the largest first or in the order of `labels`, then the others together."""

    def told(amount: float) -> str:
        return pen.words.money(round(amount, -3)) if money else f"{amount:,.0f}"

    keys = (
        sorted(found.cells, key=lambda key: -found.cells[key])
        if sort
        else [k for k in labels if k in found.cells]
    )
    rows = [Bar(labels[key], told(found.cells[key]), found.cells[key]) for key in keys]
    if found.rest:
        rows.append(Bar(pen.words.say("rest"), told(found.rest), found.rest, quiet=True))
    note = pen.words.say("hidden") if found.rest is None else ""
    if found.rest and not found.cells:
        return bars(title, head, (), note=pen.words.say("all_small"))
    return bars(title, head, rows, note=note)


def floor_text(pen: Pen, people: int) -> str:
    """Return “at least 40”, or “fewer than 5”."""
    return pen.words.say("floor", n=people) if people else pen.words.say("fewer")
