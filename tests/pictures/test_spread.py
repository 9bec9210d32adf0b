"""Circles never cover each other, stay in their bounds, and a redraw looks the same."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from cba_kit.pictures.spread import Circle, Point, spread

circles = st.lists(
    st.builds(Circle, x=st.floats(0, 100), y=st.floats(0, 100), radius=st.floats(2, 15)), max_size=25
)


def in_square(_index: int, point: Point, radius: float) -> Point:
    return (min(max(point[0], radius), 100 - radius), min(max(point[1], radius), 100 - radius))


@settings(deadline=None, max_examples=60)
@given(circles)
def test_spread_circles_never_touch(wanted: list[Circle]) -> None:
    moved, _ = spread(wanted, in_square, gap=1.0)

    for i, one in enumerate(moved):
        for other in moved[i + 1 :]:
            assert math.dist((one.x, one.y), (other.x, other.y)) >= one.radius + other.radius


@settings(deadline=None, max_examples=40)
@given(circles)
def test_spread_circles_stay_in_their_bounds(wanted: list[Circle]) -> None:
    moved, _ = spread(wanted, in_square, gap=1.0)

    assert all(c.radius <= c.x + 1e-6 and c.x <= 100 - c.radius + 1e-6 for c in moved)
    assert all(c.radius <= c.y + 1e-6 and c.y <= 100 - c.radius + 1e-6 for c in moved)


@settings(deadline=None, max_examples=30)
@given(circles)
def test_spread_same_input_same_output(wanted: list[Circle]) -> None:
    assert spread(wanted, in_square, gap=1.0) == spread(wanted, in_square, gap=1.0)


def test_spread_circles_with_room_stay_where_they_want_to_be() -> None:
    wanted = [Circle(20, 20, 5), Circle(80, 80, 5)]

    assert spread(wanted, in_square, gap=1.0) == (wanted, 1.0)


def test_spread_circles_that_cannot_fit_become_smaller() -> None:
    moved, scale = spread([Circle(50, 50, 40)] * 4, in_square, gap=1.0)

    assert scale < 1
    assert {circle.radius for circle in moved} == {40 * scale}
