"""Action plans: horizons, and the questions that a plan check asks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from pydantic import Field

from cba_kit.model.base import Frozen, Key, Text
from cba_kit.model.sheet import SheetTemplate

ActionStatus = Literal["planned", "active", "blocked", "done", "dropped"]
FundingStatus = Literal["", "none", "idea", "applied", "secured"]


class Horizon(Frozen):
    """A part of the plan, by the day an action is due: 90 days, 12 months, 3 years."""

    key: Key
    title: Text
    short: Text
    days: int = Field(gt=0)
    """Days from the plan's start to the end of this horizon."""


class Word(Frozen):
    """A key and the word shown for it."""

    key: str
    label: Text


class Plan(SheetTemplate):
    """A sheet of kind plan."""

    kind: Literal["plan"] = "plan"
    horizons: tuple[Horizon, ...] = Field(min_length=1, max_length=4)
    statuses: tuple[Word, ...]
    funding: tuple[Word, ...]
    enough: int = Field(default=3, ge=1)
    """Actions that make the plan complete."""

    def horizon_of(self, due: date | None, plan_start: date) -> Horizon | None:
        """Return the horizon by whose end an action is due (later: the last one); None without a date."""
        if due is None:
            return None
        ends = (horizon for horizon in self.horizons if due <= plan_start + timedelta(days=horizon.days))
        return next(ends, self.horizons[-1])
