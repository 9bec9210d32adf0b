"""Trends: figures of a cohort, and templates that fit together."""

from __future__ import annotations

from statistics import median, quantiles
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cba_kit.model.trends import Summary, Trends, summarise

from .sheets import TRENDS

ratings = st.integers(-10, 10)


@given(st.lists(ratings, min_size=5), st.integers(0, 9))
def test_median_and_spread_are_those_of_the_statistics_module(values: list[int], unknown: int) -> None:
    """Type 7 quartiles (“inclusive”); “don't know” is counted and never a number."""
    low, _, high = quantiles(values, n=4, method="inclusive")
    found = summarise([*values, *[None] * unknown])
    assert found.spread == pytest.approx(high - low)
    assert found.model_copy(update={"spread": None}) == Summary(
        raters=len(values), unknown=unknown, median=median(values), spread=None
    )


@given(st.lists(ratings, max_size=4), st.integers(0, 99))
def test_under_five_raters_there_are_no_figures(values: list[int], unknown: int) -> None:
    """However many do not know: few raters could be recognised."""
    assert summarise([*[None] * unknown, *values]) == Summary(
        raters=len(values), unknown=unknown, median=None, spread=None
    )


@given(st.lists(ratings | st.none(), max_size=40), st.randoms(use_true_random=False))
def test_the_order_of_ratings_does_not_matter(values: list[int | None], random: Any) -> None:
    """And the list that was given stays as it is."""
    before = list(values)
    mixed = list(values)
    random.shuffle(mixed)
    assert summarise(mixed) == summarise(values)
    assert values == before


@pytest.mark.parametrize(
    ("values", "middle", "spread"),
    [
        ([3] * 5, 3.0, 0.0),
        ([1, 2, 3, 4, 5], 3.0, 2.0),
        ([1, 1, 2, 4, 5, 5], 3.0, 3.5),
        ([5, 1, 5, 1, 5], 5.0, 4.0),
    ],
)
def test_known_figures(values: list[int | None], middle: float, spread: float) -> None:
    """Worked out by hand."""
    found = summarise(values)
    assert (found.median, found.spread) == (middle, spread)


def test_trends_and_scales_are_found_by_key() -> None:
    """An unknown key is None."""
    assert TRENDS.trend("health") == TRENDS.trends[1]
    assert TRENDS.scale("direction") == TRENDS.scales[1]
    assert (TRENDS.trend("space"), TRENDS.scale("certainty")) == (None, None)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"sector": "marine"}, "trend 2: the sector “marine” does not exist"),
        ({"key": "climate"}, "each trend needs a key of its own; used twice: “climate”"),
    ],
)
def test_trends_that_do_not_fit_together_are_refused(changed: dict[str, str], words: str) -> None:
    """The number on the radar tells which one."""
    whole = TRENDS.model_dump()
    whole["trends"] = [whole["trends"][0], whole["trends"][1] | changed]
    with pytest.raises(ValidationError, match=words):
        Trends.model_validate(whole)
