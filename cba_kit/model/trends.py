"""Trend assessment: trends, the scales to rate them on, and where they stand on a radar."""

from __future__ import annotations

from statistics import median
from typing import Literal

from pydantic import Field, model_validator

from cba_kit.model.base import Frozen, Key, Text
from cba_kit.model.sheet import SheetTemplate


class Sector(Frozen):
    """A theme: one slice of the radar (STEEP)."""

    key: Key
    title: Text


class Trend(Frozen):
    """A trend to assess; `number` stands on the radar."""

    key: Key
    number: int
    name: Text
    short: Text
    sector: Key
    link: str = ""
    about: Text


class Scale(Frozen):
    """One question about a trend, answered on whole numbers from `low` to `high`, or by “don't know”."""

    key: Literal["relevance", "direction", "knowledge", "certainty", "readiness"]
    title: Text
    question: Text
    low: int
    high: int
    words: dict[int, str]
    ends: tuple[str, str]
    required: bool = True


class Horizon(Frozen):
    """When a trend is felt: one ring of the radar, the first nearest to now."""

    key: Key
    label: Text
    mark: Text
    """The word at the ring's edge on a small screen: 2, 5, 10, later."""


class Trends(SheetTemplate):
    """A sheet of kind trends."""

    kind: Literal["trends"] = "trends"
    sectors: tuple[Sector, ...] = Field(min_length=3, max_length=8)
    horizons: tuple[Horizon, ...] = Field(min_length=2, max_length=5)
    horizon_question: Text
    scales: tuple[Scale, ...] = Field(min_length=2)
    trends: tuple[Trend, ...] = Field(min_length=1, max_length=40)

    def trend(self, key: str) -> Trend | None:
        """The trend with this key, or None."""
        return next((trend for trend in self.trends if trend.key == key), None)

    def scale(self, key: str) -> Scale | None:
        """The scale with this key, or None."""
        return next((scale for scale in self.scales if scale.key == key), None)

    @model_validator(mode="after")
    def _names_that_exist(self) -> Trends:
        sectors = {sector.key for sector in self.sectors}
        for trend in self.trends:
            if trend.sector not in sectors:
                raise ValueError(f"trend {trend.number}: the sector “{trend.sector}” does not exist")
        keys = [trend.key for trend in self.trends]
        twice = [key for key in keys if keys.count(key) > 1]
        if twice:
            raise ValueError(f"each trend needs a key of its own; used twice: “{twice[0]}”")
        return self


class Summary(Frozen):
    """What a cohort says about one trend on one scale. `spread` is the interquartile range."""

    raters: int
    unknown: int
    median: float | None
    spread: float | None


def summarise(values: list[int | None]) -> Summary:
    """Summarise ratings; None stands for “don't know” and is counted apart, never as a number.

    Quartiles by linear interpolation (type 7); no figures under five raters, since the measure depends
    on the size of the panel (PMC4535950) and small groups could be recognised.
    """
    known = sorted(value for value in values if value is not None)
    unknown = len(values) - len(known)
    if len(known) < 5:
        return Summary(raters=len(known), unknown=unknown, median=None, spread=None)
    spread = _quantile(known, 0.75) - _quantile(known, 0.25)
    return Summary(raters=len(known), unknown=unknown, median=float(median(known)), spread=spread)


def _quantile(ordered: list[int], share: float) -> float:
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
