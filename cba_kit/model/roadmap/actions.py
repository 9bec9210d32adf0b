"""Actions as a roadmap shows them: numbered, by horizon, with their money and their golden thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cba_kit.model.plan import Horizon, Plan
from cba_kit.model.roadmap.board import Board
from cba_kit.model.roadmap.source import Source
from cba_kit.model.trends import Trends
from cba_kit.model.workbook import Action, Entry, as_date

SOON = 14
"""Days within which a first step is done."""


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """An action with its number (“A1”) and the words that its references stand for."""

    number: str
    id: str
    value: Action
    horizon: str
    origin: str
    """The words of the note or need that it comes from."""
    trends: tuple[str, ...]
    """“5 Climate change”."""
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
class ThreadLine:
    """One golden thread: note → trend → action → number; an empty part is a gap."""

    note: str
    trends: tuple[str, ...]
    number: str
    action: str
    baseline: str
    target: str


@dataclass(frozen=True, slots=True)
class ActionPlan:
    """A plan, filled as far as it is."""

    template: Plan
    start: date
    actions: tuple[PlannedAction, ...]
    lines: tuple[ThreadLine, ...]

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


def action_plan(source: Source, plan: Plan, boards: Sequence[Board]) -> ActionPlan:
    """Read a plan from the workbook, its actions numbered in their order on the page."""
    # conflict copies have no number on the page, so they have none here
    entries = [e for e in source.on(plan.key) if e.text("title").strip() and e.conflict_of is None]
    numbers = {entry.id: f"A{index}" for index, entry in enumerate(entries, start=1)}
    actions = tuple(_action(source, plan, entry, numbers) for entry in entries)
    return ActionPlan(plan, source.plan_start, actions, _lines(actions, boards))


def _action(source: Source, plan: Plan, entry: Entry, numbers: dict[str, str]) -> PlannedAction:
    value = Action.model_validate(entry.fields)
    horizon = plan.horizon_of(as_date(entry.fields.get("due")), source.plan_start)
    return PlannedAction(
        number=numbers[entry.id],
        id=entry.id,
        value=value,
        horizon=horizon.key if horizon else "",
        origin=_origin(source, value.origin),
        trends=_trend_names(source, value.trends),
        after=tuple(numbers[other] for other in value.depends_on if other in numbers),
    )


def _origin(source: Source, entry_id: str) -> str:
    entry = next((e for e in source.entries if e.id == entry_id), None) if entry_id else None
    if entry is None:
        return ""
    for name in ("text", "value", "need", "title"):
        if entry.text(name).strip():
            return entry.text(name).strip()
    return next((v for v in entry.fields.values() if isinstance(v, str) and v.strip()), "")


def _trend_names(source: Source, keys: Sequence[str]) -> tuple[str, ...]:
    trends = [t for sheet in source.sheets.values() if isinstance(sheet, Trends) for t in sheet.trends]
    return tuple(f"{t.number} {t.short}" for key in keys for t in trends if t.key == key)


def _lines(actions: Sequence[PlannedAction], boards: Sequence[Board]) -> tuple[ThreadLine, ...]:
    """One thread an action, in their order; then the notes at risk that no action answers."""
    lines = [
        ThreadLine(
            a.origin, a.trends, a.number, a.value.title, with_unit(a, "baseline"), with_unit(a, "target")
        )
        for a in actions
        if a.value.status != "dropped"
    ]
    answered = {action.value.origin for action in actions}
    risky = {m.key for b in boards for m in b.meanings if m.tint == "risk"}
    orphans = [note for b in boards for note in b.notes if note.meaning in risky and note.id not in answered]
    return (*lines, *(ThreadLine(note.text, (), "", "", "", "") for note in orphans))


def with_unit(action: PlannedAction, name: str) -> str:
    """Return the action's baseline or target; a unit of one sign (%, €) stands at the number."""
    value = str(getattr(action.value, name)).strip()
    unit = action.value.unit.strip()
    if not value or not unit or unit in value or not value[-1].isdigit():
        return value
    return f"{value}{unit}" if unit == "%" else f"{value} {unit}"
