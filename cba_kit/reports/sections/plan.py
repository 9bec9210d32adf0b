"""Sections of an action plan: the table, over time, its measures and its money."""

from __future__ import annotations

from cba_kit.model.golden import with_unit
from cba_kit.model.roadmap.actions import ActionPlan, PlannedAction
from cba_kit.pictures import Calendar, Task, gantt
from cba_kit.reports.section import Section, table
from cba_kit.reports.sections.desk import Desk, picture
from cba_kit.reports.sections.golden import refs


def actions(desk: Desk, plan: ActionPlan) -> Section:
    """Return the plan as a table: who does what by when, with which money and which first step."""
    say, words = desk.words.say, desk.words
    living = [action for action in plan.actions if action.value.status != "dropped"]
    key = "actions.headline" if plan.cost else "actions.free"
    cost, secured = words.money(plan.cost), words.money(plan.secured)
    columns = ("number", "action", "owner", "span", "measure", "today", "target", "money", "step")
    return Section(
        key=plan.template.key,
        kind="actions",
        title=plan.template.title,
        headline=words.count(key, len(living), cost=cost, secured=secured) if plan.actions else "",
        empty="" if plan.actions else desk.next_step(plan.template.start),
        wide=True,
        credit=plan.template.credit,
        data={
            "table": table(
                [say(f"actions.{column}") for column in columns],
                [_row(desk, plan, action) for action in plan.actions],
                caption=plan.template.title,
                strong=(1, 6),
                places=_places(desk, plan),
            )
        },
    )


def over_time(desk: Desk, plan: ActionPlan) -> Section:
    """Return the Gantt chart; the table of actions before it holds the same dates."""
    say = desk.words.say
    status = [action.value.status for action in plan.actions]
    active, planned = status.count("active"), status.count("planned") + status.count("blocked")
    return Section(
        key=f"{plan.template.key}-time",
        kind="time",
        title=say("time.title"),
        headline=say("time.headline", active=active, planned=planned) if plan.actions else "",
        empty="" if plan.actions else say("follows"),
        wide=True,
        data={"picture": _chart(desk, plan), "legend": say("time.legend")} if plan.actions else {},
    )


def measures(desk: Desk, plan: ActionPlan) -> Section:
    """Return the numbers that show success: today, target, by when."""
    say, words = desk.words.say, desk.words
    living = [a for a in plan.actions if a.value.status != "dropped"]
    found = [action for action in living if action.value.measure]
    gaps = sum(not (action.value.baseline and action.value.target) for action in found)
    return Section(
        key=f"{plan.template.key}-measures",
        kind="table",
        title=say("measures.title"),
        headline=_measured(desk, gaps, len(found)) if found else "",
        empty="" if found else desk.next_step(say("measures.start")),
        data={
            "table": table(
                [say(f"measures.{column}") for column in ("measure", "today", "target", "by", "action")],
                [
                    [
                        a.value.measure,
                        with_unit(a.value, "baseline") or say("actions.unknown"),
                        with_unit(a.value, "target") or say("actions.unknown"),
                        words.day(a.value.target_by) if a.value.target_by else "",
                        f"{a.number} {a.value.title}",
                    ]
                    for a in found
                ],
                caption=say("measures.title"),
                strong=(2,),
            )
        },
    )


def _measured(desk: Desk, gaps: int, total: int) -> str:
    if not gaps:
        return desk.words.count("measures.headline", total)
    return (
        desk.words.say("measures.gap") if total == 1 else desk.words.count("measures.gaps", gaps, all=total)
    )


def money(desk: Desk, plan: ActionPlan) -> Section:
    """Return the costs by source of funding, and how much of them is secured."""
    say, words = desk.words.say, desk.words
    left = plan.cost - plan.secured
    total, rest = words.money(plan.cost), words.money(left)
    status = {word.key: word.label for word in plan.template.funding}
    rows = [
        [
            line.source or say("money.no_source"),
            status.get(line.status, line.status),
            ", ".join(line.actions),
            words.money(line.amount),
            f"{line.amount / plan.cost:.0%}",
        ]
        for line in plan.money
    ]
    if rows:
        rows.append([say("money.total"), "", "", total, "100%"])
    return Section(
        key=f"{plan.template.key}-money",
        kind="table",
        title=say("money.title"),
        headline=say("money.headline" if left > 0 else "money.secured", open=rest, cost=total)
        if rows
        else "",
        empty="" if rows else desk.next_step(say("money.start")),
        data={
            "table": table(
                [say(f"money.{column}") for column in ("source", "status", "actions", "amount", "share")],
                rows,
                caption=say("money.title"),
                numbers=(3, 4),
                strong=(3,),
            )
        },
    )


def _places(desk: Desk, plan: ActionPlan) -> list[tuple[str, str]]:
    """Return the place of each action's row, and of its golden thread; a dropped action has none."""
    links = [f"action:{action.id}" for action in plan.actions]
    return [(link, next((one["to"] for one in refs(desk, link)), "")) for link in links]


def _row(desk: Desk, plan: ActionPlan, action: PlannedAction) -> list[str]:
    say, value = desk.words.say, action.value
    return [
        action.number,
        _title(desk, action),
        value.owner or say("actions.no_owner"),
        _span(desk, action),
        value.measure or say("actions.no_measure"),
        with_unit(action.value, "baseline") or (say("actions.unknown") if value.measure else ""),
        with_unit(action.value, "target") or (say("actions.unknown") if value.measure else ""),
        _funding(desk, plan, action),
        _step(desk, action),
    ]


def _title(desk: Desk, action: PlannedAction) -> str:
    status = action.value.status
    if status in ("dropped", "blocked"):
        told = desk.words.say(f"actions.{status}", reason=action.value.status_reason).rstrip(": ")
        return f"{action.value.title} ({told})"
    return action.value.title


def _span(desk: Desk, action: PlannedAction) -> str:
    days = [desk.words.short_day(day) for day in (action.value.start, action.value.due) if day]
    return "\n".join(days) or desk.words.say("actions.no_dates")


def _funding(desk: Desk, plan: ActionPlan, action: PlannedAction) -> str:
    value = action.value
    status = {word.key: word.label for word in plan.template.funding}.get(value.funding_status, "")
    parts = [desk.words.money(value.cost) if value.cost else "", value.funding, status]
    return ", ".join(part for part in parts if part)


def _step(desk: Desk, action: PlannedAction) -> str:
    if not action.value.first_step or action.value.first_step_by is None:
        return action.value.first_step
    day = desk.words.short_day(action.value.first_step_by)
    return desk.words.say("actions.step_by", step=action.value.first_step, day=day)


def _chart(desk: Desk, plan: ActionPlan) -> dict[str, str]:
    status = {word.key: word.label for word in plan.template.statuses}
    tasks = [
        Task(
            number=action.number,
            title=action.value.title,
            owner=action.value.owner,
            start=action.value.start,
            due=action.value.due,
            status=action.value.status,
            word=status.get(action.value.status, action.value.status),
            after=action.after,
        )
        for action in plan.actions
    ]
    calendar = Calendar(plan.template, plan.start, desk.roadmap.source.today)
    wide, compact = (
        gantt(
            tasks,
            calendar,
            uid=f"{plan.template.key}-gantt{'-c' if small else ''}-",
            style=desk.style(compact=small),
        )
        for small in (False, True)
    )
    return picture(wide, compact)
