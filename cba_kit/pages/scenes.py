"""Scenes: each picture of a plenary with its table and its words, as the page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cba_kit.model.agreement import Agreement
from cba_kit.model.assessment import Assessment
from cba_kit.model.breakdown import Split
from cba_kit.model.concordance import Concordance
from cba_kit.model.discussion import Agenda, Divided, LittleKnown, Moved
from cba_kit.model.movement import Movement
from cba_kit.model.trends import Scale, Trend, Trends
from cba_kit.pages.words import Texts, say
from cba_kit.pictures import (
    Shift,
    Style,
    Table,
    Votes,
    histogram,
    histogram_table,
    matrix,
    matrix_table,
    movement,
    movement_table,
    radar,
    radar_table,
)

Scene = dict[str, Any]
FEW = 20
"""Trends up to which a matrix shows where each came from."""
ROWS = 12
"""Rows of movement that a projector shows without scrolling; all stand in the table."""
Views = tuple[Mapping[str, Assessment], Mapping[str, Assessment] | None]
"""Medians of all who rated, in this round and in the one before it, if there was one."""


@dataclass(frozen=True, slots=True)
class Named:
    """What groups are called, by dimension, and the words around them."""

    groups: Mapping[str, Mapping[str, str]]
    texts: Texts

    def group(self, dimension: str, key: str) -> str:
        """Return a group's name; its key where it has none."""
        return self.groups.get(dimension, {}).get(key, key)


def radar_scene(sheet: Trends, views: Views, style: Style) -> Scene:
    """Return the radar of medians; from the second round on with what moved."""
    now, before = views
    return {
        "svg": radar(sheet, now, uid="all-radar", style=style, before=before),
        "table": table_json(radar_table(sheet, now, style, before=before)),
    }


def matrix_scene(sheet: Trends, views: Views, style: Style) -> Scene:
    """Return relevance against knowledge, of medians."""
    now, before = views
    before = before if len(now) <= FEW else None  # arrows of many trends would hide each other
    return {
        "svg": matrix(sheet, now, uid="all-matrix", style=style, before=before),
        "table": table_json(matrix_table(sheet, now, style, before=before)),
    }


def agreement_scene(
    sheet: Trends, found: Mapping[str, Mapping[str, Agreement]], scale: Scale, style: Style
) -> Scene:
    """Return a histogram for each trend that was rated on a scale."""
    every = [
        _votes(trend, found[trend.key][scale.key], scale) for trend in sheet.trends if trend.key in found
    ]
    most = max((max(*votes.counts, votes.unknown, 4) for votes in every), default=4)
    return {
        "items": [
            {
                "number": votes.number,
                "verdict": votes.verdict,
                "svg": histogram(votes, uid=f"all-h{votes.number}", style=style, most=most),
            }
            for votes in every
        ],
        "table": table_json(histogram_table(every, style)),
    }


def movement_scene(
    sheet: Trends, moved: Mapping[str, Mapping[str, Movement]], scale: Scale, style: Style
) -> Scene:
    """Return how medians moved since the round before, those that moved most first."""
    shifts = [
        Shift(trend.number, trend.short, one.before.median, one.after.median)
        for trend in sheet.trends
        if (one := moved[trend.key][scale.key])
    ]
    shifts.sort(key=lambda shift: (-abs(shift.change or 0), shift.number))
    picture = movement(
        shifts[:ROWS], uid="all-moves", low=scale.low, high=scale.high, title=scale.title, style=style
    )
    return {"svg": picture, "table": table_json(movement_table(shifts, style))}


def groups_scene(sheet: Trends, splits: Mapping[str, Mapping[str, Split]], named: Named) -> Scene:
    """Return for each dimension a table of medians by trend and group, and the groups never shown."""
    dimensions = list(dict.fromkeys(key for found in splits.values() for key in found))
    return {"dimensions": [_dimension(sheet, splits, key, named) for key in dimensions]}


def _dimension(sheet: Trends, splits: Mapping[str, Mapping[str, Split]], key: str, named: Named) -> Scene:
    found = {trend: by_dimension[key] for trend, by_dimension in splits.items() if key in by_dimension}
    shown = list(dict.fromkeys(group for split in found.values() for group in split.shown))
    hidden = dict.fromkeys(group for split in found.values() for group in split.hidden if group not in shown)
    word = named.texts
    columns: list[Scene] = [
        {"key": "number", "title": word["picture.number"], "number": True},
        {"key": "name", "title": word["picture.name"], "number": False},
    ]
    for group in shown:
        name = named.group(key, group)
        columns.append({"key": group, "title": name, "number": True})
        columns.append({"key": f"{group}_n", "title": f"{name}, n", "number": True, "beside": True})
    rows = [
        [trend.number, trend.short, *_group_cells(found[trend.key], shown)]
        for trend in sheet.trends
        if trend.key in found and found[trend.key].shown
    ]
    title = word[f"plenary.by.{key}"]
    return {
        "key": key,
        "title": title,
        "table": {"caption": title, "columns": columns, "rows": rows if shown else []},
        "hidden": [named.group(key, group) for group in hidden],
    }


def _group_cells(split: Split, shown: list[str]) -> list[float | None]:
    found: list[float | None] = []
    for group in shown:
        one = split.shown.get(group)
        found += [one.median, one.raters] if one else [None, None]
    return found


def agenda_scene(found: Agenda, sheet: Trends, texts: Texts) -> Scene:
    """Return three lists of what to talk about, each trend with the numbers that say why."""
    titles: dict[str, str] = {scale.key: scale.title for scale in sheet.scales}
    return {
        "first": [_talk(one.trend, _first_why(one, texts)) for one in found.first],
        "divided": [_talk(one.trend, _divided_why(one, titles, texts)) for one in found.divided],
        "moved": [_talk(one.trend, _moved_why(one, titles, texts)) for one in found.moved],
    }


def order_told(found: Concordance, texts: Texts) -> Scene:
    """Return Kendall's W in words, with what it is about."""
    counted = {"raters": found.raters, "trends": found.trends}
    if found.w is None or found.strength is None:
        return {"w": None, "say": say(texts, "plenary.order_none", **counted)}
    words = texts[f"plenary.order.{found.strength}"]
    more = {"raters": found.raters_out, "trends": found.trends_out}
    out = say(texts, "plenary.order_out", **more) if found.raters_out or found.trends_out else ""
    told = say(texts, "plenary.order_say", w=f"{found.w:.2f}", words=words, **counted)
    return {"w": found.w, "strength": found.strength, "say": f"{told} {out}".strip()}


def table_json(table: Table) -> Scene:
    """Return a table as the page reads it."""
    columns = [
        {"key": column.key, "title": column.title, "number": column.number} for column in table.columns
    ]
    return {"caption": table.caption, "columns": columns, "rows": [list(row) for row in table.rows]}


def _votes(trend: Trend, one: Agreement, scale: Scale) -> Votes:
    return Votes(
        number=trend.number,
        name=trend.short,
        counts=one.counts or (0,) * (scale.high - scale.low + 1),
        unknown=(one.unknown or 0) if one.counts else 0,
        low=scale.low,
        median=one.median,
        middle=one.quartiles,
        verdict=one.verdict or "",
        fullest=one.fullest,
    )


def _talk(trend: Trend, why: str) -> Scene:
    return {"key": trend.key, "number": trend.number, "name": trend.short, "why": why}


def _first_why(one: LittleKnown, texts: Texts) -> str:
    if one.knowledge is None:
        return say(
            texts,
            "plenary.first_unknown",
            relevance=_figure(one.relevance),
            n=one.raters,
            unknown=one.unknown,
        )
    figures = {"relevance": _figure(one.relevance), "knowledge": _figure(one.knowledge)}
    return say(texts, "plenary.first_why", n=one.raters, **figures)


def _divided_why(one: Divided, titles: Mapping[str, str], texts: Texts) -> str:
    low, high = round(one.low * one.raters), round(one.high * one.raters)
    shares = {"low": low, "middle": one.raters - low - high, "high": high}
    return say(texts, f"plenary.divided_{one.scale}", scale=titles[one.scale], n=one.raters, **shares)


def _moved_why(one: Moved, titles: Mapping[str, str], texts: Texts) -> str:
    figures = {"before": _figure(one.before), "after": _figure(one.after), "up": one.up, "down": one.down}
    return say(texts, "plenary.moved_why", scale=titles[one.scale], n=one.raters, **figures)


def _figure(value: float) -> str:
    return f"{value:g}".replace("-", "−")
