"""Thumbnails: a sheet's own kind, drawn small; decoration unless they get a label."""

from __future__ import annotations

import math
from collections.abc import Mapping

from cba_kit.model.assessment import Assessment
from cba_kit.model.canvas import Canvas
from cba_kit.model.complete import Template
from cba_kit.model.form import Form
from cba_kit.model.roadmap.board import grid_places
from cba_kit.model.trends import Trends
from cba_kit.pictures.drawing import PLAIN, Style, draw

_WIDTH, _HEIGHT = 54.0, 30.0
_GAP = 1.0


def mini(template: Template, *, style: Style = PLAIN) -> str:
    """Draw the thumbnail that fits a sheet's kind."""
    if isinstance(template, Canvas):
        return mini_canvas(template, style=style)
    if isinstance(template, Form):
        return mini_form(style=style)
    return mini_radar(style=style) if isinstance(template, Trends) else mini_gantt(style=style)


def mini_canvas(canvas: Canvas, *, here: str = "", label: str = "", style: Style = PLAIN) -> str:
    """Draw a canvas's blocks; `here` fills one, `label` makes it a picture with a name."""
    rows = [row.split() for row in canvas.areas]
    across, down = _WIDTH / len(rows[0]), _HEIGHT / len(rows)
    blocks = [
        {
            "x": place.x * across,
            "y": place.y * down,
            "width": place.width * across - _GAP,
            "height": place.height * down - _GAP,
            "on": key == here,
        }
        for key, place in grid_places(canvas).items()
    ]
    return draw("mini_canvas.svg.j2", style, blocks=blocks, label=label)


def mini_form(*, filled: float = 1.0, style: Style = PLAIN) -> str:
    """Draw five lines of a form, the `filled` share of them dark."""
    lengths = (50, 44, 48, 30, 40)
    lines = [{"y": 3 + i * 5.8, "width": w, "on": i < filled * 5} for i, w in enumerate(lengths)]
    return draw("mini_form.svg.j2", style, lines=lines)


def mini_radar(ratings: Mapping[str, Assessment] | None = None, *, style: Style = PLAIN) -> str:
    """Draw a small radar; one dot for each rated trend, eight for an example without `ratings`."""
    count = 8 if ratings is None else min(14, sum(a.relevance is not None for a in ratings.values()))
    dots = []
    for i in range(count):
        radius, turn = 9 + (i * 7) % 17, math.radians(168 - 156 * (i + 0.5) / count)
        dots.append((28 + radius * math.cos(turn), 29 - radius * math.sin(turn)))
    return draw("mini_radar.svg.j2", style, dots=dots)


def mini_thread(*, style: Style = PLAIN) -> str:
    """Draw three threads: a whole one, and two that end in a gap."""
    lines = [{"y": 6.0 + i * 10, "beads": 4 - i, "end": 5 + 15 * (3 - i)} for i in range(3)]
    return draw("mini_thread.svg.j2", style, lines=lines)


def mini_gantt(count: int = 7, *, style: Style = PLAIN) -> str:
    """Draw bars, as many as there are actions, seven at most."""
    spans = ((2, 14), (2, 10), (6, 16), (16, 22), (20, 20), (28, 16), (34, 20))
    bars = [{"x": x, "width": w, "y": 2 + i * 4.2} for i, (x, w) in enumerate(spans[:count])]
    return draw("mini_gantt.svg.j2", style, bars=bars)
