"""Movement: who moved, where the middle went, and that few people's steps stay untold."""

from __future__ import annotations

from typing import Any

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cba_kit.model.agreement import agreement
from cba_kit.model.movement import Movement, movement
from cba_kit.model.trends import Scale

SCALE = Scale(key="relevance", title="R", question="R?", low=1, high=5, words={}, ends=("a", "b"))
Answers = dict[str, int | None]
round_of_answers = st.dictionaries(st.integers(0, 20).map(str), st.integers(1, 5) | st.none(), max_size=20)


def people(*values: int | None) -> Answers:
    return {str(place): value for place, value in enumerate(values)}


def test_movement_of_a_panel() -> None:
    """Of seven, five rated twice: two up, one down, two stayed."""
    before = people(1, 2, 3, 4, 5, None, 4)
    after = people(3, 4, 3, 4, 3, 4, None)

    found = movement(before, after, SCALE)

    assert found == Movement(
        before=agreement(before.values(), SCALE),
        after=agreement(after.values(), SCALE),
        both=5,
        up=2,
        down=1,
        same=2,
        change=3 / 5,
    )
    assert (found.shift, found.turn, found.views, found.stable) == (0.0, "same", "closer", False)


@pytest.mark.parametrize(
    ("before", "after", "turn", "views"),
    [
        ([3] * 5, [4] * 5, "up", "same"),
        ([1, 2, 3, 4, 5], [2] * 5, "down", "closer"),
        ([3] * 5, [1, 2, 3, 4, 5], "same", "apart"),
    ],
)
def test_the_words_say_where_the_middle_went_and_whether_views_came_closer(
    before: list[int], after: list[int], turn: str, views: str
) -> None:
    found = movement(people(*before), people(*after), SCALE)

    assert (found.turn, found.views) == (turn, views)


def test_people_who_change_places_change_nothing() -> None:
    found = movement(people(1, 2, 3, 4, 5), people(2, 1, 3, 5, 4), SCALE)

    assert (found.up, found.down, found.same, found.change, found.stable) == (2, 2, 1, 0.0, True)


def test_stability_ends_at_fifteen_of_a_hundred() -> None:
    before = people(*[3] * 20)

    almost = movement(before, people(*[3] * 18, 4, 4), SCALE)
    no_more = movement(before, people(*[3] * 17, 4, 4, 4), SCALE)

    assert (almost.change, almost.stable) == (0.1, True)
    assert (no_more.change, no_more.stable) == (0.15, False)


def test_nothing_is_told_of_fewer_than_five_who_rated_twice() -> None:
    """Though in each round enough did."""
    before, after = people(1, 2, 3, 4, 5, None), people(2, 3, 4, 5, None, 5)

    found = movement(before, after, SCALE)

    assert (found.both, found.up, found.down, found.same, found.change, found.stable) == (4, *[None] * 5)
    assert (found.turn, found.shift) == ("up", 1.0)


def test_a_first_round_alone_has_no_movement() -> None:
    found = movement(people(1, 2, 3, 4, 5), {}, SCALE)

    assert (found.both, found.shift, found.turn, found.views, found.stable) == (0, *[None] * 4)


@given(round_of_answers, round_of_answers)
def test_movement_equals_numpy_on_those_who_rated_twice(before: Answers, after: Answers) -> None:
    both = [p for p in before if before[p] is not None and after.get(p) is not None]
    old = numpy.array([before[p] for p in both], dtype=int)
    new = numpy.array([after[p] for p in both], dtype=int)

    found = movement(before, after, SCALE)

    assert found.both == len(both)
    if len(both) < 5:
        assert found.up is found.down is found.same is found.change is None
        return
    assert (found.up, found.down, found.same) == tuple(
        int(count) for count in ((new > old).sum(), (new < old).sum(), (new == old).sum())
    )
    net = numpy.abs(numpy.bincount(new, minlength=6) - numpy.bincount(old, minlength=6)).sum()
    assert found.change == pytest.approx(net / 2 / len(both), abs=1e-9)


@given(round_of_answers, round_of_answers)
def test_back_is_the_opposite_of_there(before: Answers, after: Answers) -> None:
    there, back = movement(before, after, SCALE), movement(after, before, SCALE)
    opposite: dict[Any, Any] = {"up": "down", "down": "up", "same": "same", None: None}

    assert (there.up, there.down, there.same, there.change) == (back.down, back.up, back.same, back.change)
    assert there.turn == opposite[back.turn]


def test_ratings_that_are_not_on_the_scale_are_no_steps() -> None:
    assert movement(people(*[9] * 6), people(*[3] * 6), SCALE).both == 0
