"""Trends as a roadmap shows them: the own view, the cohort's beside it, and what to talk about first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cba_kit.model.assessment import Assessment, CohortView, assess, talk_first
from cba_kit.model.complete import progress
from cba_kit.model.roadmap.source import Source
from cba_kit.model.trends import Trend, Trends


@dataclass(frozen=True, slots=True)
class Outlook:
    """A trends sheet, rated as far as it is. `cohort` is empty while fewer than five people rated."""

    template: Trends
    own: Mapping[str, Assessment]
    cohort: Mapping[str, CohortView]
    rated: int
    """How many trends have an answer on every required scale, as the page counts them."""
    unsure: int
    """How many of these have “I don't know” among their answers."""
    blind: int = 0
    """The round that is rated blind now and is not in it; 0: there is none."""

    @property
    def placed(self) -> int:
        """How many trends have a number for relevance, and so a place in a picture."""
        return sum(a.relevance is not None for a in self.own.values())

    @property
    def raters(self) -> int:
        """The smallest number of people behind a figure of the cohort."""
        return min((view.raters for view in self.cohort.values()), default=0)

    @property
    def first(self) -> tuple[Trend, ...]:
        """Trends to talk about first, the most relevant one in front."""
        found = [t for t in self.template.trends if t.key in self.own and self._is_first(t)]
        return tuple(sorted(found, key=lambda t: (-(self.own[t.key].relevance or 0), t.number)))

    @property
    def foremost(self) -> tuple[Trend, ...]:
        """Up to three trends of the highest relevance given, of those above the middle only."""
        rated = [t for t in self.template.trends if self._relevance(t) > 0]
        top = max((self._relevance(t) for t in rated), default=0)
        return tuple(t for t in rated if self._relevance(t) == top)[:3]

    def _is_first(self, trend: Trend) -> bool:
        return talk_first(self.template, self.own[trend.key])

    def _relevance(self, trend: Trend) -> float:
        return (self.own[trend.key].relevance or 0) if trend.key in self.own else 0


def outlook(source: Source, template: Trends) -> Outlook:
    """Read a trends sheet from the workbook and sum up what the cohort says."""
    known = {trend.key for trend in template.trends}
    own = {key: a for key, a in assess(source.entries, template.key).items() if key in known and a.started}
    needed = {scale.key for scale in template.scales if scale.required}
    unsure = [e for e in source.on(template.key) if e.block in own and own[e.block].unknown & needed]
    return Outlook(
        template,
        own,
        source.cohort.get(template.key, {}),
        rated=progress(template, source.entries).done,
        unsure=progress(template, unsure).done,
        blind=source.blind.get(template.key, 0),
    )
