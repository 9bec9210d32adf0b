"""Quadrants: numbered things on two scales, with a word in each corner and one corner tinted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cba_kit.pictures.box import Box
from cba_kit.pictures.drawing import PLAIN, Style, clean, draw
from cba_kit.pictures.ground import Ground, marker
from cba_kit.pictures.names import Name, names
from cba_kit.pictures.spread import Circle, Point, spread

LOW, HIGH = 1.0, 5.0
"""The ends of both scales."""
_FEW = 10
"""Up to so many names stand on the picture, where there is room for all."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One thing with its two values; `first` fills its marker."""

    number: int
    name: str
    across: float
    up: float
    first: bool


@dataclass(frozen=True, slots=True)
class Axes:
    """The keys of the words on a picture: its axes, and its corners from upper left to lower right."""

    across: str
    up: str
    corners: tuple[str, str, str, str]
    tinted: Literal["left", "right"]
    """Which of the upper corners wants attention first."""


@dataclass(frozen=True, slots=True)
class Plot(Ground):
    """The ground with both scales on it."""

    def x(self, value: float) -> float:
        """Return where a value across stands."""
        edge = (self.right - self.left) * 0.1  # names beside markers
        return self.left + edge + (self.right - self.left - 2 * edge) * _share(value)

    def y(self, value: float) -> float:
        """Return where a value upwards stands."""
        edge = self.size * 2.6  # the words in the corners
        return self.bottom - edge - (self.bottom - self.top - 2 * edge) * _share(value)


def quadrants(
    dots: Sequence[Dot], axes: Axes, *, uid: str, title: str, desc: str, style: Style = PLAIN
) -> str:
    """Draw things on two scales as SVG. `uid` must be unique on the page.

    Markers that would cover each other are moved, with a line to their true place.
    """
    plot = _plot(style)
    true = [(plot.x(dot.across), plot.y(dot.up)) for dot in dots]
    circles = _circles(true, plot)
    told = _names(dots, circles, plot) if len(dots) <= _FEW and not style.compact else None
    return draw(
        "quadrants.svg.j2",
        style,
        uid=uid,
        title=title,
        desc=desc,
        g=plot,
        axes=axes,
        ticks=range(int(LOW), int(HIGH) + 1),
        markers=[
            marker(dot.number, circle, place, first=dot.first)
            for dot, circle, place in zip(dots, circles, true, strict=True)
        ],
        names=told or [],
    )


def _share(value: float) -> float:
    return (min(max(value, LOW), HIGH) - LOW) / (HIGH - LOW)


def _plot(style: Style) -> Plot:
    size = style.pick(17.0, 24.0, 21.0)
    wide, high = style.pick(900.0, 640.0, 1000.0), 560.0
    return Plot(
        width=wide,
        height=high,
        size=size,
        left=size * 3.2,
        top=size * 0.6,
        right=wide - size * 0.6,
        bottom=high - size * 3.4,
    )


def _circles(true: Sequence[Point], plot: Plot) -> list[Circle]:
    wanted = [Circle(x, y, plot.size * 0.98) for x, y in true]
    return spread(wanted, lambda _index, point, radius: plot.within(point, radius), gap=4.0)[0]


def _names(dots: Sequence[Dot], circles: Sequence[Circle], plot: Plot) -> list[Name] | None:
    def fits(box: Box) -> bool:
        word = plot.size * 1.9
        above, below = box.y - box.height / 2, box.y + box.height / 2
        return plot.holds(box) and plot.top + word < above and below < plot.bottom - word

    return names(circles, [clean(dot.name) for dot in dots], plot.size * 0.9, fits=fits)
