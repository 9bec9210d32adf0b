"""Trend assessment: trends, the scales to rate them on, and where they stand on a radar."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from pydantic import Field, model_validator

from cba_kit.model.base import Frozen, Key, Text
from cba_kit.model.sheet import SheetTemplate

MOST_TRENDS = 2000
"""Trends that one sheet holds at most; what people rate is a choice from it."""
MOST_SECTORS = 24
MOST_HORIZONS = 12

Level = Literal["mega", "macro", "micro"]
"""A mega-trend (long term) shows itself in macro-trends (medium term), these in micro-trends (cases)."""
LEVELS: tuple[Level, ...] = ("mega", "macro", "micro")
"""From the widest to the narrowest."""

Moved = Literal["new", "in", "out", "changed"]
"""What happened to a trend since the catalogue's last issue: new, nearer to the centre, farther, changed."""


class Sector(Frozen):
    """A theme: one slice of the radar (STEEP, an ecosystem, a radar's quadrant)."""

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
    about: str = ""
    level: Level | None = None
    """None where the catalogue has no levels."""
    parent: str = ""
    """The key of the wider trend that this one is a part of; empty at the top."""
    horizon: str = ""
    """The ring in which the catalogue itself puts the trend; never a person's rating."""
    moved: Moved | None = None


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
    sectors: tuple[Sector, ...] = Field(min_length=1, max_length=MOST_SECTORS)
    horizons: tuple[Horizon, ...] = Field(min_length=2, max_length=MOST_HORIZONS)
    horizon_question: Text
    scales: tuple[Scale, ...] = Field(min_length=2)
    trends: tuple[Trend, ...] = Field(min_length=1, max_length=MOST_TRENDS)
    gone: dict[Key, Text] = Field(default_factory=dict)
    """Names of trends that left the catalogue, by key. A key comes back only with its name."""

    def trend(self, key: str) -> Trend | None:
        """The trend with this key, or None."""
        return next((trend for trend in self.trends if trend.key == key), None)

    def scale(self, key: str) -> Scale | None:
        """The scale with this key, or None."""
        return next((scale for scale in self.scales if scale.key == key), None)

    @model_validator(mode="after")
    def _names_that_exist(self) -> Trends:
        for what, names in (
            ("trend", [trend.key for trend in self.trends]),
            ("sector", [sector.key for sector in self.sectors]),
            ("horizon", [horizon.key for horizon in self.horizons]),
        ):
            twice = next((name for name, count in Counter(names).items() if count > 1), None)
            if twice:
                raise ValueError(f"each {what} needs a key of its own; used twice: “{twice}”")
        sectors = {sector.key for sector in self.sectors}
        horizons = {horizon.key for horizon in self.horizons}
        for trend in self.trends:
            if trend.sector not in sectors:
                raise ValueError(f"trend {trend.number}: the sector “{trend.sector}” does not exist")
            if trend.horizon and trend.horizon not in horizons:
                raise ValueError(f"trend {trend.number}: the horizon “{trend.horizon}” does not exist")
        return self

    @model_validator(mode="after")
    def _wider_above_narrower(self) -> Trends:
        known = {trend.key: trend for trend in self.trends}
        for trend in self.trends:
            if not trend.parent:
                continue
            parent = known.get(trend.parent)
            if parent is None:
                raise ValueError(f"trend {trend.number}: the parent “{trend.parent}” does not exist")
            if trend.level is None or parent.level is None:
                raise ValueError(f"trend {trend.number}: a trend with a parent, and the parent, need a level")
            if LEVELS.index(parent.level) >= LEVELS.index(trend.level):
                raise ValueError(
                    f"trend {trend.number}: the parent of a {trend.level} trend is wider; "
                    f"“{trend.parent}” is {parent.level}"
                )
        returned = next((key for key in self.gone if key in known), None)
        if returned:
            raise ValueError(f"gone names a trend that is here: “{returned}”")
        return self
