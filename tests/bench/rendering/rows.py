"""Rows: the figures of the table, and how often and on whom each is measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench import asking
from tests.bench.figures import Row
from tests.bench.rendering.batch import NotMeasuredError, only
from tests.bench.room import Room, Visitor

ROWS = [
    Row("a", "HTML and PDF for all 45", "s", 12, 6),
    Row("b", "one workbook changed", "s", 1.5, 0.5),
    Row("c", "on demand, one, warm server", "s", 0.8, 0.3),
    Row("d", "2,000 participants: time a document, against 45's", "×", 1.1, 1.0),
    Row("e1", "memory of the parent that is forked (PSS), largest seen", "MiB", 400, 250),
    Row("e2", "memory of a child that runs a notebook (PSS), largest seen", "MiB", 60, 30),
    Row("f", "two Dask workers against one", "×", 1.7, 1.9),
    Row("g", "time a document, against the same HTML without a notebook", "×", 10, 5),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(asking.Plan):
    """What is measured, and how often."""

    people: int = 45
    """How many of the 45 are rendered, those who wrote most first."""
    stock_people: int = 3
    many: int = 2000
    whole: bool = False
    """Whether all of them are rendered, too, and not only as many as before."""
    looks: int = 6
    """How many roadmaps are opened on demand; the first is the server's first, and does not count."""


Found = asking.Found[Plan]


def leave_out(found: Found, letters: Sequence[str], why: NotMeasuredError) -> None:
    """Say for these rows why there is no figure."""
    for letter in letters:
        found.add(letter, None, f"not measured: {why}")


def chosen(room: Room, plan: Plan) -> list[str]:
    """Return the options of `cba render` that leave people out, where not everybody is rendered."""
    if plan.people == len(room.visitors):
        return []
    return only(visitor.id for visitor in room.visitors[: plan.people])


def spread(visitors: Sequence[Visitor], count: int) -> list[Visitor]:
    """Return so many of them, evenly from the first to the last."""
    last = len(visitors) - 1
    return [visitors[round(place * last / max(1, count - 1))] for place in range(count)]
