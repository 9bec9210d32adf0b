"""The matrix: relevance to the right, knowledge upwards; the corner to talk about first is tinted."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cba_kit.model.assessment import Assessment, talk_first
from cba_kit.model.trends import Scale, Trend, Trends
from cba_kit.pictures.drawing import PLAIN, Style, draw, width
from cba_kit.pictures.spread import Circle, Point, spread


@dataclass(frozen=True, slots=True)
class Field:
    """The matrix's measures: the drawing area in the picture, and the two scales."""

    width: float
    height: float
    """Of the picture without its tray."""
    size: float
    """Of the words."""
    left: float
    top: float
    right: float
    bottom: float
    across: Scale
    up: Scale

    def x(self, value: float) -> float:
        """Return where a relevance stands."""
        return self.left + (self.right - self.left) * (0.04 + 0.92 * _share(self.across, value))

    def y(self, value: float) -> float:
        """Return where a knowledge stands."""
        return self.bottom - (self.bottom - self.top) * (0.04 + 0.92 * _share(self.up, value))


def matrix(
    template: Trends,
    ratings: Mapping[str, Assessment],
    *,
    uid: str,
    title: str = "",
    style: Style = PLAIN,
) -> str:
    """Draw relevance against knowledge as SVG. `uid` must be unique on the page.

    Markers that would cover each other are moved, with a line to their true place. Trends answered by
    “don't know” on one of the two scales stand in a tray below.
    """
    field = _field(template, style)
    placed = [t for t in template.trends if _point(ratings.get(t.key)) is not None]
    asked = [t for t in template.trends if (r := ratings.get(t.key)) and r.started and t not in placed]
    tray, height = _tray(asked, field, style)
    return draw(
        "matrix.svg.j2",
        style,
        uid=uid,
        title=title or style.word("matrix"),
        desc=matrix_text(template, ratings, style),
        f=field,
        height=height,
        ticks=_ticks(field),
        markers=_markers(template, field, placed, ratings),
        tray=tray,
    )


def matrix_rows(template: Trends, ratings: Mapping[str, Assessment]) -> list[dict[str, str]]:
    """Return what the matrix shows as rows: number, name, relevance, knowledge, “first” where it is so."""
    return [
        {
            "number": str(trend.number),
            "name": trend.name,
            "relevance": _figure(rating.relevance),
            "knowledge": _figure(rating.knowledge),
            "first": "first" if talk_first(template, rating) else "",
        }
        for trend in template.trends
        if (rating := ratings.get(trend.key)) and rating.started
    ]


def matrix_text(template: Trends, ratings: Mapping[str, Assessment], style: Style = PLAIN) -> str:
    """Return the matrix in words: how to read it, each trend's numbers, and what to talk about first."""
    rows = matrix_rows(template, ratings)
    if not rows:
        return f"{style.word('matrix_help')} {style.word('radar_empty')}"
    points = "; ".join(
        f"{row['number']} {row['name']}: {style.word('relevance')} {row['relevance'] or '?'}, "
        f"{style.word('knowledge')} {row['knowledge'] or '?'}"
        for row in rows
    )
    first = ", ".join(row["number"] for row in rows if row["first"])
    return f"{style.word('matrix_help')} {points}." + (
        f" {style.word('matrix_first')} {first}." if first else ""
    )


def _field(template: Trends, style: Style) -> Field:
    wide, high, size = (640.0, 600.0, 25.0) if style.compact else (900.0, 600.0, 18.0)
    across, up = _scale(template, "relevance"), _scale(template, "knowledge")
    return Field(
        width=wide,
        height=high,
        size=size,
        left=size * 3.2,
        top=size * 0.6,
        right=wide - size * 0.6,
        bottom=high - size * 3.4,
        across=across,
        up=up,
    )


def _scale(template: Trends, key: str) -> Scale:
    return template.scale(key) or Scale(
        key="relevance", title=key, question=key, low=1, high=5, words={}, ends=("", "")
    )


def _share(scale: Scale, value: float) -> float:
    return (value - scale.low) / (scale.high - scale.low)


def _point(rating: Assessment | None) -> Point | None:
    if rating is None or rating.relevance is None or rating.knowledge is None:
        return None
    return rating.relevance, rating.knowledge


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _ticks(field: Field) -> dict[str, list[tuple[int, float]]]:
    return {
        "across": [(v, field.x(v)) for v in range(field.across.low, field.across.high + 1)],
        "up": [(v, field.y(v)) for v in range(field.up.low, field.up.high + 1)],
    }


def _markers(
    template: Trends, field: Field, trends: Sequence[Trend], ratings: Mapping[str, Assessment]
) -> list[dict[str, object]]:
    true = [(field.x(p[0]), field.y(p[1])) for t in trends if (p := _point(ratings[t.key]))]
    wanted = [Circle(x, y, field.size * 0.98) for x, y in true]

    def keep(_index: int, point: Point, radius: float) -> Point:
        edge = radius + 2
        return (
            min(max(point[0], field.left + edge), field.right - edge),
            min(
                max(point[1], field.top + field.size * 1.9 + radius), field.bottom - field.size * 1.9 - radius
            ),
        )

    moved, scale = spread(wanted, keep, gap=4.0)
    return [
        {
            "number": trend.number,
            "x": circle.x,
            "y": circle.y,
            "r": circle.radius,
            "size": field.size * 0.95 * scale,
            "first": talk_first(template, ratings[trend.key]),
            "pin": pin if math.dist(pin, (circle.x, circle.y)) > circle.radius * 0.55 else None,
        }
        for trend, circle, pin in zip(trends, moved, true, strict=True)
    ]


def _tray(trends: Sequence[Trend], field: Field, style: Style) -> tuple[list[dict[str, object]], float]:
    """Return rows of markers below the picture, and the height that it has with them."""
    start, step = width(style.word("unknown"), field.size) + field.size * 1.6, field.size * 2.2
    a_line = max(1, int((field.width - start) // step))
    rows: list[dict[str, object]] = []
    for first in range(0, len(trends), a_line):
        y = field.height + field.size * (1.2 + 2.3 * len(rows))
        marks = [
            {"number": t.number, "x": start + step * i} for i, t in enumerate(trends[first : first + a_line])
        ]
        rows.append({"word": "" if first else style.word("unknown"), "y": y, "marks": marks})
    return rows, field.height + field.size * 2.4 * len(rows)
