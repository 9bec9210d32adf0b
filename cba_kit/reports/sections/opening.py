"""The cover and the plan on one page."""

from __future__ import annotations

from typing import Any

from cba_kit.model.golden import with_unit
from cba_kit.model.roadmap.actions import ActionPlan, PlannedAction
from cba_kit.pictures import rings
from cba_kit.reports.section import Section
from cba_kit.reports.sections.desk import Desk
from cba_kit.reports.words import shorten

_PROMISES, _ACTIONS, _MEASURES, _RISKS, _STEPS, _AIMS = 3, 4, 4, 4, 4, 3
_HEADLINE = 150


def cover(desk: Desk) -> Section:
    """Return the cover: whose roadmap it is, for which years, and their own radar as rings."""
    source, say = desk.roadmap.source, desk.words.say
    start, end = desk.roadmap.years
    cluster = source.person.cluster
    outlook = desk.roadmap.outlooks[0] if desk.roadmap.outlooks else None
    return Section(
        key="cover",
        kind="cover",
        title=say("title", start=start, end=end),
        data={
            "academy": desk.academy,
            "edition": say(
                "edition",
                short=source.edition.short,
                start=desk.words.day(source.edition.start),
                end=desk.words.day(source.edition.end),
            ),
            "name": source.person.name,
            "cluster": cluster.name if cluster else "",
            "fictional": say("fictional") if source.person.fictional else "",
            "as_of": say("as_of", day=desk.words.day(source.made), time=desk.words.clock(source.made)),
            "coach": say("coach", name=source.coach) if source.coach else "",
            "rings": rings(
                outlook.template if outlook else None, outlook.own if outlook else {}, style=desk.style()
            ),
            "caption": say("rings") if outlook and outlook.placed else "",
        },
    )


def plan_on_one_page(desk: Desk) -> Section:
    """Return the page that stands for the whole roadmap: mission, promise, priorities, actions, steps."""
    roadmap, say = desk.roadmap, desk.words.say
    mission = roadmap.answer("mission")
    plan = roadmap.plans[0] if roadmap.plans else None
    actions = plan.actions if plan else ()
    text = mission.text if mission else ""
    short = len(text) <= _HEADLINE
    return Section(
        key="plan",
        kind="plan",
        title=say("plan.title"),
        headline=text if text and short else "",
        lead=shorten(text, 420) if text and not short else "",
        empty="" if text else say("plan.no_mission"),
        data={
            "promise": _list(say("plan.promise"), _promise(desk), say("plan.no_promise")),
            "priorities": {
                "title": say("plan.priorities"),
                "items": _priorities(desk),
                "empty": say("plan.no_priorities"),
            },
            "horizons": _horizons(desk, plan) if plan else [],
            "measures": {"title": say("plan.measures"), "items": _measures(desk, actions)},
            "risks": _list(say("plan.risks"), _risks(desk), say("plan.no_risks")),
            "steps": _steps(desk, plan),
        },
    )


def _list(title: str, items: list[str], empty: str) -> dict[str, Any]:
    return {"title": title, "items": items, "empty": empty}


def _promise(desk: Desk) -> list[str]:
    return [shorten(note.text, 140) for note in desk.roadmap.promise[:_PROMISES]]


def _risks(desk: Desk) -> list[str]:
    return [shorten(note.text, 120) for note in desk.roadmap.risks[:_RISKS]]


def _priorities(desk: Desk) -> list[dict[str, str]]:
    """Return the first three aims; the first column is the aim, the others say how it is seen."""
    rows = [row for answer in desk.roadmap.priorities for row in answer.rows][:_AIMS]
    return [
        {
            "text": shorten(desk.words.cell(row[0]), 120),
            "detail": shorten(", ".join(desk.words.cell(part) for part in row[1:] if part), 110),
        }
        for row in rows
    ]


def _horizons(desk: Desk, plan: ActionPlan) -> list[dict[str, Any]]:
    """Return the actions by horizon, first those without a date if there are any, as on the page."""
    say = desk.words.say
    found = []
    for horizon in (None, *plan.template.horizons):
        actions = [action for action in plan.of(horizon) if action.value.status != "dropped"]
        if horizon is None and not actions:
            continue
        more = len(actions) - _ACTIONS
        found.append(
            {
                "title": horizon.title if horizon else say("plan.undated"),
                "items": [_action(desk, action) for action in actions[:_ACTIONS]],
                "more": say("plan.more", n=more) if more > 0 else "",
                "empty": say("plan.no_actions"),
            }
        )
    return found


def _action(desk: Desk, action: PlannedAction) -> dict[str, str]:
    owner = action.value.owner or desk.words.say("plan.no_owner")
    due = action.value.due
    line = desk.words.say("plan.line", owner=owner, day=desk.words.day(due)) if due else owner
    return {"number": action.number, "title": shorten(action.value.title, 90), "line": shorten(line, 90)}


def _measures(desk: Desk, actions: tuple[PlannedAction, ...]) -> list[dict[str, str]]:
    """Return the measures of the first actions that have a target, as “from → to”."""
    ready = [a for a in actions if a.lives and a.value.measure and a.value.target][:_MEASURES]
    return [
        {
            "from": shorten(with_unit(action.value, "baseline"), 14) or "?",
            "to": shorten(with_unit(action.value, "target"), 14),
            "text": shorten(_measure(desk, action), 90),
        }
        for action in ready
    ]


def _measure(desk: Desk, action: PlannedAction) -> str:
    if action.value.target_by is None:
        return action.value.measure
    day = desk.words.day(action.value.target_by)
    return desk.words.say("plan.by", measure=action.value.measure, day=day)


def _steps(desk: Desk, plan: ActionPlan | None) -> dict[str, Any]:
    say = desk.words.say
    found = plan.first_steps(desk.roadmap.source.today) if plan else ()
    more = len(found) - _STEPS
    return {
        "title": say("plan.steps"),
        "items": [{"number": a.number, "text": shorten(_step(desk, a), 110)} for a in found[:_STEPS]],
        "more": say("plan.more_steps", n=more) if more > 0 else "",
        "empty": say("plan.no_steps"),
    }


def _step(desk: Desk, action: PlannedAction) -> str:
    if action.value.first_step_by is None:
        return action.value.first_step
    day = desk.words.day(action.value.first_step_by)
    return desk.words.say("plan.step", step=action.value.first_step, day=day)
