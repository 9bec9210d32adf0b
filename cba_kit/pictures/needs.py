"""Needs: how important each one is and how well it is met; the corner of the gaps is tinted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cba_kit.pictures.drawing import PLAIN, Style
from cba_kit.pictures.quadrants import Axes, Dot, quadrants
from cba_kit.pictures.table import Column, Row, Table, tabled

GAP = 2.0
"""Importance above satisfaction from which a need counts as a gap."""
_AXES = Axes(
    across="axis_satisfaction",
    up="axis_importance",
    corners=("corner_gap", "corner_keep", "corner_later", "corner_less"),
    tinted="left",
)


@dataclass(frozen=True, slots=True)
class Need:
    """One need of members, rated on two scales from `LOW` to `HIGH`."""

    number: int
    name: str
    importance: float
    satisfaction: float

    @property
    def gap(self) -> float:
        """Return how far importance is above satisfaction."""
        return self.importance - self.satisfaction


def needs(found: Sequence[Need], *, uid: str, title: str = "", style: Style = PLAIN) -> str:
    """Draw satisfaction against importance as SVG, gaps filled. `uid` must be unique on the page."""
    dots = [
        Dot(need.number, need.name, need.satisfaction, need.importance, need.gap >= GAP) for need in found
    ]
    title = title or style.word("needs")
    return quadrants(dots, _AXES, uid=uid, title=title, desc=needs_text(found, style), style=style)


def needs_table(found: Sequence[Need], style: Style = PLAIN) -> Table:
    """Return number, need, importance, satisfaction and gap, the largest gap first."""
    columns = (
        Column("number", style.word("number"), number=True),
        Column("need", style.word("need")),
        Column("importance", style.word("importance"), number=True),
        Column("satisfaction", style.word("satisfaction"), number=True),
        Column("gap", style.word("gap"), number=True),
    )
    rows: list[Row] = [
        [need.number, need.name, need.importance, need.satisfaction, need.gap]
        for need in sorted(found, key=lambda need: (-need.gap, need.number))
    ]
    return tabled(style.word("needs"), columns, rows)


def needs_text(found: Sequence[Need], style: Style = PLAIN) -> str:
    """Return each need in words, the largest gap first."""
    told = "; ".join(
        f"{row['number']} {row['need']}: {style.word('importance')} {row['importance']:g}, "
        f"{style.word('satisfaction')} {row['satisfaction']:g}, {style.word('gap')} {row['gap']:g}"
        for row in needs_table(found, style).records()
    )
    return f"{style.word('needs_help')} {told + '.' if told else style.word('needs_empty')}"
