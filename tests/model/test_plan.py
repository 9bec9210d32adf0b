"""Plans: the horizon that an action belongs to."""

from __future__ import annotations

from datetime import date

import pytest

from .sheets import PLAN

START = date(2024, 3, 12)


@pytest.mark.parametrize(
    ("due", "horizon"),
    [
        (date(2020, 1, 1), "d90"),
        (date(2024, 3, 12), "d90"),
        (date(2024, 6, 10), "d90"),
        (date(2024, 6, 11), "m12"),
        (date(2025, 3, 12), "m12"),
        (date(2099, 1, 1), "m12"),
    ],
)
def test_an_action_belongs_to_the_horizon_it_is_due_in(due: date, horizon: str) -> None:
    """The last day counts; what is due later is in the last horizon."""
    found = PLAN.horizon_of(due, START)
    assert found is not None
    assert found.key == horizon


def test_an_action_without_a_date_is_in_no_horizon() -> None:
    """It says so itself, on the page and in the roadmap: it is not pushed to the far end."""
    assert PLAN.horizon_of(None, START) is None
