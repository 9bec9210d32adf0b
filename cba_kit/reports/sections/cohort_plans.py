"""Sections of the cohort report about plans: actions, money, and how success will be measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cba_kit.model.cohort import Cohort, Planned
from cba_kit.model.cohort import plans as counting
from cba_kit.model.plan import Plan
from cba_kit.reports.pen import Pen
from cba_kit.reports.section import Section
from cba_kit.reports.sections.bars import Bar, bars, breakdown_bars, floor_text

_READY: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("owner", ("owner", "due")),
    ("measure", ("measure",)),
    ("numbers", ("measure", "baseline", "target")),
    ("cost", ("cost",)),
    ("step", ("first_step",)),
)
_LEVELS = ("input", "activity", "output", "outcome", "impact", counting.OWN_MEASURE, counting.NO_MEASURE)


def actions(pen: Pen, cohort: Cohort, plan: Plan) -> Section:
    """Return the actions of all plans by horizon and status, and how finished the plans are."""
    say = pen.words.say
    found = counting.planned(cohort, plan)
    by_horizon = counting.counted(found, lambda action: action.horizon)
    by_status = counting.counted(found, lambda action: action.value.status)
    cost = counting.money(found, counting.source).total
    total = by_horizon.total
    told = {"n": f"{total or 0:,.0f}", "cost": pen.words.money(round(cost or 0, -3))}
    horizons = {horizon.key: horizon.title for horizon in plan.horizons} | {"": say("plans.undated")}
    ready = [Bar(say(f"plans.{key}"), *_floor(pen, found, fields)) for key, fields in _READY]
    return _section(
        pen,
        f"{plan.key}-plans",
        "plans",
        headline=say("plans.money" if cost else "plans.headline", **told),
        shown=bool(total),
        groups=[
            breakdown_bars(
                pen, say("plans.horizons"), _head(pen, "plans.horizon"), by_horizon, horizons, sort=False
            ),
            breakdown_bars(
                pen,
                say("plans.statuses"),
                _head(pen, "plans.status"),
                by_status,
                {status.key: status.label for status in plan.statuses},
                sort=False,
            ),
            bars(say("plans.ready"), [say("plans.has"), say("plans.people")], ready, of=len(cohort.members)),
        ],
    )


def money(pen: Pen, cohort: Cohort, plan: Plan) -> Section:
    """Return what the plans cost, by source and by how sure the money is."""
    say, words = pen.words.say, pen.words
    found = counting.planned(cohort, plan)
    by_source = counting.money(found, counting.source)
    by_state = counting.money(found, lambda action: action.value.funding_status)
    names = {key: counting.spelling(found, key) for key in by_source.cells} | {"": say("money.no_source")}
    cost = words.money(round(by_source.total or 0, -3))
    secured = by_state.cells.get("secured")
    headline = (
        say("money.headline", secured=words.money(round(secured, -3)), cost=cost)
        if secured is not None
        else say("money.plain", cost=cost)
    )
    states = {state.key: state.label for state in plan.funding}
    head = [say("money.source"), say("money.amount")]
    return _section(
        pen,
        f"{plan.key}-money",
        "money",
        headline=headline,
        shown=bool(by_source.total),
        groups=[
            breakdown_bars(pen, say("money.sources"), head, by_source, names, money=True),
            breakdown_bars(
                pen, say("money.funding"), [say("money.state"), head[1]], by_state, states, money=True
            ),
        ],
        note=say("money.note"),
    )


def impact(pen: Pen, cohort: Cohort, plan: Plan) -> Section:
    """Return the indicators that people chose; results are not recorded yet, and the section says so."""
    say, kpis = pen.words.say, pen.library.kpis()
    found = counting.planned(cohort, plan)
    by_level = counting.counted(found, counting.level(kpis))
    used = counting.measures(found, kpis)
    rows = [Bar(kpi.name, floor_text(pen, count), count) for kpi, count in used]
    levels = {key: say(f"impact.{key}") for key in _LEVELS}
    groups = [
        bars(say("impact.kpis"), [say("impact.kpi"), say("impact.people")], rows, of=len(cohort.members)),
        breakdown_bars(
            pen,
            say("impact.levels"),
            [say("impact.level"), say("impact.measures")],
            by_level,
            levels,
            sort=False,
        ),
    ]
    return _section(
        pen,
        f"{plan.key}-impact",
        "impact",
        headline=say("impact.headline", name=used[0][0].name) if used else say("impact.none"),
        shown=bool(counting.with_fields(found, "measure")),
        groups=[group for group in groups if group["rows"] or group["note"]],
        note=say("impact.note"),
    )


def _section(
    pen: Pen, key: str, root: str, *, headline: str, shown: bool, groups: list[dict[str, Any]], note: str = ""
) -> Section:
    return Section(
        key=key,
        kind="bars",
        title=pen.words.say(f"{root}.title"),
        headline=headline if shown else "",
        empty="" if shown else pen.words.say(f"{root}.empty"),
        data={"groups": groups, "note": note} if shown else {},
    )


def _head(pen: Pen, key: str) -> list[str]:
    return [pen.words.say(key), pen.words.say("plans.actions")]


def _floor(pen: Pen, found: Sequence[Planned], fields: tuple[str, ...]) -> tuple[str, float]:
    people = counting.with_fields(found, *fields)
    return floor_text(pen, people), people
