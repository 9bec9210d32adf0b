"""Arrow: the way that something went between two rounds."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cba_kit.pictures.spread import Point


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line from a small open circle to the edge of a marker, with its head."""

    start: Point
    end: Point
    """The foot of the head."""
    head: tuple[Point, Point, Point]


def arrow(start: Point, centre: Point, radius: float, size: float) -> Arrow | None:
    """Return the arrow from `start` to the edge of the marker at `centre`; None where it is too short."""
    long = math.dist(start, centre) - radius - 1
    if long < size:
        return None
    ux, uy = (centre[0] - start[0]) / (long + radius + 1), (centre[1] - start[1]) / (long + radius + 1)
    tip = (start[0] + ux * long, start[1] + uy * long)
    foot = (tip[0] - ux * size, tip[1] - uy * size)
    half = size * 0.45
    left, right = (foot[0] - uy * half, foot[1] + ux * half), (foot[0] + uy * half, foot[1] - ux * half)
    return Arrow(start, foot, (left, tip, right))
