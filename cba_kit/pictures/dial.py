"""Dial: the radar's half circle, its rings and sectors, and where their names stand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cba_kit.model.trends import Horizon, Sector, Trends
from cba_kit.pictures.drawing import Style, clean
from cba_kit.pictures.letters import fit, width
from cba_kit.pictures.spread import Point

_HUB, _HUB_DENSE = 0.15, 0.2
"""Share of the radius that the word “now” stands in; more with many sectors, for the nearest cells' sake."""
_NEAREST, _NEAREST_DENSE = 1.6, 2.2
"""How much deeper the nearest ring is than the farthest: it is the shortest."""
_SMALLER = 0.8
"""Words are made so much smaller rather than turned."""
_ROOM = 0.36
"""Share of the radius that a turned name has; longer ones are cut."""
_SLANT = 40.0


@dataclass(frozen=True, slots=True)
class Dial:
    """The radar's measures: centre, radius, rings from the middle outwards, sector borders in degrees."""

    cx: float
    cy: float
    radius: float
    size: float
    """Of the words."""
    grown: float
    """How much larger than usual the markers are."""
    rings: tuple[float, ...]
    """Radii, from the hub's to the outermost."""
    borders: tuple[float, ...]
    """Angles from 180 (left) to 0 (right)."""
    outward: bool
    """The sectors' names point outwards, because there is no room for them along the edge."""

    def at(self, radius: float, angle: float) -> Point:
        """Return the point at a distance and an angle from the centre."""
        turn = math.radians(angle)
        return self.cx + radius * math.cos(turn), self.cy - radius * math.sin(turn)

    def inside(self, cell: tuple[int, int], point: Point, radius: float) -> Point:
        """Return the place nearest to `point` where a circle is inside a cell (sector, ring) of its own.

        In a cell that is too small for it the circle stands in the middle.
        """
        sector, ring = cell
        dx, dy = point[0] - self.cx, self.cy - point[1]
        half = math.radians(self.borders[sector] - self.borders[sector + 1]) / 2
        # nearer to the centre the sector is narrower than the circle
        narrow = (radius + 1.5) / math.sin(min(half, math.pi / 2))
        inner, outer = max(self.rings[ring] + radius + 1, narrow), self.rings[ring + 1] - radius - 1
        distance = (inner + outer) / 2 if inner > outer else min(max(math.hypot(dx, dy), inner), outer)
        angle = math.degrees(math.atan2(dy, dx))
        angle = angle if angle > -90 else angle + 360
        turn = math.degrees(math.asin(min(1.0, (radius + 1.5) / distance)))
        high, low = self.borders[sector] - turn, self.borders[sector + 1] + turn
        return self.at(distance, (high + low) / 2 if high < low else min(max(angle, low), high))

    def holds(self, cell: tuple[int, int], point: Point, radius: float) -> bool:
        """Tell whether a circle lies inside a cell."""
        sector, ring = cell
        distance = math.dist(point, (self.cx, self.cy))
        angle = math.degrees(math.atan2(self.cy - point[1], point[0] - self.cx))
        if distance - radius < self.rings[ring] or distance + radius > self.rings[ring + 1]:
            return False
        turn = math.degrees(math.asin(min(1.0, radius / distance)))
        return angle + turn <= self.borders[sector] and angle - turn >= self.borders[sector + 1]


def dial(template: Trends, style: Style, crowd: Sequence[int], rings: Sequence[int] | None = None) -> Dial:
    """Return the measures. `crowd` is how many trends each sector has, `rings` how many stand in each ring.

    Sectors and rings change their width by steps only, so that one more trend leaves most pictures as
    they are. Without `rings` the nearer ring is the wider one; with them the fuller one is.
    """
    dense = len(template.sectors) > 8 or len(template.horizons) > 5 or sum(crowd) > 36
    radius = style.pick(420.0 if dense else 300.0, 300.0, 420.0 if dense else 300.0)
    size = style.pick(13.5, 21.0 if dense else 24.0, 17.0 if dense else 15.0)
    titles = [clean(sector.title) for sector in template.sectors]
    arc = math.pi * (radius + size * 0.75)
    along = [180 * (width(title, size, bold=True) + size) / arc for title in titles]
    outward = sum(along) > 180
    if outward and sum(along) * _SMALLER <= 180:
        size, outward = size * _SMALLER, False
        along = [need * _SMALLER for need in along]
    needs = [180 * size * 1.35 / arc] * len(titles) if outward else along
    room = min(max(width(title, size, bold=True) for title in titles), radius * _ROOM) if outward else 0.0
    pad = room + size * (1.9 if style.compact else 2.6)
    hub = min((_HUB_DENSE if dense else _HUB) + 0.012 * max(len(titles) - 8, 0), 0.34)
    return Dial(
        cx=radius + pad,
        cy=radius + room + size * (1.2 if outward else 2.3),
        radius=radius,
        size=size,
        grown=style.pick(1.0, 1.5, 1.15),
        rings=tuple(radius * share for share in _rings(len(template.horizons), hub, rings, dense=dense)),
        borders=_borders(_shares(crowd), needs),
        outward=outward,
    )


def _rings(count: int, hub: float, crowd: Sequence[int] | None, *, dense: bool) -> list[float]:
    nearest = _NEAREST_DENSE if dense else _NEAREST
    nearer = [nearest - (nearest - 1) * i / (count - 1) for i in range(count)]
    weights = nearer if crowd is None else _shares(crowd)
    found, edge = [hub], hub
    for weight in weights:
        edge += (1 - hub) * weight / sum(weights)
        found.append(edge)
    return found


def _shares(crowd: Sequence[int]) -> list[float]:
    """Return the widths that go with a crowd: 2 from twice the mean on, 4 from four times, ½ up to half.

    By such steps, since one trend more must not move all the others.
    """
    mean = sum(crowd) / len(crowd) or 1.0
    return [2.0 ** math.trunc(math.log2(max(count, 0.5) / mean)) for count in crowd]


def _borders(shares: Sequence[float], needs: Sequence[float]) -> tuple[float, ...]:
    """Share the half circle out; nobody gets less than the name needs."""
    angles = [0.0] * len(shares)
    open_ = set(range(len(shares)))
    left = 180.0
    scale = min(1.0, 180 / sum(needs))
    while open_:
        total = sum(shares[i] for i in open_)
        short = {i for i in open_ if left * shares[i] / total < needs[i] * scale}
        for i in short or open_:
            angles[i] = needs[i] * scale if short else left * shares[i] / total
        if not short:
            break
        left -= sum(angles[i] for i in short)
        open_ -= short
    borders, angle = [180.0], 180.0
    for step in angles:
        angle -= step
        borders.append(max(angle, 0.0))
    borders[-1] = 0.0
    return tuple(borders)


def sector_names(sectors: Sequence[Sector], dial: Dial) -> list[dict[str, object]]:
    """Return each theme's name, along the edge or outwards, and the border on its right."""
    found: list[dict[str, object]] = []
    for i, sector in enumerate(sectors):
        left, right = dial.borders[i], dial.borders[i + 1]
        middle, arc = (left + right) / 2, dial.radius + dial.size * (0.6 if dial.outward else 0.75)
        room = dial.radius * _ROOM if dial.outward else math.radians(left - right) * arc - dial.size * 0.5
        found.append(
            {
                "title": fit(clean(sector.title), dial.size, room, bold=True),
                "arc": arc,
                "start": dial.at(arc, left),
                "end": dial.at(arc, right),
                "foot": dial.at(arc, middle),
                "turn": 180 - middle if middle > 90 else -middle,
                "ends": middle > 90,
                "spoke": (dial.at(dial.rings[0], right), dial.at(dial.radius, right)),
                "last": i == len(sectors) - 1,
            }
        )
    return found


def ring_names(
    horizons: Sequence[Horizon], dial: Dial, style: Style
) -> tuple[list[dict[str, object]], float]:
    """Return the words under the base line, on both sides, and the height that they take.

    Whole names where they fit, else the short words, else the names aslant; of very many, every second one.
    """
    size = dial.size * 0.92
    rooms = [dial.rings[i + 1] - dial.rings[i] - size * 0.4 for i in range(len(horizons))]
    centres = [(dial.rings[i] + dial.rings[i + 1]) / 2 for i in range(len(horizons))]
    marks = [clean(horizon.mark) for horizon in horizons]
    full = [_halves(clean(horizon.label), size, room) for horizon, room in zip(horizons, rooms, strict=True)]
    if not style.compact and all(
        width(line, size) <= room for lines, room in zip(full, rooms, strict=True) for line in lines
    ):
        names, centres = full, centres
    elif style.compact and _apart(marks, dial.rings[1:], size * (smaller := 1 if len(horizons) < 5 else 0.8)):
        size *= smaller
        # at the rings' edges: 2, 5, 10 years
        names, centres = [[fit(mark, size, dial.size * 3)] for mark in marks], list(dial.rings[1:])
    elif all(width(mark, size) <= room for mark, room in zip(marks, rooms, strict=True)):
        names = [[mark] for mark in marks]
    else:
        return _aslant(horizons, dial, centres, size)
    found: list[dict[str, object]] = [
        {"x": dial.cx + side * centre, "lines": lines, "size": size, "turn": 0, "anchor": "middle"}
        for lines, centre in zip(names, centres, strict=True)
        for side in (-1, 1)
    ]
    return found, dial.size * (0.4 + 1.1 * max(len(lines) for lines in names))


def _apart(words: Sequence[str], places: Sequence[float], size: float) -> bool:
    """Tell whether words in the middle of their places leave a gap between them."""
    halves = [width(word, size) / 2 for word in words]
    return all(
        b - a > one + two + size * 0.3
        for (a, b), (one, two) in zip(pairwise(places), pairwise(halves), strict=True)
    )


def _aslant(
    horizons: Sequence[Horizon], dial: Dial, centres: Sequence[float], size: float
) -> tuple[list[dict[str, object]], float]:
    found: list[dict[str, object]] = []
    deep = 0.0
    cos = math.cos(math.radians(_SLANT))
    nearest = min(b - a for a, b in pairwise(centres))
    every = math.ceil(size * 1.15 / (nearest * math.sin(math.radians(_SLANT))))
    for horizon, centre in list(zip(horizons, centres, strict=True))[::every]:
        room = min((dial.cx - centre) / cos - size, dial.radius * _ROOM)
        line = fit(clean(horizon.label), size, room)
        deep = max(deep, (width(line, size)) * math.sin(math.radians(_SLANT)))
        found += [
            {
                "x": dial.cx + side * centre,
                "lines": [line],
                "size": size,
                "turn": side * _SLANT,
                "anchor": "start" if side > 0 else "end",
            }
            for side in (-1, 1)
        ]
    return found, deep + dial.size


def _halves(label: str, size: float, room: float) -> list[str]:
    words = label.split()
    if width(label, size) <= room or len(words) == 1:
        return [label]
    splits = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    return list(min(splits, key=lambda pair: max(width(part, size) for part in pair)))
