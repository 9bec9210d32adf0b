"""Agreement: how far people are of one mind about one trend on one scale, by several measures at once.

No single measure will do: the interquartile range depends on the size of the panel (PMC4535950), and a share
in one band hides how far the others are. So they stand side by side, always with the number of raters, and
under five raters there is nothing but that number: it would mean little, and who said what could be guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from cba_kit.model.suppression import ENOUGH
from cba_kit.model.trends import Scale

Verdict = Literal["agree", "mixed", "divided"]
Band = Literal["low", "middle", "high"]
BANDS: tuple[Band, ...] = ("low", "middle", "high")


@dataclass(frozen=True, slots=True)
class Agreement:
    """The answers of some people on one scale. Under five raters, all measures are None."""

    raters: int
    """People who gave a number; this one is always known."""
    unknown: int | None
    """People who answered “don't know”; None where fewer than five answered at all."""
    low: int
    """The lowest point of the scale."""
    counts: tuple[int, ...]
    """Raters at each point of the scale, from low to high; empty under five raters."""

    @property
    def median(self) -> float | None:
        """The middle of the ratings."""
        return self.quantile(0.5)

    @property
    def quartiles(self) -> tuple[float, float] | None:
        """The lower and the upper quartile."""
        lower, upper = self.quantile(0.25), self.quantile(0.75)
        return None if lower is None or upper is None else (lower, upper)

    @property
    def spread(self) -> float | None:
        """The interquartile range, in points of the scale."""
        found = self.quartiles
        return found[1] - found[0] if found else None

    @property
    def verdict(self) -> Verdict | None:
        """What the spread says; see `verdict`."""
        return verdict(self.spread)

    @property
    def bands(self) -> tuple[float, float, float] | None:
        """The share of raters in the low, the middle and the high third of the scale; see `band`."""
        if not self.counts:
            return None
        found = [0, 0, 0]
        last = len(self.counts) - 1
        for step, count in enumerate(self.counts):
            found[_third(step, last)] += count
        return found[0] / self.raters, found[1] / self.raters, found[2] / self.raters

    @property
    def fullest(self) -> tuple[float, Band | None] | None:
        """The largest share of raters in one band, and which one; None for the band where two are equal."""
        shares = self.bands
        if shares is None:
            return None
        most = max(shares)
        return most, BANDS[shares.index(most)] if shares.count(most) == 1 else None

    @property
    def top(self) -> float | None:
        """The share of raters in the high band."""
        return self.bands[2] if self.bands else None

    def quantile(self, share: float) -> float | None:
        """Return a quantile by linear interpolation (type 7 of Hyndman and Fan, numpy's own one)."""
        if not self.counts:
            return None
        place = (self.raters - 1) * share
        below = int(place)
        found = self._at(below)
        return float(found) if place == below else found + (self._at(below + 1) - found) * (place - below)

    def _at(self, place: int) -> int:
        """Return the rating at a place among all of them in order, the lowest at 0."""
        for step, count in enumerate(self.counts):
            place -= count
            if place < 0:
                return self.low + step
        raise IndexError(f"no rating at a place {place} beyond the last one")


def agreement(answers: Iterable[int | None], scale: Scale) -> Agreement:
    """Sum up answers on one scale; None stands for “don't know” and is counted apart, never as a number.

    A number that is not on the scale, which was cut down after somebody answered, is left out.
    """
    found = Counter(answers)
    return counted([found[value] for value in range(scale.low, scale.high + 1)], found[None], scale)


def counted(counts: Sequence[int], unknown: int, scale: Scale) -> Agreement:
    """Return the agreement of answers that have been counted, from the lowest point to the highest."""
    raters = sum(counts)
    return Agreement(
        raters=raters,
        unknown=unknown if raters + unknown >= ENOUGH else None,
        low=scale.low,
        counts=tuple(counts) if raters >= ENOUGH else (),
    )


def verdict(spread: float | None) -> Verdict | None:
    """Return what an interquartile range says: up to 1 people agree, from 2 on they are divided.

    The bounds are those in wide use for scales of five points.
    """
    if spread is None:
        return None
    return "agree" if spread <= 1 else "divided" if spread >= 2 else "mixed"


def band(scale: Scale, value: int) -> Band:
    """Return the third of the scale that a number is in; a number on a cut is in the middle.

    1 to 5: 1 and 2 are low, 3 is the middle, 4 and 5 are high. -2 to 2: threats, both, opportunities.
    """
    return BANDS[_third(value - scale.low, scale.high - scale.low)]


def _third(step: int, last: int) -> int:
    return 0 if 3 * step < last else 2 if 3 * step > 2 * last else 1
