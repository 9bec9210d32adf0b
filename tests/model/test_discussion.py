"""Discussion: the agenda lists what is relevant and little known, divided, moved; from five raters on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cba_kit.content import Library
from cba_kit.model.agreement import Agreement, agreement
from cba_kit.model.discussion import Agenda, Divided, LittleKnown, Moved, agenda
from cba_kit.model.movement import Movement, movement
from cba_kit.model.trends import Trends

Answers = Sequence[int | None]


@pytest.fixture(scope="module")
def trends() -> Trends:
    found = Library().sheet("megatrends")
    assert isinstance(found, Trends)
    return found


def said(trends: Trends, **by_scale: Answers) -> dict[str, Agreement]:
    found = {}
    for key, values in by_scale.items():
        scale = trends.scale(key)
        assert scale is not None
        found[key] = agreement(values, scale)
    return found


def moved(trends: Trends, key: str, before: Answers, after: Answers) -> Movement:
    scale = trends.scale(key)
    assert scale is not None
    first, second = ({str(place): value for place, value in enumerate(one)} for one in (before, after))
    return movement(first, second, scale)


def test_relevant_and_little_known_comes_first_with_its_reasons(trends: Trends) -> None:
    """More relevant first, then less known; a trend that most do not know is the least known one."""
    a, b, c, d = trends.trends[:4]
    found = agenda(
        trends,
        {
            a.key: said(trends, relevance=[4] * 5, knowledge=[2] * 5),
            b.key: said(trends, relevance=[5] * 5, knowledge=[3] * 6 + [None]),
            c.key: said(trends, relevance=[4] * 6, knowledge=[5, *[None] * 6]),
            d.key: said(trends, relevance=[5] * 5, knowledge=[4] * 5),
        },
    )

    assert found == Agenda(
        first=(
            LittleKnown(b, 5.0, 5, 3.0, 1),
            LittleKnown(c, 4.0, 6, None, 6),
            LittleKnown(a, 4.0, 5, 2.0, 0),
        ),
        divided=(),
        moved=(),
    )


def test_divided_is_on_the_scale_that_divides_most(trends: Trends) -> None:
    a, b, c = trends.trends[:3]
    found = agenda(
        trends,
        {
            a.key: said(trends, relevance=[2, 2, 3, 4, 4], direction=[-2, -2, -2, 2, 2, 2]),
            b.key: said(trends, relevance=[1, 1, 3, 3, 3], direction=[0] * 5),
            c.key: said(trends, relevance=[3] * 5, knowledge=[1, 1, 5, 5, 5]),
        },
    )

    assert found.divided == (
        Divided(a, "direction", 4.0, 0.5, 0.5, 6),
        Divided(b, "relevance", 2.0, 0.4, 0.0, 5),
    )


def test_moved_is_the_farthest_first_and_stable_trends_are_not_in_it(trends: Trends) -> None:
    a, b, c, d = trends.trends[:4]
    movements = {
        a.key: {"relevance": moved(trends, "relevance", [3] * 5, [4, 4, 4, 3, 3])},
        b.key: {
            "relevance": moved(trends, "relevance", [3] * 5, [3, 3, 3, 4, 2]),
            "direction": moved(trends, "direction", [-1] * 5, [1] * 5),
        },
        c.key: {"relevance": moved(trends, "relevance", [3] * 5, [3, 3, 3, 4, 5])},
        d.key: {"relevance": moved(trends, "relevance", [1, 2, 3, 4, 5], [2, 1, 3, 5, 4])},
    }

    assert agenda(trends, {}, movements).moved == (
        Moved(b, "direction", -1.0, 1.0, 5, 0, 1.0, 5),
        Moved(a, "relevance", 3.0, 4.0, 3, 0, 0.6, 5),
        Moved(c, "relevance", 3.0, 3.0, 2, 0, 0.4, 5),
    )


def test_a_middle_that_went_because_others_rated_is_no_movement(trends: Trends) -> None:
    """Five say what they said; one more rates in the first round only, and one in the second."""
    same: list[int | None] = [1, 2, 3, 4, 5]
    still = moved(trends, "relevance", [*same, 1, None], [*same, None, 5])

    assert (still.shift, still.up, still.down) == (1.0, 0, 0)
    assert agenda(trends, {}, {trends.trends[0].key: {"relevance": still}}).moved == ()


def test_each_list_ends_after_some_and_equal_trends_stand_by_number(trends: Trends) -> None:
    same = said(trends, relevance=[5, 5, 5, 2, 2], knowledge=[1] * 5)
    backwards = {trend.key: same for trend in reversed(trends.trends)}

    found = agenda(trends, backwards, most=3)

    assert [one.trend.number for one in found.first] == [1, 2, 3]
    assert [one.trend.number for one in found.divided] == [1, 2, 3]
    assert len(agenda(trends, backwards).first) == 5


answers = st.lists(st.integers(1, 5) | st.none(), max_size=12)


@given(answers, answers, answers)
def test_nothing_stands_on_fewer_than_five_raters(relevance: Any, knowledge: Any, later: Any) -> None:
    trends = Library().sheet("megatrends")
    assert isinstance(trends, Trends)
    key = trends.trends[0].key

    found = agenda(
        trends,
        {key: said(trends, relevance=relevance, knowledge=knowledge)},
        {key: {"relevance": moved(trends, "relevance", relevance, later)}},
    )

    assert all(one.raters >= 5 for one in (*found.first, *found.divided, *found.moved))
    known, unknown = sum(value is not None for value in knowledge), knowledge.count(None)
    assert all(known >= 5 for one in found.first if one.knowledge is not None)
    assert all(known + unknown >= 5 for one in found.first if one.knowledge is None)
