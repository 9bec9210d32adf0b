"""The radar: a half circle of themes and years, with a marker for every trend that was rated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cba_kit.model.assessment import Assessment
from cba_kit.model.trends import Trend, Trends
from cba_kit.pictures.dial import Dial, dial, ring_names, sector_names
from cba_kit.pictures.drawing import PLAIN, Style, draw
from cba_kit.pictures.legend import issued_text, radar_text
from cba_kit.pictures.letters import width
from cba_kit.pictures.markers import Mark, markers, named, tight
from cba_kit.pictures.signs import signs
from cba_kit.pictures.spots import Spot, crowd, issued_spots, rated_spots, ring_of

_FEW = 12
"""Up to so many trends the names stand on the picture; beyond, numbers and the table beside it."""
_TRAY = 40
"""Numbers in the tray; the rest is counted."""


def radar(
    template: Trends,
    ratings: Mapping[str, Assessment],
    *,
    uid: str,
    title: str = "",
    style: Style = PLAIN,
    tray: bool = True,
    key: bool = False,
    before: Mapping[str, Assessment] | None = None,
) -> str:
    """Draw the rated trends as SVG. `uid` must be unique on the page: ids in the picture begin with it.

    Ring = when it is felt, sector = theme, size = relevance, cap up = opportunity, cap down = threat,
    dashed = direction not known. Trends answered by “don't know”, or without a time, stand in a tray
    below, never at a guessed place; `tray=False` leaves it to the page, which names them beside.
    With `before`, an earlier round, arrows lead from the ring of then, and what was not there has a
    second ring. `key` explains below which sign means what, for a page that does not.
    """
    spots, more = rated_spots(template, ratings, before)
    aside = _aside(template, ratings, style) if tray else []
    return _drawn(
        template,
        spots,
        uid=uid,
        title=title or style.word("radar"),
        desc=radar_text(template, ratings, style, before=before),
        style=style,
        aside=aside + _rest(more, style),
        key=key,
    )


def issued_radar(
    template: Trends, *, uid: str, title: str = "", style: Style = PLAIN, key: bool = False
) -> str:
    """Draw a catalogue as it came, each trend in the ring that the catalogue gives it, with its moves.

    Trends that the catalogue puts in no ring stand in a tray below.
    """
    spots, more = issued_spots(template)
    absent = [trend for trend in template.trends if not trend.horizon]
    return _drawn(
        template,
        spots,
        uid=uid,
        title=title or template.title,
        desc=issued_text(template, style),
        style=style,
        aside=([(style.word("no_ring"), absent)] if absent else []) + _rest(more, style),
        key=key,
    )


def _drawn(
    template: Trends,
    spots: Sequence[Spot],
    *,
    uid: str,
    title: str,
    desc: str,
    style: Style,
    aside: Sequence[tuple[str, Sequence[Trend]]],
    key: bool,
) -> str:
    people = crowd(template, spots)
    plan = dial(template, style, people)
    marks, scale = markers(plan, spots)
    if tight(scale):
        rings = [sum(spot.ring == i for spot in spots) for i in range(len(template.horizons))]
        other = dial(template, style, people, rings)
        again, better = markers(other, spots)
        if better > scale * 1.15:
            plan, marks = other, again
    few = len(template.trends) <= _FEW and not style.compact
    rings_told, deep = ring_names(template.horizons, plan, style)
    explained, top = signs(spots if key else (), plan, style, plan.cy + deep + plan.size * 0.6)
    below, bottom = _tray(aside, plan, top)
    return draw(
        "radar.svg.j2",
        style,
        uid=uid,
        title=title,
        desc=desc,
        plan=plan,
        width=plan.cx * 2,
        height=bottom,
        sectors=sector_names(template.sectors, plan),
        ring_names=rings_told,
        markers=[_marker(mark) for mark in marks],
        names=(named(plan, marks) if few else None) or [],
        years=style.compact and any(horizon.mark.isdigit() for horizon in template.horizons),
        signs=explained,
        tray=below,
    )


def _marker(mark: Mark) -> dict[str, object]:
    return {
        "number": mark.spot.trend.number,
        "x": mark.x,
        "y": mark.y,
        "r": mark.r,
        "cap": mark.spot.cap,
        "open": mark.spot.unsure,
        "new": mark.spot.step == "new",
        "head": mark.head,
        "origin": mark.origin,
        "size": mark.size,
    }


def _aside(
    template: Trends, ratings: Mapping[str, Assessment], style: Style
) -> list[tuple[str, list[Trend]]]:
    """Return what was rated and has no place, by the reason."""
    unplaced = [
        t
        for t in template.trends
        if (rating := ratings.get(t.key)) and rating.started and ring_of(template, rating) is None
    ]
    unknown = [t for t in unplaced if ratings[t.key].relevance is None]
    undated = [t for t in unplaced if ratings[t.key].relevance is not None]
    rows = ((style.word("unknown"), unknown), (style.word("undated"), undated))
    return [(word, trends) for word, trends in rows if trends]


def _rest(more: int, style: Style) -> list[tuple[str, list[Trend]]]:
    return [(f"{style.word('rest')} {more}", [])] if more else []


def _tray(
    aside: Sequence[tuple[str, Sequence[Trend]]], plan: Dial, top: float
) -> tuple[list[dict[str, object]], float]:
    """Return the rows below the picture with what has no place in it, and the picture's height."""
    rows: list[dict[str, object]] = []
    for word, trends in aside:
        shown = trends[:_TRAY]
        start, step = width(word, plan.size) + plan.size * 1.5, plan.size * 2.1
        a_line = max(1, int((plan.cx * 2 - start) // step))
        for first in range(0, max(len(shown), 1), a_line):
            top += plan.size * 2.2
            marks = [
                {
                    "number": t.number,
                    "x": start + step * i,
                    "size": min(0.9, 1.55 / width(str(t.number), 1, bold=True)) * plan.size,
                }
                for i, t in enumerate(shown[first : first + a_line])
            ]
            rows.append(
                {"word": "" if first else word, "y": top - plan.size * 1.1, "marks": marks, "more": ""}
            )
        if len(trends) > len(shown):
            rows[-1]["more"] = f"+ {len(trends) - len(shown)}"
            rows[-1]["more_x"] = start + step * len(rows[-1]["marks"])  # type: ignore[arg-type]  # a list
    return rows, top + plan.size * 0.4
