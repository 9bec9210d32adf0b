"""Markers: the radar's trends set into their cells, each with its signs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cba_kit.pictures.box import Box
from cba_kit.pictures.dial import Dial
from cba_kit.pictures.drawing import clean
from cba_kit.pictures.letters import width
from cba_kit.pictures.names import Name, names
from cba_kit.pictures.spots import Spot
from cba_kit.pictures.spread import Circle, Point, ease, settle

_SMALL, _LARGE = 11.8, 18.8
"""Radii of the least and the most relevant trend, where there is room."""
_LEGIBLE = 7.5
"""Where there is little room the small ones shrink to this first, and then all."""
_SHRINK = 0.9
_SETTLED, _FULL = 0.6, 0.72
"""Shares of a cell that circles can fill at most: set one after the other, and pushed about."""
_EASED = 16
"""Up to so many markers of a cell that is too full are pushed about before all become smaller."""
_TIGHT = 0.5
"""Below this scale the rings are worth another width."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker on the picture."""

    spot: Spot
    x: float
    y: float
    r: float
    reach: Circle
    """The room that it takes with its cap, its ring and its arrowhead."""
    size: float
    """Of the number in it."""
    origin: Point | None = None
    """Where it stood before."""
    head: tuple[Point, Point, Point] | None = None
    """The arrowhead at its edge, inwards or outwards."""


def markers(dial: Dial, spots: Sequence[Spot]) -> tuple[list[Mark], float]:
    """Return the markers, each inside its cell and none over another, and the scale that made them fit.

    A trend keeps its direction from the centre whatever its ring. Cells do not depend on each other: a
    trend that comes or goes moves others of its own cell at most, unless all become smaller.
    """
    cells: dict[tuple[int, int], list[Spot]] = {}
    for spot in spots:
        cells.setdefault((spot.sector, spot.ring), []).append(spot)
    bounds = {cell: _bound(dial, cell, here) for cell, here in cells.items()}
    fullest = sorted(cells, key=lambda cell: (bounds[cell], cell))
    # by steps, so that one trend more seldom changes the size of all
    steps = math.ceil(math.log(min(1.0, *bounds.values())) / math.log(_SHRINK)) if bounds else 0
    scale = _SHRINK**steps
    while True:
        found: dict[str, Mark] = {}
        for cell in fullest:
            here = cells[cell]
            placed = _cell(dial, cell, here, scale)
            if placed is None:
                break
            found |= placed
        else:
            return [found[spot.trend.key] for spot in spots], scale
        scale *= _SHRINK


def tight(scale: float) -> bool:
    """Tell whether markers are so small that other rings would serve better."""
    return scale < _TIGHT


def _cell(dial: Dial, cell: tuple[int, int], spots: Sequence[Spot], scale: float) -> dict[str, Mark] | None:
    wanted, bodies = [], []
    for spot in spots:
        body = _body(dial, spot, scale)
        reach, up = _reach(spot)
        x, y = _home(dial, spot, spot.ring)
        wanted.append(Circle(x, y - up * body, reach * body))
        bodies.append((body, up * body))

    def keep(_index: int, point: Point, radius: float) -> Point:
        return dial.inside(cell, point, radius)

    if not all(dial.holds(cell, keep(0, (c.x, c.y), c.radius), c.radius) for c in wanted):
        return None
    gap = max(4.0 * scale, 1.5)
    filled = math.pi * sum((c.radius + gap / 2) ** 2 for c in wanted) / _room(dial, cell)
    moved = ease(wanted, keep, gap=gap) if filled < _FULL and len(wanted) <= _EASED else None
    if moved is None and filled < _SETTLED:
        moved = settle(wanted, keep, gap=gap, far=_far(dial, cell))
    if moved is None:
        return None
    return {
        spot.trend.key: _mark(dial, spot, circle, body, up)
        for spot, circle, (body, up) in zip(spots, moved, bodies, strict=True)
    }


def _far(dial: Dial, cell: tuple[int, int]) -> float:
    """Return how long a cell is from corner to corner, at most."""
    outer = dial.rings[cell[1] + 1]
    turn = math.radians(dial.borders[cell[0]] - dial.borders[cell[0] + 1])
    return math.hypot(outer - dial.rings[cell[1]], min(turn, 2.0) * outer)


def _room(dial: Dial, cell: tuple[int, int]) -> float:
    """Return a cell's area."""
    inner, outer = dial.rings[cell[1]], dial.rings[cell[1] + 1]
    turn = math.radians(dial.borders[cell[0]] - dial.borders[cell[0] + 1])
    return turn * (outer * outer - inner * inner) / 2


def _bound(dial: Dial, cell: tuple[int, int], spots: Sequence[Spot]) -> float:
    """Return a scale at which a cell's markers surely do not fit, or 1: by its area and its depth."""
    inner, outer = dial.rings[cell[1]], dial.rings[cell[1] + 1]
    turn = math.radians(dial.borders[cell[0]] - dial.borders[cell[0] + 1])
    reaches = [_body(dial, spot, 1.0) * _reach(spot)[0] + 2 for spot in spots]
    area = math.pi * sum(reach * reach for reach in reaches)
    deep = (outer - inner) / (2 * max(reaches))
    wide = turn * outer / (2 * max(reaches))
    return min(1.0, math.sqrt(_FULL * _room(dial, cell) / area), deep, wide)


def _home(dial: Dial, spot: Spot, ring: int) -> Point:
    """Return where a trend would like to stand in a ring.

    Halves, quarters, eighths of its sector: a later one moves nobody. Neighbours a little nearer or farther.
    """
    left, right = dial.borders[spot.sector], dial.borders[spot.sector + 1]
    share, part, rank = 0.0, 0.5, spot.rank + 1
    while rank:
        share, rank, part = share + part * (rank % 2), rank // 2, part / 2
    inner, outer = dial.rings[ring], dial.rings[ring + 1]
    off = (0.0, 0.17, -0.17)[(spot.rank + 1) // 2 % 3]
    return dial.at((inner + outer) / 2 + (outer - inner) * off, left + (right - left) * share)


def _body(dial: Dial, spot: Spot, scale: float) -> float:
    large = _LARGE * scale
    small = max(_SMALL * scale, min(large * 0.8, _LEGIBLE))
    return (small + (large - small) * spot.weight) * dial.grown


def _reach(spot: Spot) -> tuple[float, float]:
    """Return the radius of the room that a marker takes, and how far above it that begins, in radii."""
    headed = spot.step in ("in", "out")
    around = 1.5 if headed else 1.24 if spot.step == "new" else 1.06
    if not spot.cap:
        return around, 0.0
    up = (1.5 - around) / 2
    return 1.5 - up, up * spot.cap


def _mark(dial: Dial, spot: Spot, reach: Circle, body: float, up: float) -> Mark:
    x, y = reach.x, reach.y + up
    room = 1.72 * body / width(str(spot.trend.number), 1, bold=True)
    return Mark(
        spot,
        x,
        y,
        body,
        reach,
        size=min(dial.size * 1.05, 1.2 * body, room),
        origin=None if spot.origin is None else _home(dial, spot, spot.origin),
        head=_head(dial, spot, (x, y), body),
    )


def _head(dial: Dial, spot: Spot, at: Point, body: float) -> tuple[Point, Point, Point] | None:
    """Return an arrowhead at the marker's edge that points to the middle or away; never over the cap."""
    if spot.step not in ("in", "out"):
        return None
    turn = math.atan2(at[1] - dial.cy, at[0] - dial.cx) + (math.pi if spot.step == "in" else 0)
    cap = -math.pi / 2 * spot.cap
    off = math.remainder(turn - cap, math.tau)
    least = math.radians(72)
    if spot.cap and abs(off) < least:
        turn = cap + math.copysign(least, off)
    half = 0.42

    def point(radius: float, angle: float) -> Point:
        return at[0] + radius * math.cos(angle), at[1] + radius * math.sin(angle)

    return point(body * 1.04, turn - half), point(body * 1.5, turn), point(body * 1.04, turn + half)


def named(dial: Dial, marks: Sequence[Mark]) -> list[Name] | None:
    """Return the markers' names, all on the half circle; None when one of them has no room."""
    words = [clean(mark.spot.trend.short or mark.spot.trend.name) for mark in marks]

    def fits(box: Box) -> bool:
        on = all(
            math.dist(corner, (dial.cx, dial.cy)) < dial.radius and corner[1] < dial.cy - 3
            for corner in box.corners()
        )
        # the word “now” stands in the hub
        return on and not box.meets(dial.cx, dial.cy, dial.rings[0] * 0.75)

    return names(
        [mark.reach for mark in marks],
        words,
        dial.size * 0.95,
        fits=fits,
        avoid=[mark.origin for mark in marks if mark.origin],
    )
