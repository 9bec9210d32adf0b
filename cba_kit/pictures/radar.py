"""The radar: a half circle of themes and years, with a marker for every trend that was rated."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cba_kit.model.assessment import Assessment
from cba_kit.model.trends import Trend, Trends
from cba_kit.pictures.drawing import PLAIN, Style, draw, width
from cba_kit.pictures.spread import Circle, Point, spread

_HUB = 0.15
"""Share of the radius that the word “now” stands in."""


@dataclass(frozen=True, slots=True)
class Plan:
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

    def at(self, radius: float, angle: float) -> Point:
        """Return the point at a distance and an angle from the centre."""
        turn = math.radians(angle)
        return self.cx + radius * math.cos(turn), self.cy - radius * math.sin(turn)


def radar(
    template: Trends,
    ratings: Mapping[str, Assessment],
    *,
    uid: str,
    title: str = "",
    style: Style = PLAIN,
    tray: bool = True,
) -> str:
    """Draw the rated trends as SVG. `uid` must be unique on the page: ids in the picture begin with it.

    Ring = when it is felt, sector = theme, size = relevance, cap up = opportunity, cap down = threat,
    dashed = direction not known. Trends answered by “don't know”, or without a time, stand in a tray
    below, never at a guessed place; `tray=False` leaves it to the page, which names them beside.
    """
    plan = _plan(template, style)
    placed = [t for t in template.trends if _ring(template, ratings.get(t.key)) is not None]
    markers = _markers(template, plan, placed, ratings)
    below, bottom = _tray(template, ratings if tray else {}, plan, style)
    return draw(
        "radar.svg.j2",
        style,
        uid=uid,
        title=title or style.word("radar"),
        desc=radar_text(template, ratings, style),
        plan=plan,
        width=plan.cx * 2,
        height=bottom,
        sectors=_sectors(template, plan),
        ring_names=_ring_names(template, plan, style),
        markers=markers,
        tray=below,
    )


def radar_rows(
    template: Trends, ratings: Mapping[str, Assessment], style: Style = PLAIN
) -> list[dict[str, str]]:
    """Return what the radar shows as rows: number, name, sector, horizon, relevance, direction."""
    sectors = {sector.key: sector.title for sector in template.sectors}
    horizons = {horizon.key: horizon.label for horizon in template.horizons}
    return [
        {
            "number": str(trend.number),
            "name": trend.name,
            "sector": sectors[trend.sector],
            "horizon": horizons.get(rating.horizon, ""),
            "relevance": f"{rating.relevance:g}" if rating.relevance is not None else "",
            "direction": direction_word(rating.direction, style),
        }
        for trend in template.trends
        if (rating := ratings.get(trend.key)) and rating.started
    ]


def radar_text(template: Trends, ratings: Mapping[str, Assessment], style: Style = PLAIN) -> str:
    """Return the radar in words: how to read it, then each trend with its data."""
    rows = [
        ", ".join(
            part
            for part in (
                f"{row['number']} {row['name']}",
                row["horizon"],
                f"{style.word('relevance')} {row['relevance'] or '?'}",
                row["direction"],
            )
            if part
        )
        for row in radar_rows(template, ratings, style)
    ]
    return f"{style.word('radar_help')} {'; '.join(rows) + '.' if rows else style.word('radar_empty')}"


def direction_word(direction: float | None, style: Style = PLAIN) -> str:
    """Return what a direction means: opportunity, threat or both; empty when it was not rated."""
    if direction is None:
        return ""
    return style.word("opportunity" if direction > 0 else "threat" if direction < 0 else "both")


def _plan(template: Trends, style: Style) -> Plan:
    radius, size = (300.0, 24.0) if style.compact else (300.0, 13.5)
    pad = size * (1.9 if style.compact else 2.6)
    count = len(template.horizons)
    weights = [1.6 - 0.6 * i / (count - 1) for i in range(count)]
    rings, edge = [_HUB], _HUB
    for weight in weights:
        edge += (1 - _HUB) * weight / sum(weights)
        rings.append(edge)
    crowd = [sum(t.sector == sector.key for t in template.trends) for sector in template.sectors]
    shares = [max(2.0 + n, 4.2) for n in crowd]  # a full theme gets room, an empty one keeps its name
    borders, angle = [180.0], 180.0
    for share in shares:
        angle -= 180 * share / sum(shares)
        borders.append(angle)
    return Plan(
        cx=radius + pad,
        cy=radius + size * 2.3,
        radius=radius,
        size=size,
        grown=1.5 if style.compact else 1.0,
        rings=tuple(radius * ring for ring in rings),
        borders=tuple(borders),
    )


def _ring(template: Trends, rating: Assessment | None) -> int | None:
    """Return the index of the ring a rating stands in; None when it cannot be placed."""
    if rating is None or rating.relevance is None:
        return None
    keys = [horizon.key for horizon in template.horizons]
    return keys.index(rating.horizon) if rating.horizon in keys else None


def _markers(
    template: Trends, plan: Plan, trends: Sequence[Trend], ratings: Mapping[str, Assessment]
) -> list[dict[str, object]]:
    sectors = [sector.key for sector in template.sectors]
    cells = [(sectors.index(t.sector), _ring(template, ratings[t.key]) or 0) for t in trends]
    wanted = []
    for i, trend in enumerate(trends):
        sector, ring = cells[i]
        place, crowd = cells[:i].count(cells[i]), cells.count(cells[i])
        left, right = plan.borders[sector], plan.borders[sector + 1]
        angle = left + (right - left) * (place + 0.5) / crowd
        middle = (plan.rings[ring] + plan.rings[ring + 1]) / 2
        off = 0 if crowd == 1 else plan.radius * (0.05 if place % 2 else -0.05)
        x, y = plan.at(middle + off, angle)
        wanted.append(Circle(x, y, _reach(plan, ratings[trend.key])))

    def keep(index: int, point: Point, radius: float) -> Point:
        return _inside(plan, cells[index], point, radius)

    moved, _ = spread(wanted, keep, gap=5.0)
    return [
        _marker(plan, trend, ratings[trend.key], circle) for trend, circle in zip(trends, moved, strict=True)
    ]


def _reach(plan: Plan, rating: Assessment) -> float:
    """Return the room that a marker takes, its cap included."""
    return _body(plan, rating) * (1.24 if rating.direction else 1.0)


def _body(plan: Plan, rating: Assessment) -> float:
    relevance = min(max(rating.relevance or 0, 0), 10)
    return (plan.radius * (0.022 + 0.0058 * relevance) + 3.5) * plan.grown


def _inside(plan: Plan, cell: tuple[int, int], point: Point, radius: float) -> Point:
    """Return the place nearest to `point` inside a cell, a margin away from its borders."""
    sector, ring = cell
    dx, dy = point[0] - plan.cx, plan.cy - point[1]
    inner, outer = plan.rings[ring], plan.rings[ring + 1]
    margin = min(radius * 0.9, (outer - inner) * 0.42)
    distance = min(max(math.hypot(dx, dy), inner + margin), outer - margin)
    angle = math.degrees(math.atan2(dy, dx))
    angle = angle if angle > -90 else angle + 360
    turn = math.degrees(math.asin(min(0.9, (radius + 2) / distance)))
    high, low = plan.borders[sector] - turn, plan.borders[sector + 1] + turn
    angle = (high + low) / 2 if high < low else min(max(angle, low), high)
    return plan.at(distance, angle)


def _marker(plan: Plan, trend: Trend, rating: Assessment, circle: Circle) -> dict[str, object]:
    body = circle.radius / (1.24 if rating.direction else 1.0)
    return {
        "number": trend.number,
        "name": trend.name,
        "x": circle.x,
        "y": circle.y,
        "r": body,
        "cap": 1 if (rating.direction or 0) > 0 else -1 if (rating.direction or 0) < 0 else 0,
        "open": rating.direction is None,
        "size": min(plan.size * 1.05, body * 1.12),
    }


def _sectors(template: Trends, plan: Plan) -> list[dict[str, object]]:
    """Return each theme's name with the arc it stands on and the border on its right."""
    found: list[dict[str, object]] = []
    for i, sector in enumerate(template.sectors):
        left, right = plan.borders[i], plan.borders[i + 1]
        arc = plan.radius + plan.size * 0.75
        room = math.radians(left - right) * arc * 0.94
        size = min(plan.size, plan.size * room / max(width(sector.title, plan.size), 1))
        found.append(
            {
                "title": sector.title,
                "size": size,
                "arc": arc,
                "start": plan.at(arc, left),
                "end": plan.at(arc, right),
                "spoke": (plan.at(plan.rings[0], right), plan.at(plan.radius, right)),
                "last": i == len(template.sectors) - 1,
            }
        )
    return found


def _ring_names(template: Trends, plan: Plan, style: Style) -> list[dict[str, object]]:
    """Return the words under the base line, on both sides; on a phone only the short ones at the edges."""
    found: list[dict[str, object]] = []
    for i, horizon in enumerate(template.horizons):
        room = plan.rings[i + 1] - plan.rings[i] - 3
        size = plan.size * 0.92
        lines = [horizon.mark] if style.compact else _halves(horizon.label, size, room)
        middle = plan.rings[i + 1] if style.compact else (plan.rings[i] + plan.rings[i + 1]) / 2
        size = min([size, *(size * (room + 3) / width(line, size) for line in lines)])
        found += [{"x": plan.cx + side * middle, "lines": lines, "size": size} for side in (-1, 1)]
    return found


def _halves(label: str, size: float, room: float) -> list[str]:
    words = label.split()
    if width(label, size) <= room or len(words) == 1:
        return [label]
    splits = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    return list(min(splits, key=lambda pair: max(width(part, size) for part in pair)))


def _tray(
    template: Trends, ratings: Mapping[str, Assessment], plan: Plan, style: Style
) -> tuple[list[dict[str, object]], float]:
    """Return the rows below the picture with what has no place in it, and the picture's height."""
    unplaced = [
        t
        for t in template.trends
        if (rating := ratings.get(t.key)) and rating.started and _ring(template, rating) is None
    ]
    unknown = [t for t in unplaced if ratings[t.key].relevance is None]
    undated = [t for t in unplaced if ratings[t.key].relevance is not None]
    top = plan.cy + plan.size * (1.9 if style.compact else 3.6)
    rows: list[dict[str, object]] = []
    for word, trends in ((style.word("unknown"), unknown), (style.word("undated"), undated)):
        if not trends:
            continue
        start, step = width(word, plan.size) + plan.size * 1.5, plan.size * 2.1
        a_line = max(1, int((plan.cx * 2 - start) // step))
        for first in range(0, len(trends), a_line):
            top += plan.size * 2.2
            here = trends[first : first + a_line]
            marks = [{"number": t.number, "x": start + step * i} for i, t in enumerate(here)]
            rows.append({"word": word if first == 0 else "", "y": top - plan.size * 1.1, "marks": marks})
    return rows, top + (plan.size * 0.4 if rows else 0)
