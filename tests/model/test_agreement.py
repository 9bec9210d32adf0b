"""Agreement: the same figures as NumPy and SciPy, and none of them under five raters."""

from __future__ import annotations

from typing import Any

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cba_kit.model.agreement import BANDS, Agreement, Verdict, agreement, band, verdict
from cba_kit.model.trends import Scale

EXACT = 1e-9


def scale(low: int = 1, high: int = 5) -> Scale:
    return Scale(key="relevance", title="R", question="R?", low=low, high=high, words={}, ends=("a", "b"))


scales = st.builds(lambda low, width: scale(low, low + width), st.integers(-10, 5), st.integers(1, 10))


def ratings(of: Scale, least: int = 5) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(of.low, of.high), min_size=least, max_size=60)


@given(st.data(), scales, st.integers(0, 9))
def test_agreement_equals_numpy_and_scipy(data: Any, of: Scale, unknown: int) -> None:
    """Quartiles are of type 7; “don't know” is counted and never a number."""
    values = data.draw(ratings(of))

    found = agreement([*values, *[None] * unknown], of)

    assert (found.raters, found.unknown) == (len(values), unknown)
    assert found.median == pytest.approx(float(numpy.median(values)), abs=EXACT)
    assert found.quartiles == pytest.approx(tuple(numpy.percentile(values, [25, 75])), abs=EXACT)
    assert found.spread == pytest.approx(float(stats.iqr(values)), abs=EXACT)
    assert found.counts == tuple(numpy.bincount(numpy.array(values) - of.low, minlength=of.high - of.low + 1))
    for share in (0.0, 0.1, 0.9, 1.0):
        assert found.quantile(share) == pytest.approx(float(numpy.quantile(values, share)), abs=EXACT)


@given(st.data(), scales)
def test_shares_of_the_bands_are_those_of_their_ratings(data: Any, of: Scale) -> None:
    values = data.draw(ratings(of))
    by_hand = [sum(band(of, value) == one for value in values) / len(values) for one in BANDS]

    found = agreement(values, of)

    assert found.bands == pytest.approx(by_hand, abs=EXACT)
    assert found.top == pytest.approx(by_hand[2], abs=EXACT)
    assert found.fullest is not None
    share, which = found.fullest
    assert share == pytest.approx(max(by_hand), abs=EXACT)
    assert which is None or by_hand[BANDS.index(which)] == pytest.approx(share, abs=EXACT)


@pytest.mark.parametrize(
    ("of", "low", "middle", "high"),
    [
        (scale(1, 5), [1, 2], [3], [4, 5]),
        (scale(-2, 2), [-2, -1], [0], [1, 2]),
        (scale(1, 4), [1], [2, 3], [4]),
        (scale(1, 7), [1, 2], [3, 4, 5], [6, 7]),
        (scale(1, 10), [1, 2, 3], [4, 5, 6, 7], [8, 9, 10]),
        (scale(0, 1), [0], [], [1]),
    ],
)
def test_bands_are_thirds_and_a_cut_is_in_the_middle(
    of: Scale, low: list[int], middle: list[int], high: list[int]
) -> None:
    every = range(of.low, of.high + 1)

    assert [[value for value in every if band(of, value) == one] for one in BANDS] == [low, middle, high]


@given(st.lists(st.integers(1, 5), max_size=4), st.integers(0, 20))
def test_under_five_raters_only_their_number_is_known(values: list[int], unknown: int) -> None:
    """However many do not know; and these are counted only where five people answered."""
    found = agreement([*[None] * unknown, *values], scale())

    told = unknown if len(values) + unknown >= 5 else None
    assert found == Agreement(raters=len(values), unknown=told, low=1, counts=())
    measures = (found.median, found.quartiles, found.spread, found.bands, found.fullest, found.top)
    assert (*measures, found.verdict) == (None,) * 7


@given(st.lists(st.integers(1, 5) | st.none(), max_size=40), st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(values: list[int | None], random: Any) -> None:
    mixed = list(values)
    random.shuffle(mixed)

    assert agreement(mixed, scale()) == agreement(values, scale())


@given(st.lists(st.integers(1, 5), min_size=5), st.lists(st.integers(-9, 0) | st.integers(6, 9)))
def test_numbers_that_are_not_on_the_scale_are_left_out(values: list[int], wrong: list[int]) -> None:
    assert agreement([*values, *wrong], scale()) == agreement(values, scale())


@given(st.lists(st.integers(1, 5), min_size=5), st.integers(-9, 9))
def test_a_scale_that_starts_elsewhere_moves_the_median_and_nothing_else(values: list[int], by: int) -> None:
    here = agreement(values, scale())
    there = agreement([value + by for value in values], scale(1 + by, 5 + by))

    assert here.median is not None
    assert there.median == here.median + by
    assert (there.spread, there.bands, there.verdict) == (here.spread, here.bands, here.verdict)


@pytest.mark.parametrize(
    ("values", "middle", "spread", "word"),
    [
        ([3] * 5, 3.0, 0.0, "agree"),
        ([3, 3, 4, 4, 4], 4.0, 1.0, "agree"),
        ([2, 2, 3, 3, 4, 4], 3.0, 1.5, "mixed"),
        ([1, 2, 3, 4, 5], 3.0, 2.0, "divided"),
        ([1, 1, 2, 4, 5, 5], 3.0, 3.5, "divided"),
        ([5, 1, 5, 1, 5], 5.0, 4.0, "divided"),
    ],
)
def test_known_figures(values: list[int], middle: float, spread: float, word: Verdict) -> None:
    """Worked out by hand."""
    found = agreement(values, scale())

    assert (found.median, found.spread, found.verdict) == (middle, spread, word)


def test_two_equally_full_bands_have_no_fullest_one() -> None:
    found = agreement([1, 1, 3, 5, 5], scale())

    assert (found.fullest, found.top) == ((0.4, None), 0.4)


def test_verdict_begins_at_its_bounds() -> None:
    assert [verdict(spread) for spread in (None, 0, 1, 1.25, 1.75, 2)] == [
        *(None, "agree", "agree", "mixed", "mixed", "divided")
    ]
