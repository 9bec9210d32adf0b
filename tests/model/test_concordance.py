"""Concordance: Kendall's W as SciPy and published examples have it, ties and gaps included."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from cba_kit.model.concordance import (
    Concordance,
    Strength,
    chi_squared_tail,
    concordance,
    kendall_w,
)

EXACT = 1e-9
ROUNDING_FIRST_BASE = [
    *((5.40, 5.50, 5.55), (5.85, 5.70, 5.75), (5.20, 5.60, 5.50), (5.55, 5.50, 5.40), (5.90, 5.85, 5.70)),
    *((5.45, 5.55, 5.60), (5.40, 5.40, 5.35), (5.45, 5.50, 5.35), (5.25, 5.15, 5.00), (5.85, 5.80, 5.70)),
    *((5.25, 5.20, 5.10), (5.65, 5.55, 5.45), (5.60, 5.35, 5.45), (5.05, 5.00, 4.95), (5.50, 5.50, 5.40)),
    *((5.45, 5.55, 5.50), (5.55, 5.55, 5.35), (5.45, 5.50, 5.55), (5.50, 5.45, 5.25), (5.65, 5.60, 5.40)),
    *((5.70, 5.65, 5.55), (6.30, 6.30, 6.25)),
]
"""Seconds of 22 players on three ways round first base."""
ANXIETY = [
    [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3],
    [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4],
    [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2],
]
"""Three raters on the anxiety of twenty people, 1 to 6."""


def tables(raters: int = 2, items: int = 3) -> st.SearchStrategy[list[list[int]]]:
    """Ratings on a scale of five points: full of ties."""
    return st.integers(items, 12).flatmap(
        lambda n: st.lists(st.lists(st.integers(1, 5), min_size=n, max_size=n), min_size=raters, max_size=15)
    )


def panel(rows: Sequence[Sequence[int | None]]) -> dict[str, dict[str, int | None]]:
    return {f"p{i:02}": {f"t{j:02}": value for j, value in enumerate(row)} for i, row in enumerate(rows)}


def test_hollander_and_wolfe_rounding_first_base() -> None:
    """Hollander and Wolfe, Nonparametric Statistical Methods (1973), page 140.

    R prints 11.143 and 0.003805: https://rdrr.io/r/stats/friedman.test.html
    """
    found = kendall_w(ROUNDING_FIRST_BASE)

    assert found is not None
    chi_squared = 22 * 2 * found
    assert chi_squared == pytest.approx(11.143, abs=5e-4)
    assert chi_squared_tail(chi_squared, 2) == pytest.approx(0.003805, abs=5e-7)


def test_anxiety_of_twenty_people_by_three_raters() -> None:
    """The example of R's packages irr and DescTools, which prints 0.5396569.

    https://andrisignorell.github.io/DescTools/reference/KendallW.html
    """
    assert kendall_w(ANXIETY) == pytest.approx(0.5396569, abs=5e-8)


@given(tables())
def test_w_equals_the_friedman_test_of_scipy(rows: list[list[int]]) -> None:
    """W = chi squared / (m (n - 1)), and the same probability."""
    w = kendall_w(rows)
    assume(w is not None)
    assert w is not None
    m, n = len(rows), len(rows[0])
    same = stats.friedmanchisquare(*zip(*rows, strict=True))

    assert w == pytest.approx(same.statistic / (m * (n - 1)), abs=EXACT)
    assert chi_squared_tail(m * (n - 1) * w, n - 1) == pytest.approx(same.pvalue, abs=EXACT)


@given(st.floats(0, 3000), st.integers(1, 1999))
def test_the_tail_of_chi_squared_equals_scipy(value: float, freedom: int) -> None:
    assert chi_squared_tail(value, freedom) == pytest.approx(stats.chi2.sf(value, freedom), abs=EXACT)


@given(tables(items=2), st.randoms(use_true_random=False))
def test_w_is_from_0_to_1_and_no_order_changes_it(rows: list[list[int]], random: Any) -> None:
    """Neither of raters nor of items; nor does it matter which numbers somebody takes for an order."""
    w = kendall_w(rows)
    assert w is None or 0 <= w <= 1
    raters = random.sample(rows, len(rows))
    columns = random.sample(range(len(rows[0])), len(rows[0]))

    assert kendall_w(raters) == w
    assert kendall_w([[row[place] for place in columns] for row in rows]) == w
    assert kendall_w([[10 * value + 3 for value in row] for row in rows]) == w


@given(st.lists(st.integers(1, 5), min_size=2, max_size=12), st.integers(2, 10))
def test_everybody_of_one_mind_has_a_w_of_1(row: list[int], raters: int) -> None:
    """Except where there is no order at all: then W is 0 / 0."""
    assert kendall_w([row] * raters) == (pytest.approx(1.0, abs=EXACT) if len(set(row)) > 1 else None)


def test_two_opposite_orders_have_a_w_of_0() -> None:
    assert kendall_w([[1, 2, 3, 4], [4, 3, 2, 1]]) == 0


def test_a_rater_without_an_order_stays_in_and_lowers_w() -> None:
    """As in SciPy: half the raters put all in one order, half see no difference."""
    rows = [[1, 2, 3], [1, 2, 3], [4, 4, 4], [4, 4, 4]]

    assert kendall_w(rows) == pytest.approx(0.5, abs=EXACT)
    assert kendall_w(rows) == pytest.approx(
        stats.friedmanchisquare(*zip(*rows, strict=True)).statistic / 8, abs=EXACT
    )


@pytest.mark.parametrize("rows", [[], [[]], [[1, 2, 3]], [[1], [2]], [[3, 3], [1, 1]]])
def test_w_of_a_single_rater_or_item_or_without_any_order_is_none(rows: list[list[int]]) -> None:
    assert kendall_w(rows) is None


@given(tables(raters=5))
def test_a_panel_without_gaps_is_taken_whole(rows: list[list[int]]) -> None:
    found = concordance(panel(rows))

    assert found == Concordance(kendall_w(rows), len(rows), len(rows[0]), raters_out=0, trends_out=0)
    if found.w is not None:
        same = stats.friedmanchisquare(*zip(*rows, strict=True))
        assert found.chi_squared == pytest.approx(same.statistic, rel=EXACT, abs=EXACT)
        assert found.p == pytest.approx(same.pvalue, abs=EXACT)
        assert found.freedom == len(rows[0]) - 1


def gappy() -> st.SearchStrategy[list[list[int | None]]]:
    """Ratings with “don't know” among them, or nothing at all."""
    answer = st.one_of(st.integers(1, 5), st.integers(1, 5), st.none())
    return st.integers(2, 7).flatmap(
        lambda n: st.lists(st.lists(answer, min_size=n, max_size=n), min_size=1, max_size=12)
    )


def last_of_most(shares: Any) -> int:
    """The place of the largest share, the last one of equals."""
    return len(shares) - 1 - int(shares[::-1].argmax())


@given(gappy())
def test_a_panel_with_gaps_equals_scipy_on_what_stays(rows: list[list[int | None]]) -> None:
    """The rule for gaps done once more on a table: rare trends go, then whatever has the most gaps."""
    table = numpy.array([[numpy.nan if value is None else value for value in row] for row in rows])
    table = table[~numpy.isnan(table).all(axis=1)]
    rated = (~numpy.isnan(table)).sum(axis=0)
    table = table[:, (rated > 0) & (2 * rated >= len(table))]
    while (gaps := numpy.isnan(table)).any():
        by_trend, by_rater = gaps.mean(axis=0), gaps.mean(axis=1)
        if by_trend.max() >= by_rater.max():
            table = numpy.delete(table, last_of_most(by_trend), axis=1)
        else:
            table = numpy.delete(table, last_of_most(by_rater), axis=0)

    found = concordance(panel(rows))

    assert (found.raters, found.trends) == table.shape
    assert found.raters + found.raters_out == sum(any(v is not None for v in row) for row in rows)
    if len(table) < 5 or table.shape[1] < 2 or (table == table[:, :1]).all():
        assert found.w is None
    elif table.shape[1] > 2:  # SciPy takes three items or more
        same = stats.friedmanchisquare(*table.T)
        assert found.w == pytest.approx(same.statistic / (len(table) * (table.shape[1] - 1)), abs=EXACT)
        assert found.p == pytest.approx(same.pvalue, abs=EXACT)


def test_rare_trends_are_left_out_and_then_raters_with_gaps() -> None:
    """Six of seven rated three trends; a fourth was rated by three only, with a “don't know” beside."""
    rows = [[1, 3, 5], [2, 3, 4], [1, 2, 5], [3, 2, 5], [2, 4, 5], [1, 4, 3]]
    people = panel(rows)
    people["gap"] = {"t00": 3, "t01": None}
    people["silent"] = {"t00": None}
    for name in ("p00", "p01", "gap"):
        people[name]["rare"] = 4

    assert concordance(people) == Concordance(kendall_w(rows), 6, 3, raters_out=1, trends_out=1)


def test_who_rated_only_what_everybody_rated_stays_in() -> None:
    """Though five others rated ten trends each that nobody else did."""
    rows = [[1, 3, 5], [2, 3, 4], [1, 2, 5], [3, 2, 5], [2, 4, 5], [1, 4, 3]]
    people = panel(rows)
    for person in ("p00", "p01", "p02", "p03", "p04"):
        people[person] |= {f"{person}-{n}": 4 for n in range(10)}

    assert concordance(people) == Concordance(kendall_w(rows), 6, 3, raters_out=0, trends_out=50)


def test_what_fewer_than_five_raters_rated_whole_has_no_w() -> None:
    found = concordance(panel([[1, 2, 3]] * 4) | {"gap": {"t00": 3}})

    assert found == Concordance(None, 4, 3, raters_out=1, trends_out=0)
    assert (found.chi_squared, found.p, found.strength, found.freedom) == (None, None, None, 2)


def test_nobody_is_no_panel() -> None:
    assert concordance({}) == Concordance(None, 0, 0, 0, 0)
    assert concordance({"silent": {"t00": None}}) == Concordance(None, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("w", "word"),
    [
        (0.0, "very_weak"),
        (0.29, "very_weak"),
        (0.3, "weak"),
        (0.5, "moderate"),
        (0.7, "strong"),
        (0.89, "strong"),
        (0.9, "unusually_strong"),
        (1.0, "unusually_strong"),
    ],
)
def test_the_word_is_the_mark_that_w_reaches(w: float, word: Strength) -> None:
    assert Concordance(w, 9, 9, 0, 0).strength == word
