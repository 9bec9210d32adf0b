"""Suppression: which numbers of a breakdown may be shown, so that none is about fewer than five people.

A reader may add and subtract whatever is shown, and knows these rules. The rules are therefore strict:
small cells are hidden together or, where their sum would give one of them away, all cells are. Which cell
is hidden depends on its own size and on whether the small ones fill a sum, never on the sizes of the large
ones: a rule such as “hide the next smallest one, too” would tell what it hides.

Two breakdowns of the same things may stand side by side. A number of all things beside that of some of them
may not: their difference is a number, too. Count all of them in one breakdown, or use `at_least` for a part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

ENOUGH = 5
"""People that stand behind every number shown."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a breakdown: who stands behind it, and what is counted or summed for them."""

    key: str
    people: frozenset[str]
    amount: float


@dataclass(frozen=True, slots=True)
class Breakdown:
    """What may be shown of a breakdown; what is None must not be shown.

    `cells` are the cells that may be shown, by key; `rest` is all others together, 0 where nothing is left.
    """

    total: float | None
    cells: Mapping[str, float]
    rest: float | None

    @property
    def hidden(self) -> bool:
        """Tell whether something of it is not shown."""
        return self.rest != 0


def disclose(cells: Iterable[Cell]) -> Breakdown:
    """Return what may be shown of cells that share nothing but people: each thing counted is in one cell.

    Cells with fewer than five people are shown as one sum. It needs two cells, five people, and a cell that
    could hold one more; else only the total is shown, and under five people nothing at all. A cell that
    nobody stands behind says nothing about anybody and is left out.
    """
    given = [cell for cell in cells if cell.people]
    everybody = frozenset[str]().union(*(cell.people for cell in given))
    if not everybody:
        return Breakdown(0, {}, 0)
    if len(everybody) < ENOUGH:
        return Breakdown(None, {}, None)
    total = sum(cell.amount for cell in given)
    small = [cell for cell in given if len(cell.people) < ENOUGH]
    if small and not _is_a_cover(small):
        return Breakdown(total, {}, None)
    shown = {cell.key: cell.amount for cell in given if cell not in small}
    return Breakdown(total, shown, sum(cell.amount for cell in small))


def head_count(groups: Mapping[str, Collection[str]]) -> Breakdown:
    """Return what may be shown of a partition of people: everybody is in one group."""
    return disclose(Cell(key, frozenset(people), len(people)) for key, people in groups.items())


def kinds(groups: Mapping[str, Collection[str]]) -> int | None:
    """Return how many groups of a partition have people; None where that would tell how many are in one.

    If as many people as groups are hidden, each of these groups is one person; under five people, all is.
    """
    given = [set(people) for people in groups.values() if people]
    shown = head_count(groups)
    hidden = given if shown.rest is None else [people for people in given if len(people) < ENOUGH]
    single = bool(hidden) and sum(map(len, hidden)) == len(hidden)
    return None if single or shown.total is None else len(given)


def at_least(people: int) -> int:
    """Return a number of people rounded down to five, ten, fifteen …; under five, 0: not to be shown.

    For numbers that stand beside the number of all: “at least 40 of 43” tells nothing exact about those
    who are missing.
    """
    return people // ENOUGH * ENOUGH


def _is_a_cover(small: Collection[Cell]) -> bool:
    """Tell whether the sum of small cells hides each of them."""
    behind = frozenset[str]().union(*(cell.people for cell in small))
    most = (ENOUGH - 1) * len(small)  # if all were as large as a small one can be, each would be known
    return len(small) > 1 and len(behind) >= ENOUGH and sum(len(cell.people) for cell in small) < most
