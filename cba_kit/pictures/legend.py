"""Legend: what a radar shows, as a table and in words; most readers of a dense one look here first."""

from __future__ import annotations

from collections.abc import Mapping

from cba_kit.model.assessment import Assessment
from cba_kit.model.trends import Trends
from cba_kit.pictures.drawing import PLAIN, Style
from cba_kit.pictures.spots import ring_of, step_of
from cba_kit.pictures.table import Column, Row, Table, tabled


def radar_table(
    template: Trends,
    ratings: Mapping[str, Assessment],
    style: Style = PLAIN,
    *,
    before: Mapping[str, Assessment] | None = None,
) -> Table:
    """Return what the radar shows: number, name, sector, horizon, relevance, direction, and the move."""
    sectors = {sector.key: sector.title for sector in template.sectors}
    horizons = {horizon.key: horizon.label for horizon in template.horizons}
    columns = [*_columns(style), Column("relevance", style.word("relevance"), number=True)]
    columns.append(Column("direction", style.word("direction")))
    rows: list[Row] = []
    for trend in template.trends:
        rating = ratings.get(trend.key)
        if rating is None or not rating.started:
            continue
        row: Row = [trend.number, trend.name, sectors[trend.sector]]
        row += [horizons.get(rating.horizon, ""), rating.relevance, direction_word(rating.direction, style)]
        if before is not None:
            ring = ring_of(template, rating)
            old = ring_of(template, before.get(trend.key))
            row.append("" if ring is None else step_word(step_of(ring, old), style))
        rows.append(row)
    if before is not None:
        columns.append(Column("move", style.word("move")))
    return tabled(style.word("radar"), columns, rows)


def issued_table(template: Trends, style: Style = PLAIN) -> Table:
    """Return a catalogue as it came: number, name, sector, ring, and what moved since its last issue."""
    sectors = {sector.key: sector.title for sector in template.sectors}
    horizons = {horizon.key: horizon.label for horizon in template.horizons}
    moved = any(trend.moved for trend in template.trends)
    rows: list[Row] = []
    for trend in template.trends:
        row: Row = [trend.number, trend.name, sectors[trend.sector], horizons.get(trend.horizon, "")]
        rows.append([*row, step_word(trend.moved or "", style)] if moved else row)
    columns = _columns(style) + ([Column("move", style.word("move"))] if moved else [])
    return tabled(template.title, columns, rows)


def radar_text(
    template: Trends,
    ratings: Mapping[str, Assessment],
    style: Style = PLAIN,
    *,
    before: Mapping[str, Assessment] | None = None,
) -> str:
    """Return the radar in words: how to read it, then each trend with its data."""
    table = radar_table(template, ratings, style, before=before)
    told = [
        ", ".join(
            part
            for part in (
                f"{row['number']} {row['name']}",
                row["horizon"],
                f"{style.word('relevance')} {row['relevance'] or '?'}",
                row["direction"],
                row.get("move", ""),
            )
            if part
        )
        for row in table.texts()
    ]
    return f"{style.word('radar_help')} {'; '.join(told) + '.' if told else style.word('radar_empty')}"


def issued_text(template: Trends, style: Style = PLAIN) -> str:
    """Return a catalogue in words: how to read the picture, then each trend with its ring."""
    rows = issued_table(template, style).printed()
    told = [", ".join(cell for cell in (f"{number} {name}", *rest) if cell) for number, name, *rest in rows]
    return f"{style.word('issued_help')} {'; '.join(told)}."


def direction_word(direction: float | None, style: Style = PLAIN) -> str:
    """Return what a direction means: opportunity, threat or both; empty when it was not rated."""
    if direction is None:
        return ""
    return style.word("opportunity" if direction > 0 else "threat" if direction < 0 else "both")


def step_word(step: str, style: Style = PLAIN) -> str:
    """Return what a move between two rounds means; empty when there is nothing to say."""
    return style.word(f"step_{step}") if step else ""


def _columns(style: Style) -> list[Column]:
    return [
        Column("number", style.word("number"), number=True),
        *(Column(key, style.word(key)) for key in ("name", "sector", "horizon")),
    ]
