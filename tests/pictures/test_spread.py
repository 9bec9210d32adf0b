"""Circles never cover each other, stay in their bounds, and a redraw looks the same."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from cba_kit.pictures.spread import Circle, Point, ease, settle, spread

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


def test_settle_a_circle_that_comes_last_moves_nobody() -> None:
    wanted = [Circle(50, 50, 8), Circle(52, 50, 8), Circle(51, 49, 8)]

    two, three = (settle(found, in_square, gap=1.0) for found in (wanted[:2], wanted))

    assert two is not None
    assert three is not None
    assert three[:2] == two


def test_settle_aside_keeps_the_height() -> None:
    found = settle([Circle(50, 40, 8)] * 4, in_square, gap=1.0, aside=True)

    assert found is not None
    assert {circle.y for circle in found} == {40}
    assert len({circle.x for circle in found}) == 4


def test_settle_without_room_says_so() -> None:
    assert settle([Circle(50, 50, 40)] * 2, in_square, gap=1.0) is None


@settings(deadline=None, max_examples=40)
@given(circles)
def test_ease_circles_never_touch_or_it_gives_up(wanted: list[Circle]) -> None:
    moved = ease(wanted, in_square, gap=1.0)

    for i, one in enumerate(moved or ()):
        for other in (moved or ())[i + 1 :]:
            assert math.dist((one.x, one.y), (other.x, other.y)) >= one.radius + other.radius


def test_ease_fits_circles_that_want_the_same_point() -> None:
    moved = ease([Circle(50, 50, 10)] * 5, in_square, gap=1.0)

    assert moved is not None
    assert len({(circle.x, circle.y) for circle in moved}) == 5
