"""Concordance: how far a panel puts the trends in one and the same order (Kendall's W, with ties).

0 is no common order, 1 the same order by everybody. Kendall and Babington Smith, “The problem of m rankings”
(1939); its test is that of Friedman.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cba_kit.model.suppression import ENOUGH

Strength = Literal["very_weak", "weak", "moderate", "strong", "unusually_strong"]
_STRENGTHS: tuple[tuple[float, Strength], ...] = (
    (0.9, "unusually_strong"),
    (0.7, "strong"),
    (0.5, "moderate"),
    (0.3, "weak"),
)


@dataclass(frozen=True, slots=True)
class Concordance:
    """Kendall's W of a panel, and who and what it is about.

    Trends that fewer than half of the raters rated are left out; then, one by one, the trend or the rater
    with the largest share of gaps, until there is no gap: “don't know” is no place in an order. `w` is None
    where fewer than five raters or two trends stay, or where every rater gave the same number to all of
    them: nobody has put anything in order then.
    """

    w: float | None
    raters: int
    trends: int
    raters_out: int
    trends_out: int

    @property
    def chi_squared(self) -> float | None:
        """The statistic of the test that there is no common order: m (n - 1) W."""
        return None if self.w is None else self.raters * (self.trends - 1) * self.w

    @property
    def freedom(self) -> int:
        """Its degrees of freedom."""
        return max(self.trends - 1, 0)

    @property
    def p(self) -> float | None:
        """How likely so much order, or more, is by chance; rough for less than eight trends."""
        return None if self.chi_squared is None else chi_squared_tail(self.chi_squared, self.freedom)

    @property
    def strength(self) -> Strength | None:
        """The word for W, after Schmidt (1997): the one whose mark (.3, .5, .7, .9) it reaches."""
        if self.w is None:
            return None
        return next((word for mark, word in _STRENGTHS if self.w >= mark), "very_weak")


def concordance(people: Mapping[str, Mapping[str, int | None]]) -> Concordance:
    """Return the concordance of people's ratings on one scale: by person, then by trend.

    None, and a trend that is not there, is a gap. Who rated nothing is no rater and is not counted.
    """
    rated = {
        person: {key for key, value in one.items() if value is not None} for person, one in people.items()
    }
    raters = {person: keys for person, keys in rated.items() if keys}
    known = Counter(key for keys in raters.values() for key in keys)
    whole, trends = _without_gaps(raters, {key for key, count in known.items() if 2 * count >= len(raters)})
    rows = [[value for key in trends if (value := people[person][key]) is not None] for person in whole]
    return Concordance(
        w=kendall_w(rows) if len(rows) >= ENOUGH else None,
        raters=len(rows),
        trends=len(trends),
        raters_out=len(raters) - len(rows),
        trends_out=len(known) - len(trends),
    )


def kendall_w(rows: Sequence[Sequence[float]]) -> float | None:
    """Return Kendall's W of one row a rater, one column an item; equal numbers share their middle rank.

    W = 12 S / (m² (n³ - n) - m T), where S sums the squared distances of the items' rank sums from their
    mean and T sums t³ - t over all ties. A rater whose numbers are all equal stays in and lowers W. None for
    less than two raters or items, and where nobody tells any two items apart (the formula is 0 / 0).
    """
    m, n = len(rows), len(rows[0]) if rows else 0
    if m < 2 or n < 2:
        return None
    doubled = [0] * n  # twice the rank sums: whole numbers, so that only the last division is rounded
    ties = 0
    for row in rows:
        ranks, tied = _ranks(row)
        doubled = [total + rank for total, rank in zip(doubled, ranks, strict=True)]
        ties += tied
    most = m * m * (n**3 - n) - m * ties
    if most == 0:
        return None
    mean = m * (n + 1)
    return 3 * sum((total - mean) ** 2 for total in doubled) / most


def chi_squared_tail(value: float, freedom: int) -> float:
    """Return the probability that chi squared is at least `value`; 1 without degrees of freedom.

    Whole degrees of freedom make the incomplete gamma function a finite sum of positive terms.
    """
    half = value / 2
    if half <= 0 or freedom < 1:
        return 1.0
    odd = freedom % 2
    powers = [k + odd / 2 for k in range(freedom // 2)]
    terms = [math.exp(k * math.log(half) - half - math.lgamma(k + 1)) for k in powers]
    return min(math.fsum([*terms, math.erfc(math.sqrt(half)) if odd else 0.0]), 1.0)


def _ranks(row: Sequence[float]) -> tuple[list[int], int]:
    """Return twice the ranks of numbers, the lowest first, and the sum of t³ - t over its ties."""
    counts = Counter(row)
    place: dict[float, int] = {}
    below = 0
    for value in sorted(counts):
        place[value] = 2 * below + counts[value] + 1
        below += counts[value]
    return [place[value] for value in row], sum(t**3 - t for t in counts.values())


def _without_gaps(raters: Mapping[str, set[str]], trends: set[str]) -> tuple[list[str], list[str]]:
    """Return the raters and trends that stay; of equal shares a trend goes before a rater, then by name."""
    by_rater = {person: trends - keys for person, keys in raters.items()}
    by_trend = {key: {person for person, gaps in by_rater.items() if key in gaps} for key in trends}
    while True:
        trend = max(by_trend, key=lambda key: (len(by_trend[key]), key), default="")
        rater = max(by_rater, key=lambda person: (len(by_rater[person]), person), default="")
        if not trend or not rater or not by_trend[trend]:
            return sorted(by_rater), sorted(by_trend)
        if len(by_trend[trend]) * len(by_trend) >= len(by_rater[rater]) * len(by_rater):
            for person in by_trend.pop(trend):
                by_rater[person].discard(trend)
        else:
            for key in by_rater.pop(rater):
                by_trend[key].discard(rater)
