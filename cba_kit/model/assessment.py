"""Assessments: what one person, or a cohort, says about each trend, round by round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from cba_kit.model.agreement import Agreement, Verdict, agreement, verdict
from cba_kit.model.suppression import ENOUGH
from cba_kit.model.trends import Trends
from cba_kit.model.values import EntryKind

SCALES = ("relevance", "direction", "knowledge", "certainty", "readiness")
ANSWERS = (*SCALES, "horizon")
_NOTHING = frozenset[str]()


@dataclass(frozen=True, slots=True)
class Assessment:
    """One trend, rated. A number is None when it was not given, or when the answer is “don't know”."""

    relevance: float | None = None
    direction: float | None = None
    knowledge: float | None = None
    horizon: str = ""
    unknown: frozenset[str] = frozenset()
    """Scales that were answered by “don't know”, and “horizon”."""
    reason: str = ""
    certainty: float | None = None
    readiness: float | None = None

    @property
    def started(self) -> bool:
        """Tell whether anything was said about the trend."""
        return bool(self.unknown or self.horizon) or any(self.number(scale) is not None for scale in SCALES)

    def number(self, scale: str) -> float | None:
        """Return the number given on a scale."""
        found: float | None = getattr(self, scale)
        return found


People = Mapping[str, Mapping[str, Assessment]]
"""The assessments of many people: by person, then by trend."""
Answers = dict[str, dict[str, dict[str, int | None]]]
"""What people answered: by trend, by scale, by person; None is “don't know”, gaps are left out."""
ByScale = dict[str, Agreement]


class Rated(Protocol):
    """A rating as far as an assessment is read from it: an entry, or what of one was read."""

    @property
    def sheet(self) -> str: ...
    @property
    def kind(self) -> EntryKind: ...
    @property
    def block(self) -> str: ...
    @property
    def fields(self) -> Mapping[str, Any]: ...
    @property
    def removed(self) -> bool: ...
    @property
    def conflict_of(self) -> str | None: ...


class InRound(Protocol):
    """What tells its round among its fields."""

    @property
    def fields(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class CohortView:
    """What a cohort says about one trend: medians as an assessment, and how many said it."""

    raters: int
    unknown: int
    spread: float
    """Interquartile range of relevance."""
    assessment: Assessment

    @property
    def verdict(self) -> Verdict | None:
        """Whether people agree about the relevance."""
        return verdict(self.spread)


def assess(entries: Iterable[Rated], sheet: str, *, in_round: int | None = None) -> dict[str, Assessment]:
    """Read the ratings of one trends sheet, by the trend's key.

    Without a round, those of the newest one in which something was said about the trend.
    """
    found: dict[str, Assessment] = {}
    ranks: dict[str, tuple[bool, int]] = {}
    for entry in entries:
        if entry.sheet != sheet or entry.kind != "rating" or entry.removed or entry.conflict_of:
            continue
        number = round_of(entry)
        if in_round is not None and number != in_round:
            continue
        assessment = assessment_of(entry.fields)
        rank = assessment.started, number
        if rank >= ranks.get(entry.block, rank):
            found[entry.block], ranks[entry.block] = assessment, rank
    return found


def assessment_of(fields: Mapping[str, Any]) -> Assessment:
    """Read the fields of one rating."""
    some = "unknown" in fields.values()
    return Assessment(
        relevance=_number(fields.get("relevance")),
        direction=_number(fields.get("direction")),
        knowledge=_number(fields.get("knowledge")),
        horizon=str(fields.get("horizon") or ""),
        unknown=frozenset(name for name in ANSWERS if fields.get(name) == "unknown") if some else _NOTHING,
        reason=str(fields.get("reason") or ""),
        certainty=_number(fields.get("certainty")),
        readiness=_number(fields.get("readiness")),
    )


def round_of(entry: InRound) -> int:
    """Return the round that a rating belongs to; those of old clients name none and belong to the first."""
    number = entry.fields.get("round")
    return number if isinstance(number, int) and not isinstance(number, bool) else 1


def answers(template: Trends, people: People) -> Answers:
    """Return all answers of these people, on every trend and scale of the template."""
    scales = [scale.key for scale in template.scales]
    found: Answers = {trend.key: {scale: {} for scale in scales} for trend in template.trends}
    for person, own in people.items():
        for trend, one in own.items():
            for scale, given in found.get(trend, {}).items():
                value = one.number(scale)
                if value is not None:
                    given[person] = round(value)
                elif scale in one.unknown:
                    given[person] = None
    return found


def own_answers(given: Answers, scale: str) -> dict[str, dict[str, int | None]]:
    """Return what each person answered on one scale: by person, then by trend."""
    found: dict[str, dict[str, int | None]] = {}
    for trend, by_scale in given.items():
        for person, value in by_scale[scale].items():
            found.setdefault(person, {})[trend] = value
    return found


def agreements(template: Trends, people: People, given: Answers | None = None) -> dict[str, ByScale]:
    """Return how far people agree, by trend and scale; trends that nobody rated are left out.

    `given` are their answers where they are known already.
    """
    known = answers(template, people) if given is None else given
    rated = {trend for own in people.values() for trend, one in own.items() if one.started}
    return {
        trend.key: {s.key: agreement(known[trend.key][s.key].values(), s) for s in template.scales}
        for trend in template.trends
        if trend.key in rated
    }


def cohort_view(
    template: Trends,
    people: Sequence[Mapping[str, Assessment]],
    *,
    agreed: Mapping[str, Mapping[str, Agreement]] | None = None,
) -> dict[str, CohortView]:
    """Summarise what `people` say about each trend that at least five of them rated for relevance.

    `agreed` are their agreements where they are known already.
    """
    everybody = {str(place): one for place, one in enumerate(people)}
    order = [horizon.key for horizon in template.horizons]
    found = {}
    for key, by_scale in (agreements(template, everybody) if agreed is None else agreed).items():
        relevance = by_scale.get("relevance")
        if relevance is None or relevance.spread is None:
            continue
        given = [one[key] for one in people if key in one]
        found[key] = CohortView(
            raters=relevance.raters,
            unknown=relevance.unknown or 0,
            spread=relevance.spread,
            assessment=replace(_medians(by_scale), horizon=_horizon(given, order)),
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


def _medians(by_scale: Mapping[str, Agreement]) -> Assessment:
    medians = {scale: found.median for scale, found in by_scale.items()}
    return Assessment(
        relevance=medians.get("relevance"),
        direction=medians.get("direction"),
        knowledge=medians.get("knowledge"),
        certainty=medians.get("certainty"),
        readiness=medians.get("readiness"),
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _horizon(given: Sequence[Assessment], order: Sequence[str]) -> str:
    """Return the horizon named most often; the nearer one where two are named as often."""
    named = Counter(one.horizon for one in given if one.horizon in order)
    known = [key for key in order if named.total() >= ENOUGH and named[key]]
    return max(known, key=lambda key: (named[key], -order.index(key))) if known else ""
