"""Actions as a roadmap shows them: numbered, by horizon, with their money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cba_kit.model.plan import Horizon, Plan
from cba_kit.model.roadmap.source import Source
from cba_kit.model.values import Action
from cba_kit.model.workbook import Entry, as_date

SOON = 14
"""Days within which a first step is done."""


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """An action with its number (“A1”) and the words that its references stand for."""

    number: str
    id: str
    value: Action
    horizon: str
    after: tuple[str, ...]
    """Numbers of the actions that must end first."""

    @property
    def lives(self) -> bool:
        """Tell whether it is still to be done."""
        return self.value.status not in ("done", "dropped")


@dataclass(frozen=True, slots=True)
class Money:
    """What comes, or is hoped for, from one source at one status, in EUR."""

    source: str
    status: str
    amount: float
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActionPlan:
    """A plan, filled as far as it is."""

    template: Plan
    start: date
    actions: tuple[PlannedAction, ...]

    def of(self, horizon: Horizon | None) -> tuple[PlannedAction, ...]:
        """Return the actions that are due in a horizon; None: those without a date."""
        key = horizon.key if horizon else ""
        return tuple(action for action in self.actions if action.horizon == key)

    @property
    def money(self) -> tuple[Money, ...]:
        """Costs by source of funding and its status, the largest first; dropped actions left out."""
        sums: dict[tuple[str, str], list[PlannedAction]] = {}
        for action in self.actions:
            if action.value.cost and action.value.status != "dropped":
                sums.setdefault((action.value.funding, action.value.funding_status), []).append(action)
        found = [
            Money(source, status, sum(a.value.cost or 0 for a in actions), tuple(a.number for a in actions))
            for (source, status), actions in sums.items()
        ]
        return tuple(sorted(found, key=lambda money: (-money.amount, money.source)))

    @property
    def cost(self) -> float:
        """What all actions cost together, in EUR."""
        return sum(money.amount for money in self.money)

    @property
    def secured(self) -> float:
        """How much of the cost is secured, in EUR."""
        return sum(money.amount for money in self.money if money.status == "secured")

    def first_steps(self, today: date) -> tuple[PlannedAction, ...]:
        """Return the living actions whose first step is due within 14 days, or has no day yet; by day."""
        until = today + timedelta(days=SOON)
        found = [
            action
            for action in self.actions
            if action.lives
            and action.value.first_step
            and (action.value.first_step_by is None or action.value.first_step_by <= until)
        ]
        return tuple(sorted(found, key=lambda action: action.value.first_step_by or date.max))


def action_plan(source: Source, plan: Plan) -> ActionPlan:
    """Read a plan from the workbook, its actions numbered in their order on the page."""
    # conflict copies have no number on the page, so they have none here
    entries = [e for e in source.on(plan.key) if e.text("title").strip() and e.conflict_of is None]
    numbers = {entry.id: f"A{index}" for index, entry in enumerate(entries, start=1)}
    actions = tuple(_action(source, plan, entry, numbers) for entry in entries)
    return ActionPlan(plan, source.plan_start, actions)


def _action(source: Source, plan: Plan, entry: Entry, numbers: dict[str, str]) -> PlannedAction:
    value = Action.model_validate(entry.fields)
    horizon = plan.horizon_of(as_date(entry.fields.get("due")), source.plan_start)
    return PlannedAction(
        number=numbers[entry.id],
        id=entry.id,
        value=value,
        horizon=horizon.key if horizon else "",
        after=tuple(numbers[other] for other in value.depends_on if other in numbers),
    )
