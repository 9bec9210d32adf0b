"""Panel: what all who rated a sheet said in one round that was revealed, and who is in which group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cba_kit.model.agreement import Agreement
from cba_kit.model.assessment import (
    Answers,
    Assessment,
    People,
    agreements,
    answers,
    cohort_view,
    own_answers,
)
from cba_kit.model.breakdown import Roster, Split, breakdown, roster, traits
from cba_kit.model.concordance import Concordance, concordance
from cba_kit.model.discussion import Agenda, agenda
from cba_kit.model.form import Form
from cba_kit.model.movement import Movement, movement
from cba_kit.model.trends import Scale, Trends
from cba_kit.pages.visit import Visit
from cba_kit.store.cohort import answered
from cba_kit.store.rounds import rounds

FOUNDED, KIND = "founded", "legal_form"
"""Questions of a profile that tell a cluster's age and its kind, where a form asks them."""
_NONE: Mapping[str, Mapping[str, Assessment]] = {}


@dataclass(frozen=True)
class Panel:
    """One revealed round of a sheet; `before` are the ratings of the round before it, if there was one."""

    sheet: Trends
    number: int
    people: People
    before: People = field(default_factory=dict)

    @cached_property
    def _answers(self) -> Answers:
        return answers(self.sheet, self.people)

    @cached_property
    def _answers_before(self) -> Answers:
        return answers(self.sheet, self.before)

    def agreements(self) -> dict[str, dict[str, Agreement]]:
        """Return how far people agree, by trend and scale."""
        return agreements(self.sheet, self.people, self._answers)

    def medians(self, found: Mapping[str, Mapping[str, Agreement]]) -> dict[str, Assessment]:
        """Return what the whole panel says about each trend that five or more rated; `found` agreements."""
        views = cohort_view(self.sheet, list(self.people.values()), agreed=found)
        return {key: view.assessment for key, view in views.items()}

    def medians_before(self) -> dict[str, Assessment] | None:
        """Return what it said in the round before; None in the first one."""
        if self.number == 1:
            return None
        agreed = agreements(self.sheet, self.before, self._answers_before)
        views = cohort_view(self.sheet, list(self.before.values()), agreed=agreed)
        return {key: view.assessment for key, view in views.items()}

    def movements(self) -> dict[str, dict[str, Movement]]:
        """Return how views changed since the round before, by trend and scale; empty in the first round."""
        if self.number == 1:
            return {}
        before, now = self._answers_before, self._answers
        return {
            trend.key: {
                scale.key: movement(before[trend.key][scale.key], now[trend.key][scale.key], scale)
                for scale in self.sheet.scales
            }
            for trend in self.sheet.trends
        }

    def splits(self, people: Roster, scale: Scale) -> dict[str, dict[str, Split]]:
        """Return what groups say on a scale, by trend and dimension, as far as it may be known."""
        found = ((trend, by_scale[scale.key]) for trend, by_scale in self._answers.items())
        return {trend: breakdown(given, people, scale) for trend, given in found if given}

    def concordance(self, scale: Scale) -> Concordance:
        """Return how far people put the trends in one order."""
        return concordance(own_answers(self._answers, scale.key))

    def agenda(
        self, found: Mapping[str, Mapping[str, Agreement]], moved: Mapping[str, Mapping[str, Movement]]
    ) -> Agenda:
        """Return what to talk about."""
        return agenda(self.sheet, found, moved)


def open_panel(visit: Visit, sheet: Trends, number: int) -> Panel:
    """Return a round of a sheet; the caller has seen that it was revealed."""
    found = rounds(visit.store, visit.person.edition, sheet.key)
    return Panel(sheet, number, found.get(number, _NONE), found.get(number - 1, _NONE))


def roster_of(visit: Visit) -> Roster:
    """Return which participant is in which group: ecosystem, country, role, kind and age of the cluster."""
    edition, year = visit.person.edition, visit.now().year
    told = answered(visit.store, edition, (FOUNDED, KIND))
    found = {}
    for person in visit.store.people.of(edition, "participant"):
        facts = told.get(person.id, {})
        founded, kind = facts.get(FOUNDED), facts.get(KIND)
        found[person.id] = traits(
            person,
            kind=kind if isinstance(kind, str) else "",
            founded=int(founded) if isinstance(founded, int | float) else None,
            year=year,
        )
    return roster(found)


def group_names(visit: Visit) -> dict[str, dict[str, str]]:
    """Return what groups are called, by dimension."""
    library, texts = visit.library, visit.texts
    forms = [sheet for sheet in visit.sheets.values() if isinstance(sheet, Form)]
    kinds = next((asked for form in forms if (asked := form.question(KIND))), None)
    return {
        "ecosystem": {item.key: item.name for item in library.ecosystems()},
        "country": {item.code: item.name for item in library.countries()},
        "role": {
            key: texts[f"plenary.role.{key}"] for key in ("participant", "coach", "trainer", "organiser")
        },
        "kind": {choice.key: choice.label for choice in kinds.choices} if kinds else {},
        "age": {key: texts[f"plenary.age.{key}"] for key in ("under5", "5to9", "10to19", "over20")},
    }
