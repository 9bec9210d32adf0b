"""Movement: how far each trend went between two rounds, as arrows on one scale and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cba_kit.pictures.arrow import Arrow, arrow
from cba_kit.pictures.drawing import PLAIN, Style, clean, draw
from cba_kit.pictures.letters import width, wrap
from cba_kit.pictures.table import Column, Table, tabled

_MOST = 24
"""Rows on the picture; the rest stands in the table."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A trend's figure in two rounds; None where there is none."""

    number: int
    name: str
    before: float | None
    after: float | None

    @property
    def change(self) -> float | None:
        """How far it went; None when one of the two is missing."""
        return None if self.before is None or self.after is None else self.after - self.before


def movement(
    shifts: Sequence[Shift],
    *,
    uid: str,
    low: float,
    high: float,
    title: str = "",
    style: Style = PLAIN,
) -> str:
    """Draw a row for each trend, in the order given, as SVG; `low` and `high` are the scale's ends.

    Open circle = before, filled = after, the arrow and the word say which way. A trend of one round
    only has one circle. `uid` must be unique on the page.
    """
    size = style.pick(14.5, 19.0, 19.0)
    wide = style.pick(760.0, 560.0, 1000.0)
    shown = [shift for shift in shifts if shift.before is not None or shift.after is not None][:_MOST]
    words = [change_word(shift, style) for shift in shown]
    left = wide * (0.34 if style.compact else 0.4)
    right = wide - max((width(word, size) for word in words), default=0) - size * 1.6
    row = size * (3.1 if style.compact else 2.6)
    head = size * 2.4

    def x(value: float) -> float:
        return left + size + (right - left - size * 2) * (value - low) / (high - low)

    return draw(
        "movement.svg.j2",
        style,
        uid=uid,
        title=title or style.word("movement"),
        desc=movement_text(shifts, style),
        width=wide,
        height=head + row * max(len(shown), 1) + size * 0.4,
        size=size,
        head=head,
        left=left,
        right=right,
        after=size * 3.2 + width(style.word("round_before"), size),
        ticks=[(value, x(value)) for value in range(round(low), round(high) + 1)],
        rows=[
            {
                "y": (y := head + row * (i + 0.5)),
                "lines": wrap(f"{shift.number} {clean(shift.name)}", size, left - size),
                "word": word,
                "before": (before := None if shift.before is None else x(shift.before)),
                "after": (after := None if shift.after is None else x(shift.after)),
                "arrow": _arrow(before, after, y, size),
            }
            for i, (shift, word) in enumerate(zip(shown, words, strict=True))
        ],
    )


def movement_table(shifts: Sequence[Shift], style: Style = PLAIN) -> Table:
    """Return number, name, both figures, the difference and the word for it."""
    columns = (
        Column("number", style.word("number"), number=True),
        Column("name", style.word("name")),
        Column("before", style.word("round_before"), number=True),
        Column("after", style.word("round_after"), number=True),
        Column("change", style.word("change"), number=True),
        Column("word", style.word("move")),
    )
    rows = [
        [s.number, s.name, s.before, s.after, s.change, change_word(s, style)]
        for s in shifts
        if s.before is not None or s.after is not None
    ]
    return tabled(style.word("movement"), columns, rows)


def movement_text(shifts: Sequence[Shift], style: Style = PLAIN) -> str:
    """Return each trend's way in words."""
    told = []
    for row in movement_table(shifts, style).records():
        figures = f" {style.word('to')} ".join(
            f"{value:g}" for value in (row["before"], row["after"]) if isinstance(value, int | float)
        )
        told.append(f"{row['number']} {row['name']}: {figures}, {row['word']}")
    return f"{style.word('movement_help')} {'; '.join(told) + '.' if told else style.word('movement_empty')}"


def change_word(shift: Shift, style: Style = PLAIN) -> str:
    """Return “up 1.5”, “down 1”, “same”, “new”, or “not rated again”."""
    if shift.change is None:
        return style.word("step_new" if shift.before is None else "step_gone")
    if not shift.change:
        return style.word("same")
    return f"{style.word('up' if shift.change > 0 else 'down')} {abs(shift.change):.2g}"


def _arrow(before: float | None, after: float | None, y: float, size: float) -> Arrow | None:
    if before is None or after is None:
        return None
    return arrow((before, y), (after, y), size * 0.45, size * 0.5)
