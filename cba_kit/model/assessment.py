"""Assessments: what one person, or a cohort, says about each trend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cba_kit.model.trends import Summary, Trends, summarise
from cba_kit.model.workbook import Entry

ENOUGH_RATERS = 5
"""From this many raters on, a cohort's figure is shown: it means something and hides who said what."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """One trend, rated. A number is None when it was not given, or when the answer is “don't know”."""

    relevance: float | None = None
    direction: float | None = None
    knowledge: float | None = None
    horizon: str = ""
    unknown: frozenset[str] = frozenset()
    """Scales that were answered by “don't know”."""
    reason: str = ""

    @property
    def started(self) -> bool:
        """Tell whether anything was said about the trend."""
        given = (self.relevance, self.direction, self.knowledge)
        return bool(self.unknown or self.horizon) or any(value is not None for value in given)


@dataclass(frozen=True, slots=True)
class CohortView:
    """What a cohort says about one trend: medians as an assessment, and how many said it."""

    raters: int
    unknown: int
    spread: float | None
    """Interquartile range of relevance."""
    assessment: Assessment


def assess(entries: Iterable[Entry], sheet: str) -> dict[str, Assessment]:
    """Read the ratings of one trends sheet, by the trend's key."""
    return {
        entry.block: _assessment(entry)
        for entry in entries
        if entry.sheet == sheet and entry.kind == "rating" and not entry.removed and not entry.conflict_of
    }


def cohort_view(template: Trends, people: Sequence[Mapping[str, Assessment]]) -> dict[str, CohortView]:
    """Summarise what `people` say about each trend that at least five of them rated for relevance."""
    found = {}
    for trend in template.trends:
        given = [person[trend.key] for person in people if trend.key in person]
        relevance = _summary(given, "relevance")
        if relevance.raters < ENOUGH_RATERS:
            continue
        horizons = Counter(a.horizon for a in given if a.horizon)
        order = [horizon.key for horizon in template.horizons]
        enough = horizons.total() >= ENOUGH_RATERS
        known = [key for key in order if enough and horizons[key]]
        found[trend.key] = CohortView(
            raters=relevance.raters,
            unknown=relevance.unknown,
            spread=relevance.spread,
            assessment=Assessment(
                relevance=relevance.median,
                direction=_summary(given, "direction").median,
                knowledge=_summary(given, "knowledge").median,
                # the one named most often; the nearer one where two are named as often
                horizon=max(known, key=lambda key: (horizons[key], -order.index(key))) if known else "",
            ),
        )
    return found


def talk_first(template: Trends, assessment: Assessment) -> bool:
    """Tell whether a trend is relevant and too little known: above the middle, and not above it.

    The order of talk that the JRC's engagement tool advises: high relevance, low knowledge.
    """
    if assessment.relevance is None or assessment.relevance <= middle(template, "relevance"):
        return False
    if assessment.knowledge is None:
        return "knowledge" in assessment.unknown
    return assessment.knowledge <= middle(template, "knowledge")


def middle(template: Trends, scale: str) -> float:
    """Return the middle of a scale; 3 where the template does not have it."""
    found = template.scale(scale)
    return (found.low + found.high) / 2 if found else 3.0


def _assessment(entry: Entry) -> Assessment:
    values = entry.fields
    numbers = {name: _number(values.get(name)) for name in ("relevance", "direction", "knowledge")}
    unknown = frozenset(name for name, value in values.items() if value == "unknown")
    return Assessment(**numbers, horizon=entry.text("horizon"), unknown=unknown, reason=entry.text("reason"))


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _summary(given: Sequence[Assessment], scale: str) -> Summary:
    values: list[int | None] = []
    for assessment in given:
        value = getattr(assessment, scale)
        if value is not None:
            values.append(round(value))
        elif scale in assessment.unknown:
            values.append(None)
    return summarise(values)
