"""Stakeholders: how much power each has over you and how much they care; whom to win over is filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cba_kit.pictures.drawing import PLAIN, Style
from cba_kit.pictures.quadrants import Axes, Dot, quadrants
from cba_kit.pictures.table import Column, Row, Table, tabled

_AXES = Axes(
    across="axis_interest",
    up="axis_power",
    corners=("corner_satisfy", "corner_manage", "corner_watch", "corner_inform"),
    tinted="right",
)


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """Somebody with power and interest, rated from 1 to 5; the stances are words, empty where not said."""

    number: int
    name: str
    power: float
    interest: float
    stance: str = ""
    wanted: str = ""

    @property
    def to_win(self) -> bool:
        """Tell whether their stance is not the one that is needed."""
        return bool(self.stance and self.wanted) and self.stance != self.wanted


def stakeholders(found: Sequence[Stakeholder], *, uid: str, title: str = "", style: Style = PLAIN) -> str:
    """Draw interest to the right and power upwards as SVG. `uid` must be unique on the page."""
    dots = [Dot(one.number, one.name, one.interest, one.power, one.to_win) for one in found]
    desc = stakeholders_text(found, style)
    return quadrants(dots, _AXES, uid=uid, title=title or style.word("stakeholders"), desc=desc, style=style)


def stakeholders_table(found: Sequence[Stakeholder], style: Style = PLAIN) -> Table:
    """Return number, name, power, interest and both stances; the most powerful and interested first."""
    columns = (
        Column("number", style.word("number"), number=True),
        Column("name", style.word("stakeholder")),
        *(Column(key, _title(key, style), number=True) for key in ("power", "interest")),
        *(Column(key, _title(key, style)) for key in ("stance", "wanted")),
    )
    rows: list[Row] = [
        [one.number, one.name, one.power, one.interest, one.stance, one.wanted]
        for one in sorted(found, key=lambda one: (-one.power, -one.interest, one.number))
    ]
    return tabled(style.word("stakeholders"), columns, rows)


def stakeholders_text(found: Sequence[Stakeholder], style: Style = PLAIN) -> str:
    """Return each stakeholder in words, the most powerful first."""
    told = "; ".join(
        f"{row['number']} {row['name']}: {style.word('power')} {row['power']:g}, "
        f"{style.word('interest')} {row['interest']:g}" + _stances(row["stance"], row["wanted"], style)
        for row in stakeholders_table(found, style).records()
    )
    return f"{style.word('stakeholders_help')} {told + '.' if told else style.word('stakeholders_empty')}"


def _title(key: str, style: Style) -> str:
    word = style.word(key)
    return word[:1].upper() + word[1:]


def _stances(stance: object, wanted: object, style: Style) -> str:
    said = f", {style.word('stance')}: {stance}" if stance else ""
    return said + (f", {style.word('wanted')}: {wanted}" if wanted and wanted != stance else "")
