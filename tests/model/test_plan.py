"""Plans: the horizon that an action belongs to."""

from __future__ import annotations

from datetime import date

import pytest

from .sheets import PLAN

START = date(2024, 3, 12)


@pytest.mark.parametrize(
    ("start", "horizon"),
    [
        (date(2020, 1, 1), "d90"),
        (date(2024, 3, 12), "d90"),
        (date(2024, 6, 10), "d90"),
        (date(2024, 6, 11), "m12"),
        (date(2025, 3, 12), "m12"),
        (date(2099, 1, 1), "m12"),
        (None, "m12"),
    ],
)
def test_an_action_belongs_to_the_horizon_it_starts_in(start: date | None, horizon: str) -> None:
    """The last day counts; what starts later, or without a date, is in the last horizon."""
    assert PLAN.horizon_of(start, START).key == horizon
