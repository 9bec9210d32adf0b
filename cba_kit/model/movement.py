"""Movement: how views on a trend changed from one round to the next, of all people.

Agreement alone is no reason to stop asking; that views no longer move is (von der Gracht, 2012).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cba_kit.model.agreement import Agreement, agreement
from cba_kit.model.suppression import ENOUGH
from cba_kit.model.trends import Scale

Turn = Literal["up", "down", "same"]
Views = Literal["closer", "apart", "same"]
STABLE = 0.15
"""Below this share of changes, the answers are stable (Scheibe, Skutsch and Schofer, 1975)."""


@dataclass(frozen=True, slots=True)
class Movement:
    """Two rounds of one trend on one scale.

    `before` and `after` are about all who rated in each round. Who moved is told of those who gave a number
    in both; where these are fewer than five, `up`, `down`, `same` and `change` are None. Of two rounds that
    are both shown, a reader can guess what somebody said who rated in one of them only, if nobody else moved:
    to reveal a round when all have rated keeps that from happening.
    """

    before: Agreement
    after: Agreement
    both: int
    """People who gave a number in both rounds."""
    up: int | None
    down: int | None
    same: int | None
    change: float | None
    """The part of these people's answers that would have to change to turn the first picture into the second.

    0 is the same picture, 1 a picture that shares nothing with the first; people who change places do not
    count.
    """

    @property
    def shift(self) -> float | None:
        """How far the median moved, in points of the scale."""
        if self.before.median is None or self.after.median is None:
            return None
        return self.after.median - self.before.median

    @property
    def turn(self) -> Turn | None:
        """Where the median moved."""
        return None if self.shift is None else _turn(self.shift)

    @property
    def views(self) -> Views | None:
        """Whether the interquartile range became smaller or larger."""
        if self.before.spread is None or self.after.spread is None:
            return None
        wider = self.after.spread - self.before.spread
        return "closer" if wider < 0 else "apart" if wider > 0 else "same"

    @property
    def stable(self) -> bool | None:
        """Whether so little changed that a further round would bring little."""
        return None if self.change is None else self.change < STABLE


def movement(before: Mapping[str, int | None], after: Mapping[str, int | None], scale: Scale) -> Movement:
    """Return how the answers on one trend and scale, by person, changed from one round to the next."""
    on = frozenset(range(scale.low, scale.high + 1))
    steps = [(old, new) for person, old in before.items() if old in on and (new := after.get(person)) in on]
    enough = len(steps) >= ENOUGH
    up = sum(new > old for old, new in steps)
    down = sum(new < old for old, new in steps)
    return Movement(
        before=agreement(before.values(), scale),
        after=agreement(after.values(), scale),
        both=len(steps),
        up=up if enough else None,
        down=down if enough else None,
        same=len(steps) - up - down if enough else None,
        change=_change(steps) if enough else None,
    )


def _change(steps: list[tuple[int, int]]) -> float:
    before, after = Counter(old for old, _ in steps), Counter(new for _, new in steps)
    return (before - after).total() / len(steps)


def _turn(shift: float) -> Turn:
    return "up" if shift > 0 else "down" if shift < 0 else "same"
