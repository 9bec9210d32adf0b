"""Plans: what the actions of a whole cohort add up to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cba_kit.model.cohort.members import Cohort
from cba_kit.model.lists import Kpi
from cba_kit.model.plan import Plan
from cba_kit.model.suppression import Breakdown, Cell, at_least, disclose
from cba_kit.model.values import Action
from cba_kit.model.workbook import as_date

OWN_MEASURE, NO_MEASURE = "own", "unmeasured"
"""The levels of measures that are not in the bank of indicators, and of actions without one."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An action, the id of whose it is, and the horizon that it is due in ("" without a date)."""

    person: str
    horizon: str
    value: Action


def planned(cohort: Cohort, plan: Plan) -> list[Planned]:
    """Return all actions that have a title; conflict copies are no actions of their own."""
    found = []
    for member in cohort.members:
        for entry in member.entries:
            if entry.sheet != plan.key or entry.conflict_of or not entry.text("title").strip():
                continue
            horizon = plan.horizon_of(as_date(entry.fields.get("due")), cohort.edition.end)
            value = Action.model_validate(entry.fields)
            found.append(Planned(member.person.id, horizon.key if horizon else "", value))
    return found


def counted(actions: Iterable[Planned], key: Callable[[Planned], str]) -> Breakdown:
    """Return how many actions have each key."""
    return _broken_down(actions, key, lambda _: 1)


def money(actions: Iterable[Planned], key: Callable[[Planned], str]) -> Breakdown:
    """Return what the actions cost by key, in EUR; dropped ones cost nothing."""
    costly = [action for action in actions if action.value.cost and action.value.status != "dropped"]
    return _broken_down(costly, key, lambda action: action.value.cost or 0)


def source(action: Planned) -> str:
    """Return where an action's money comes from, however it is spelt."""
    return _plain(action.value.funding)


def spelling(actions: Sequence[Planned], source_key: str) -> str:
    """Return how most people write a source, its first four words: more could be somebody's sentence."""
    written = [action.value.funding.strip() for action in actions if source(action) == source_key]
    most = max(sorted(set(written)), key=written.count) if written else ""
    return " ".join(most.split()[:4])


def level(kpis: Sequence[Kpi]) -> Callable[[Planned], str]:
    """Return what gives the level of an action's measure, by the bank of indicators.

    Actions without a measure have a level, too: beside the number of all actions, that of those with a
    measure would tell how many have none.
    """
    levels: dict[str, str] = {_plain(kpi.name): kpi.level for kpi in kpis} | {"": NO_MEASURE}
    return lambda action: levels.get(_plain(action.value.measure), OWN_MEASURE)


def measures(actions: Iterable[Planned], kpis: Sequence[Kpi]) -> list[tuple[Kpi, int]]:
    """Return the indicators of the bank that people measure by, and how many people do at least."""
    users: dict[str, set[str]] = {}
    for action in actions:
        users.setdefault(_plain(action.value.measure), set()).add(action.person)
    found = [(kpi, at_least(len(users.get(_plain(kpi.name), ())))) for kpi in kpis]
    return sorted(((kpi, count) for kpi, count in found if count), key=lambda pair: -pair[1])


def with_fields(actions: Iterable[Planned], *fields: str) -> int:
    """Return how many people have an action with all these fields filled, at least."""
    found = {a.person for a in actions if all(getattr(a.value, name) for name in fields)}
    return at_least(len(found))


def _broken_down(
    actions: Iterable[Planned], key: Callable[[Planned], str], amount: Callable[[Planned], float]
) -> Breakdown:
    groups: dict[str, list[Planned]] = {}
    for action in actions:
        groups.setdefault(key(action), []).append(action)
    return disclose(
        Cell(name, frozenset(action.person for action in here), sum(map(amount, here)))
        for name, here in groups.items()
    )


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
