"""Rings: the roadmap's cover, a person's own radar drawn as tree rings; decoration."""

from __future__ import annotations

import math
from array import array
from collections.abc import Mapping
from functools import cache

from cba_kit.model.assessment import Assessment
from cba_kit.model.trends import Trends
from cba_kit.pictures.drawing import PLAIN, Style, draw

_CENTRE, _RADIUS = 450.0, 430.0
_COUNT = 34
_YEAR = 8
"""Every eighth ring is drawn stronger."""
_DOTS = 20
_EACH = 7
"""Numbers for a point: two for its place, five for its waves."""


def rings(template: Trends | None, ratings: Mapping[str, Assessment], *, style: Style = PLAIN) -> str:
    """Draw the rings with a dot for each rated trend, nearer to the middle the sooner it is felt.

    The rings' waves depend on the ratings, so no two covers are the same and a redraw is.
    """
    rated = [t for t in template.trends if _relevance(ratings, t.key)] if template else []
    phase = sum((_relevance(ratings, t.key) + 1) * t.number for t in rated) % 97 / 97 * math.tau
    lines = [{"d": _ring(i, phase), "year": i % _YEAR == _YEAR - 1} for i in range(_COUNT)]
    dots = []
    for i, trend in enumerate(rated):
        horizons = [h.key for h in template.horizons] if template else []
        horizon = ratings[trend.key].horizon
        step = horizons.index(horizon) if horizon in horizons else len(horizons) - 1
        radius = _RADIUS * (0.2 + 0.74 * (step + 0.55) / max(len(horizons), 1))
        # the fifth of neighbours apart, so that dots of one ring do not stand side by side
        turn = math.radians(166 + 96 * ((i * 5) % len(rated) + 0.5) / len(rated))
        x, y = _CENTRE + radius * math.cos(turn), _CENTRE + radius * math.sin(turn)
        # of many trends smaller dots, or they would lie on each other
        size = min(1.0, math.sqrt(_DOTS / len(rated)))
        dots.append({"x": x, "y": y, "r": (4 + _relevance(ratings, trend.key) * 2.6) * size})
    return draw("rings.svg.j2", style, lines=lines, dots=dots)


def _relevance(ratings: Mapping[str, Assessment], key: str) -> float:
    return (ratings[key].relevance or 0) if key in ratings else 0


def _ring(index: int, phase: float) -> str:
    a, b, c, d, e = (math.sin(phase * (j + 1) + index * (0.7 + 0.31 * j)) for j in range(5))
    points = []
    circle = _circle(index)
    for at in range(0, len(circle), _EACH):
        x, y, p, q, r, s, t = circle[at : at + _EACH]
        bent = 1 + a * p + b * q + c * r + d * s + e * t
        points.append(f"{_CENTRE + x * bent:.1f} {_CENTRE + y * bent:.1f}")
    return "M" + " L".join(points) + "Z"


@cache
def _circle(index: int) -> array[float]:
    """The points of a ring before it is bent, each with its five waves: the same for everybody.

    An array, because a forked kernel that looks at 15 000 floats gets a copy of each: 0.7 MiB.
    """
    radius = 18 + index * (_RADIUS - 18) / (_COUNT - 1)
    depth = 0.006 + 0.010 * index / (_COUNT - 1)
    points = array("d")
    for degree in range(0, 361, 6):
        turn = math.radians(degree)
        waves = (depth * math.sin((j + 2) * turn + index * 0.12 + j) for j in range(5))
        points.extend((radius * math.cos(turn), radius * math.sin(turn), *waves))
    return points
