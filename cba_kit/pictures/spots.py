"""Spots: what a radar shows, each trend with its cell, its size and its signs, before any of it is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cba_kit.model.assessment import Assessment
from cba_kit.model.trends import Trend, Trends

MOST = 120
"""Markers on one radar; the less relevant ones of a larger catalogue stand in the table alone."""

Step = Literal["", "in", "out", "same", "new", "changed"]
"""Since before: nearer to the middle, farther, in the same ring, not there before; "": nobody asked."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A trend that has a place on the radar."""

    trend: Trend
    sector: int
    ring: int
    rank: int
    """Among all trends of its sector: it keeps its direction when it changes its ring."""
    weight: float
    """Relevance as a share of its scale: 0 to 1."""
    cap: int = 0
    """1 opportunity, -1 threat, 0 both or not known."""
    unsure: bool = False
    """The direction is not known."""
    step: Step = ""
    origin: int | None = None
    """The ring that it stood in before, where that is another one."""


def rated_spots(
    template: Trends, ratings: Mapping[str, Assessment], before: Mapping[str, Assessment] | None
) -> tuple[list[Spot], int]:
    """Return the rated trends that have a place, and how many more there are than a picture holds."""
    placed = [trend for trend in template.trends if ring_of(template, ratings.get(trend.key)) is not None]
    few = sorted(placed, key=lambda trend: (-(ratings[trend.key].relevance or 0), trend.number))[:MOST]
    spots = [
        Spot(
            trend,
            sector,
            ring,
            rank,
            weight=_weight(template, rating.relevance),
            cap=_sign(rating.direction),
            unsure=rating.direction is None,
            step=step_of(ring, old) if before is not None else "",
            origin=old if old is not None and old != ring else None,
        )
        for trend, sector, rank in _ranked(template, few)
        for rating in [ratings[trend.key]]
        for ring in [ring_of(template, rating) or 0]
        for old in [ring_of(template, before.get(trend.key)) if before is not None else None]
    ]
    return spots, len(placed) - len(few)


def issued_spots(template: Trends) -> tuple[list[Spot], int]:
    """Return the trends where their catalogue itself puts them, and how many more there are."""
    rings = {horizon.key: i for i, horizon in enumerate(template.horizons)}
    placed = [trend for trend in template.trends if trend.horizon in rings]
    few = placed[:MOST]
    spots = [
        Spot(trend, sector, rings[trend.horizon], rank, weight=0.3, step=trend.moved or "")
        for trend, sector, rank in _ranked(template, few)
    ]
    return spots, len(placed) - len(few)


def ring_of(template: Trends, rating: Assessment | None) -> int | None:
    """Return the index of the ring a rating stands in; None when it cannot be placed."""
    if rating is None or rating.relevance is None:
        return None
    keys = [horizon.key for horizon in template.horizons]
    return keys.index(rating.horizon) if rating.horizon in keys else None


def crowd(template: Trends, spots: Sequence[Spot]) -> list[int]:
    """Return how many trends each sector has: all, or of a large catalogue those that are shown."""
    large = len(template.trends) > MOST
    keys = [spot.trend.sector for spot in spots] if large else [trend.sector for trend in template.trends]
    return [keys.count(sector.key) for sector in template.sectors]


def _ranked(template: Trends, shown: Iterable[Trend]) -> list[tuple[Trend, int, int]]:
    """Return the trends by number, each with its sector and its rank among all trends of that sector."""
    sectors = {sector.key: i for i, sector in enumerate(template.sectors)}
    ranks: dict[str, int] = {}
    counts = [0] * len(sectors)
    for trend in sorted(template.trends, key=lambda trend: trend.number):
        at = sectors[trend.sector]
        ranks[trend.key], counts[at] = counts[at], counts[at] + 1
    ordered = sorted(shown, key=lambda trend: trend.number)
    return [(trend, sectors[trend.sector], ranks[trend.key]) for trend in ordered]


def _weight(template: Trends, relevance: float | None) -> float:
    scale = template.scale("relevance")
    low, high = (scale.low, scale.high) if scale else (1, 5)
    return min(max(((relevance or low) - low) / max(high - low, 1), 0.0), 1.0)


def _sign(direction: float | None) -> int:
    return 0 if not direction else 1 if direction > 0 else -1


def step_of(ring: int, old: int | None) -> Step:
    """Return what happened to a trend that stands in a ring now and stood in `old` before, or in none."""
    if old is None:
        return "new"
    return "in" if ring < old else "out" if ring > old else "same"
