"""Spread: circles pushed apart by a fixed rule, so that none covers another and a redraw looks the same."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Point = tuple[float, float]
Keep = Callable[[int, Point, float], Point]
"""Return the nearest place to a point that the circle of this index and radius may take."""

_ROUNDS = 150
_SHRINK = 0.86
_GOLDEN = 2.399963
"""The golden angle in radians: the directions in which circles at the same point leave it."""


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle that wants to be at a point."""

    x: float
    y: float
    radius: float


def spread(wanted: Sequence[Circle], keep: Keep, *, gap: float) -> tuple[list[Circle], float]:
    """Return the circles moved apart within their bounds, and the scale that made them fit.

    Same input, same output: no chance is involved. Where they cannot all fit, all become smaller by
    the same share until they do.
    """
    scale = 1.0
    while True:
        sizes = [circle.radius * scale for circle in wanted]
        places = _push(wanted, sizes, keep, gap * scale)
        if places is not None:
            moved = [Circle(x, y, size) for (x, y), size in zip(places, sizes, strict=True)]
            return moved, scale
        scale *= _SHRINK


def _push(wanted: Sequence[Circle], sizes: Sequence[float], keep: Keep, gap: float) -> list[Point] | None:
    places = [keep(i, (circle.x, circle.y), sizes[i]) for i, circle in enumerate(wanted)]
    for _ in range(_ROUNDS):
        touched = False
        for i in range(len(places)):
            for j in range(i + 1, len(places)):
                need = sizes[i] + sizes[j] + gap
                if _apart(places, i, j, need):
                    touched = True
        if not touched:
            return places
        places = [keep(i, place, sizes[i]) for i, place in enumerate(places)]
    return None


def _apart(places: list[Point], i: int, j: int, need: float) -> bool:
    """Move two circles apart where they are nearer than `need`; tell whether they were."""
    (x1, y1), (x2, y2) = places[i], places[j]
    dx, dy = x2 - x1, y2 - y1
    distance = math.hypot(dx, dy)
    if distance >= need - 1e-6:
        return False
    if distance < 1e-6:
        dx, dy, distance = math.cos(j * _GOLDEN), math.sin(j * _GOLDEN), 1.0
        push = need / 2
    else:
        push = (need - distance) / 2 + 0.01
    dx, dy = dx / distance * push, dy / distance * push
    places[i] = (x1 - dx, y1 - dy)
    places[j] = (x2 + dx, y2 + dy)
    return True
