"""Needs: how important each one is and how well it is met; the corner of the gaps is tinted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cba_kit.pictures.box import Box
from cba_kit.pictures.drawing import PLAIN, Style, clean, draw
from cba_kit.pictures.letters import width
from cba_kit.pictures.names import Name, names
from cba_kit.pictures.spread import Circle, Point, spread
from cba_kit.pictures.table import Column, Row, Table, tabled

GAP = 2.0
"""Importance above satisfaction from which a need counts as a gap."""
_FEW = 10
"""Up to so many needs their names stand on the picture, where there is room for all."""


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


LOW, HIGH = 1.0, 5.0


@dataclass(frozen=True, slots=True)
class Ground:
    """The picture's measures."""

    width: float
    height: float
    size: float
    left: float
    top: float
    right: float
    bottom: float

    def x(self, value: float) -> float:
        """Return where a satisfaction stands."""
        edge = (self.right - self.left) * 0.1  # names beside markers
        return self.left + edge + (self.right - self.left - 2 * edge) * _share(value)

    def y(self, value: float) -> float:
        """Return where an importance stands."""
        edge = self.size * 2.6  # the words in the corners
        return self.bottom - edge - (self.bottom - self.top - 2 * edge) * _share(value)


def needs(found: Sequence[Need], *, uid: str, title: str = "", style: Style = PLAIN) -> str:
    """Draw satisfaction against importance as SVG. `uid` must be unique on the page.

    Markers that would cover each other are moved, with a line to their true place.
    """
    ground = _ground(style)
    true = [(ground.x(need.satisfaction), ground.y(need.importance)) for need in found]
    circles = _circles(true, ground)
    told = _names(found, circles, ground) if len(found) <= _FEW and not style.compact else None
    return draw(
        "needs.svg.j2",
        style,
        uid=uid,
        title=title or style.word("needs"),
        desc=needs_text(found, style),
        g=ground,
        ticks=range(int(LOW), int(HIGH) + 1),
        markers=[
            {
                "number": need.number,
                "x": circle.x,
                "y": circle.y,
                "r": circle.radius,
                "size": min(
                    0.97 * circle.radius, 1.75 * circle.radius / width(str(need.number), 1, bold=True)
                ),
                "first": need.gap >= GAP,
                "pin": pin if abs(pin[0] - circle.x) + abs(pin[1] - circle.y) > circle.radius else None,
            }
            for need, circle, pin in zip(found, circles, true, strict=True)
        ],
        names=told or [],
    )


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


def _share(value: float) -> float:
    return (min(max(value, LOW), HIGH) - LOW) / (HIGH - LOW)


def _ground(style: Style) -> Ground:
    size = style.pick(17.0, 24.0, 21.0)
    wide, high = style.pick(900.0, 640.0, 1000.0), 560.0
    return Ground(
        width=wide,
        height=high,
        size=size,
        left=size * 3.2,
        top=size * 0.6,
        right=wide - size * 0.6,
        bottom=high - size * 3.4,
    )


def _circles(true: Sequence[Point], ground: Ground) -> list[Circle]:
    wanted = [Circle(x, y, ground.size * 0.98) for x, y in true]

    def keep(_index: int, point: Point, radius: float) -> Point:
        edge, word = radius + 2, ground.size * 1.9 + radius  # the words in the corners stay free
        return (
            min(max(point[0], ground.left + edge), ground.right - edge),
            min(max(point[1], ground.top + word), ground.bottom - word),
        )

    return spread(wanted, keep, gap=4.0)[0]


def _names(found: Sequence[Need], circles: Sequence[Circle], ground: Ground) -> list[Name] | None:
    def fits(box: Box) -> bool:
        inside = ground.left + 3 < box.x - box.width / 2 and box.x + box.width / 2 < ground.right - 3
        word = ground.size * 1.9
        return (
            inside
            and ground.top + word < box.y - box.height / 2
            and (box.y + box.height / 2 < ground.bottom - word)
        )

    return names(circles, [clean(need.name) for need in found], ground.size * 0.9, fits=fits)
