"""Spread: circles set side by side by a fixed rule: none covers another, and a redraw looks the same."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product

Point = tuple[float, float]
Keep = Callable[[int, Point, float], Point]
"""Return the nearest place to a point that the circle of this index and radius may take."""

_SHRINK = 0.92
_SMALLEST = 0.02
_ROUNDS = 80
_GOLDEN = 2.399963
"""The golden angle in radians."""
_REACH = 44
"""How many steps of half a radius a circle looks around its point for room."""


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle that wants to be at a point."""

    x: float
    y: float
    radius: float


def spread(
    wanted: Sequence[Circle], keep: Keep, *, gap: float, aside: bool = False
) -> tuple[list[Circle], float]:
    """Return the circles moved apart within their bounds, and the scale that made them fit.

    Same input, same output: no chance is involved. Where they cannot all fit, all become smaller by
    the same share until they do. With `aside` they move to the left and right only.
    """
    scale = 1.0
    while scale > _SMALLEST:
        smaller = [Circle(circle.x, circle.y, circle.radius * scale) for circle in wanted]
        moved = settle(smaller, keep, gap=gap * scale, aside=aside)
        if moved is not None:
            return moved, scale
        scale *= _SHRINK
    raise ValueError("the circles have no room at all: their bounds are empty")


def settle(
    wanted: Sequence[Circle], keep: Keep, *, gap: float, far: float = math.inf, aside: bool = False
) -> list[Circle] | None:
    """Return the circles, each at the free place nearest to where it wants to be; None without room.

    One after the other: a circle that comes last moves none of those before it. None goes farther than
    `far` from where it wants to be; with `aside` all keep their height.
    """
    looks = _beside() if aside else _around()
    ground = _Ground(max((circle.radius for circle in wanted), default=1.0) * 2 + gap, gap)
    placed: list[Circle] = []
    for index, circle in enumerate(wanted):
        found = _free(ground, (index, circle), keep, looks, far)
        if found is None:
            return None
        ground.take(found)
        placed.append(found)
    return placed


def ease(wanted: Sequence[Circle], keep: Keep, *, gap: float) -> list[Circle] | None:
    """Return the circles pushed apart until none touches another; None where that takes too long.

    Fits more into little room than `settle`, and every circle may move for another.
    """
    places = [keep(i, (circle.x, circle.y), circle.radius) for i, circle in enumerate(wanted)]
    for _ in range(_ROUNDS):
        touched = False
        for (i, one), (j, two) in combinations(enumerate(wanted), 2):
            touched |= _push(places, i, j, one.radius + two.radius + gap)
        if not touched:
            return [Circle(*place, circle.radius) for place, circle in zip(places, wanted, strict=True)]
        places = [keep(i, place, wanted[i].radius) for i, place in enumerate(places)]
    return None


def _push(places: list[Point], i: int, j: int, need: float) -> bool:
    """Move two circles apart where they are nearer than `need`; tell whether they were."""
    (x1, y1), (x2, y2) = places[i], places[j]
    dx, dy = x2 - x1, y2 - y1
    distance = math.hypot(dx, dy)
    if distance >= need - 1e-6:
        return False
    if distance < 1e-6:
        # circles at one point leave it in different directions
        dx, dy, distance = math.cos(j * _GOLDEN), math.sin(j * _GOLDEN), 1.0
        push = need / 2
    else:
        push = (need - distance) / 2 + 0.01
    dx, dy = dx / distance * push, dy / distance * push
    places[i], places[j] = (x1 - dx, y1 - dy), (x2 + dx, y2 + dy)
    return True


class _Ground:
    """What is taken, by squares as wide as two of the largest circles: each knows what is near it."""

    def __init__(self, side: float, gap: float) -> None:
        self._side, self._gap = side, gap
        self._near: dict[tuple[int, int], list[Circle]] = {}

    def take(self, circle: Circle) -> None:
        column, row = int(circle.x // self._side), int(circle.y // self._side)
        for square in product((column - 1, column, column + 1), (row - 1, row, row + 1)):
            self._near.setdefault(square, []).append(circle)

    def free(self, x: float, y: float, radius: float) -> bool:
        apart = radius + self._gap
        for other in self._near.get((int(x // self._side), int(y // self._side)), ()):
            need = apart + other.radius
            dx, dy = x - other.x, y - other.y
            if dx * dx + dy * dy < need * need - 1e-6:
                return False
        return True


def _free(
    ground: _Ground, wanted: tuple[int, Circle], keep: Keep, looks: Sequence[Point], far: float
) -> Circle | None:
    index, circle = wanted
    step = circle.radius / 2
    farthest = (far / step) ** 2
    for dx, dy in looks:
        if dx * dx + dy * dy > farthest:
            return None
        x, y = keep(index, (circle.x + dx * step, circle.y + dy * step), circle.radius)
        if ground.free(x, y, circle.radius):
            return Circle(x, y, circle.radius)
    return None


@cache
def _beside() -> tuple[Point, ...]:
    """The points to the right and left of the origin, the nearest first."""
    return ((0.0, 0.0), *((side * i / 2, 0.0) for i in range(1, 8 * _REACH) for side in (1, -1)))


@cache
def _around() -> tuple[Point, ...]:
    """The points of a triangular grid around the origin, the nearest first."""
    high = math.sqrt(0.75)
    rows = range(-_REACH, _REACH + 1)
    points = [(column + (row % 2) / 2, row * high) for row in rows for column in rows]
    near = [point for point in points if math.hypot(*point) <= _REACH]
    return tuple(sorted(near, key=lambda point: (round(math.hypot(*point), 6), point[1], point[0])))
