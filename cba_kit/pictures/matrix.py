"""The matrix: relevance to the right, knowledge upwards; the corner to talk about first is tinted."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cba_kit.model.assessment import Assessment, talk_first
from cba_kit.model.trends import Scale, Trend, Trends
from cba_kit.pictures.arrow import Arrow, arrow
from cba_kit.pictures.drawing import PLAIN, Style, draw
from cba_kit.pictures.ground import Ground, marker
from cba_kit.pictures.letters import width
from cba_kit.pictures.spread import Circle, Point, spread
from cba_kit.pictures.table import Column, Row, Table, tabled

_MANY = 45
"""From so many markers on they become smaller, on a wide picture."""


@dataclass(frozen=True, slots=True)
class Field(Ground):
    """The matrix's ground, with its two scales."""

    across: Scale
    up: Scale

    def x(self, value: float) -> float:
        """Return where a relevance stands."""
        return self.left + (self.right - self.left) * (0.04 + 0.92 * _share(self.across, value))

    def y(self, value: float) -> float:
        """Return where a knowledge stands."""
        edge = self.size * 2.9  # the words in the corners
        return self.bottom - edge - (self.bottom - self.top - 2 * edge) * _share(self.up, value)


def matrix(
    template: Trends,
    ratings: Mapping[str, Assessment],
    *,
    uid: str,
    title: str = "",
    style: Style = PLAIN,
    before: Mapping[str, Assessment] | None = None,
) -> str:
    """Draw relevance against knowledge as SVG. `uid` must be unique on the page.

    Markers that would cover each other are moved, with a line to their true place. Trends answered by
    “don't know” on one of the two scales stand in a tray below. With `before`, an earlier round, an
    arrow leads from where a trend stood then.
    """
    field = _field(template, style)
    placed = [t for t in template.trends if _point(ratings.get(t.key)) is not None]
    there = {trend.key for trend in placed}
    asked = [t for t in template.trends if (r := ratings.get(t.key)) and r.started and t.key not in there]
    tray, height = _tray(asked, field, style)
    return draw(
        "matrix.svg.j2",
        style,
        uid=uid,
        title=title or style.word("matrix"),
        desc=matrix_text(template, ratings, style, before=before),
        f=field,
        height=height,
        ticks=_ticks(field),
        markers=_markers(template, field, placed, ratings, before or {}),
        tray=tray,
    )


def matrix_table(
    template: Trends,
    ratings: Mapping[str, Assessment],
    style: Style = PLAIN,
    *,
    before: Mapping[str, Assessment] | None = None,
) -> Table:
    """Return what the matrix shows: number, name, relevance, knowledge, and what to talk about first.

    With `before` also the two numbers of the earlier round.
    """
    columns = [
        Column("number", style.word("number"), number=True),
        Column("name", style.word("name")),
        Column("relevance", style.word("relevance"), number=True),
        Column("knowledge", style.word("knowledge"), number=True),
        Column("first", style.word("corner_first")),
    ]
    if before is not None:
        columns += [
            Column(f"{key}_before", f"{style.word(key)}, {style.word('before')}", number=True)
            for key in ("relevance", "knowledge")
        ]
    rows: list[Row] = []
    for trend in template.trends:
        rating = ratings.get(trend.key)
        if rating is None or not rating.started:
            continue
        first = style.word("yes") if talk_first(template, rating) else ""
        row: Row = [trend.number, trend.name, rating.relevance, rating.knowledge, first]
        if before is not None:
            old = before.get(trend.key, Assessment())
            row += [old.relevance, old.knowledge]
        rows.append(row)
    return tabled(style.word("matrix"), columns, rows)


def matrix_text(
    template: Trends,
    ratings: Mapping[str, Assessment],
    style: Style = PLAIN,
    *,
    before: Mapping[str, Assessment] | None = None,
) -> str:
    """Return the matrix in words: how to read it, each trend's numbers, and what to talk about first."""
    rows = matrix_table(template, ratings, style, before=before).records()
    if not rows:
        return f"{style.word('matrix_help')} {style.word('radar_empty')}"
    points = "; ".join(
        f"{row['number']} {row['name']}: "
        + ", ".join(_figure(row, key, style) for key in ("relevance", "knowledge"))
        for row in rows
    )
    first = ", ".join(str(row["number"]) for row in rows if row["first"])
    return f"{style.word('matrix_help')} {points}." + (
        f" {style.word('matrix_first')} {first}." if first else ""
    )


def _figure(row: Mapping[str, object], key: str, style: Style) -> str:
    value, old = row[key], row.get(f"{key}_before")
    told = f"{style.word(key)} {'?' if value is None else format(value, 'g')}"
    return told if old is None or old == value else f"{told} ({style.word('before')} {old:g})"


def _field(template: Trends, style: Style) -> Field:
    wide, high = style.pick(900.0, 640.0, 1000.0), 600.0
    size = style.pick(18.0, 25.0, 21.0)
    return Field(
        width=wide,
        height=high,
        size=size,
        left=size * 3.2,
        top=size * 0.6,
        right=wide - size * 0.6,
        bottom=high - size * 3.4,
        across=_scale(template, "relevance"),
        up=_scale(template, "knowledge"),
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


def _ticks(field: Field) -> dict[str, list[tuple[int, float]]]:
    return {
        "across": [(v, field.x(v)) for v in range(field.across.low, field.across.high + 1)],
        "up": [(v, field.y(v)) for v in range(field.up.low, field.up.high + 1)],
    }


def _markers(
    template: Trends,
    field: Field,
    trends: Sequence[Trend],
    ratings: Mapping[str, Assessment],
    before: Mapping[str, Assessment],
) -> list[dict[str, object]]:
    true = [(field.x(p[0]), field.y(p[1])) for t in trends if (p := _point(ratings[t.key]))]
    radius = field.size * 0.98 * min(1.0, math.sqrt(_MANY * field.width / 900 / max(len(true), 1)))
    wanted = [Circle(x, y, radius) for x, y in true]

    moved, _ = spread(wanted, lambda _index, point, radius: field.within(point, radius), gap=4.0)
    return [
        marker(trend.number, circle, pin, first=talk_first(template, ratings[trend.key]))
        | {"arrow": _arrow(field, before.get(trend.key), ratings[trend.key], circle)}
        for trend, circle, pin in zip(trends, moved, true, strict=True)
    ]


def _arrow(field: Field, old: Assessment | None, new: Assessment, circle: Circle) -> Arrow | None:
    """Return the way from where a trend stood before to the edge of its marker; None if it did not move."""
    was, now = _point(old), _point(new)
    if was is None or was == now:
        return None
    return arrow((field.x(was[0]), field.y(was[1])), (circle.x, circle.y), circle.radius, field.size * 0.5)


def _tray(trends: Sequence[Trend], field: Field, style: Style) -> tuple[list[dict[str, object]], float]:
    """Return rows of markers below the picture, and the height that it has with them."""
    start, step = width(style.word("unknown"), field.size) + field.size * 1.6, field.size * 2.2
    a_line = max(1, int((field.width - start) // step))
    rows: list[dict[str, object]] = []
    for first in range(0, len(trends), a_line):
        y = field.height + field.size * (1.2 + 2.3 * len(rows))
        marks = [
            {
                "number": t.number,
                "x": start + step * i,
                "size": min(0.9, 1.6 / width(str(t.number), 1, bold=True)) * field.size,
            }
            for i, t in enumerate(trends[first : first + a_line])
        ]
        rows.append({"word": "" if first else style.word("unknown"), "y": y, "marks": marks})
    return rows, field.height + field.size * 2.4 * len(rows)
