"""Discussion: what a cohort should talk about, and the numbers that say why.

Everything follows from figures that five people or more stand behind; the order is the same each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cba_kit.model.agreement import Agreement
from cba_kit.model.assessment import Assessment, talk_first
from cba_kit.model.movement import STABLE, Movement
from cba_kit.model.trends import Trend, Trends

SPLIT = ("relevance", "direction")
"""The scales on which it matters that people are divided: how much, and threat or opportunity."""
MOST = 5
"""Trends of each list."""


@dataclass(frozen=True, slots=True)
class LittleKnown:
    """A trend that is relevant and little known; without `knowledge`, most said “don't know”."""

    trend: Trend
    relevance: float
    raters: int
    knowledge: float | None
    unknown: int | None
    """How many said “don't know” about knowledge; None where too few answered."""


@dataclass(frozen=True, slots=True)
class Divided:
    """A trend about which people are divided, on the scale on which they are most."""

    trend: Trend
    scale: str
    spread: float
    low: float
    """The share of raters in the low band of the scale, and in the high one."""
    high: float
    raters: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A trend on which views moved between two rounds, on the scale on which they did most."""

    trend: Trend
    scale: str
    before: float
    """Medians."""
    after: float
    up: int
    down: int
    change: float
    raters: int
    """People who rated in both rounds."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """Three lists, the foremost trend first; a trend may be in each of them."""

    first: tuple[LittleKnown, ...]
    divided: tuple[Divided, ...]
    moved: tuple[Moved, ...]


def agenda(
    template: Trends,
    agreements: Mapping[str, Mapping[str, Agreement]],
    movements: Mapping[str, Mapping[str, Movement]] | None = None,
    *,
    most: int = MOST,
) -> Agenda:
    """Return what to talk about: agreements and, from the second round on, movements, by trend and scale."""
    first, divided, moved = [], [], []
    for trend in template.trends:
        by_scale = agreements.get(trend.key, {})
        first += _little_known(template, trend, by_scale)
        divided += _divided(trend, by_scale)
        moved += _moved(trend, (movements or {}).get(trend.key, {}))
    first.sort(key=lambda one: (-one.relevance, one.knowledge or 0, one.trend.number))
    divided.sort(key=lambda one: (-one.spread, -min(one.low, one.high), one.trend.number))
    moved.sort(key=lambda one: (-abs(one.after - one.before), -one.change, one.trend.number))
    return Agenda(tuple(first[:most]), tuple(divided[:most]), tuple(moved[:most]))


def _little_known(template: Trends, trend: Trend, by_scale: Mapping[str, Agreement]) -> list[LittleKnown]:
    relevance, knowledge = by_scale.get("relevance"), by_scale.get("knowledge")
    if relevance is None or knowledge is None or relevance.median is None:
        return []
    asked = knowledge.unknown is not None and knowledge.unknown > knowledge.raters
    median = None if asked else knowledge.median
    unknown = frozenset({"knowledge"}) if asked else frozenset[str]()
    if not talk_first(template, Assessment(relevance.median, knowledge=median, unknown=unknown)):
        return []
    return [LittleKnown(trend, relevance.median, relevance.raters, median, knowledge.unknown)]


def _divided(trend: Trend, by_scale: Mapping[str, Agreement]) -> list[Divided]:
    found = [
        Divided(trend, scale, one.spread, one.bands[0], one.bands[2], one.raters)
        for scale in SPLIT
        if (one := by_scale.get(scale)) and one.verdict == "divided" and one.spread and one.bands
    ]
    return sorted(found, key=lambda one: -one.spread)[:1]


def _moved(trend: Trend, by_scale: Mapping[str, Movement]) -> list[Moved]:
    found = [
        Moved(
            trend=trend,
            scale=scale,
            before=one.before.median,
            after=one.after.median,
            up=one.up,
            down=one.down,
            change=one.change,
            raters=one.both,
        )
        for scale, one in by_scale.items()
        if one.before.median is not None
        and one.after.median is not None
        and one.up is not None
        and one.down is not None
        and one.change is not None
        and (one.change >= STABLE or (one.shift and one.up + one.down))  # else others rated, and nobody moved
    ]
    return sorted(found, key=lambda one: (-abs(one.after - one.before), -one.change))[:1]
