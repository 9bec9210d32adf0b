"""The histogram: how often each step of a scale was given to one trend, and how far people agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cba_kit.pictures.drawing import PLAIN, Style, clean, draw
from cba_kit.pictures.letters import width, wrap
from cba_kit.pictures.table import Column, Row, Table, tabled

ENOUGH = 5
"""Under so many ratings nothing is drawn: no word would be safe, and somebody could be recognised."""

Verdict = Literal["", "agree", "mixed", "divided"]
Band = Literal["low", "middle", "high"]


@dataclass(frozen=True, slots=True)
class Votes:
    """What people said about one trend on one scale; the figures are the caller's."""

    number: int
    name: str
    counts: tuple[int, ...]
    """How often each step was given, from the lowest."""
    unknown: int = 0
    """How often the answer was “don't know”."""
    low: int = 1
    """The lowest step."""
    median: float | None = None
    middle: tuple[float, float] | None = None
    """First and third quartile: the middle half of the ratings lies between them."""
    verdict: Verdict = ""
    fullest: tuple[float, Band | None] | None = None
    """The largest share of raters (0 to 1) in one third of the scale, and which; None where two are equal."""

    @property
    def raters(self) -> int:
        """How many gave a number."""
        return sum(self.counts)

    @property
    def shown(self) -> bool:
        """Tell whether enough people gave a number."""
        return self.raters >= ENOUGH


@dataclass(frozen=True, slots=True)
class Bars:
    """The histogram's measures."""

    width: float
    size: float
    top: float
    """Where the bars begin."""
    base: float
    """Where they stand."""
    step: float
    """From one bar to the next."""
    most: int
    """The count of the longest bar."""

    @property
    def height(self) -> float:
        """Of the picture."""
        return self.base + self.size * 1.6

    def x(self, step: float) -> float:
        """Return the middle of a bar, the first one's for 0."""
        return self.step * (step + 0.5)

    def high(self, count: int) -> float:
        """Return how high a bar is."""
        return (self.base - self.top - self.size * 1.3) * count / max(self.most, 1)


def histogram(
    votes: Votes, *, uid: str, title: str = "", style: Style = PLAIN, most: int | None = None
) -> str:
    """Draw a trend's ratings as SVG. `uid` must be unique on the page.

    The shaded part holds the middle half of the ratings; “?” stands apart and is dashed. With `most`,
    the highest count of several trends, their pictures can be compared. Under five ratings it only says so.
    """
    size = style.pick(14.0, 17.0, 17.0)
    wide = style.pick(280.0, 370.0, 300.0)
    count = len(votes.counts)
    bars = Bars(
        width=wide,
        size=size,
        top=size * 3.6,
        base=size * 3.6 + 96.0,
        step=wide / (count + 1.8),
        most=most or max(*votes.counts, votes.unknown, 4),
    )
    told = style.word(f"verdict_{votes.verdict}") if votes.verdict and votes.shown else ""
    room = wide - max(width(told, size, bold=True), width(_n(votes, style), size * 0.92)) - size
    return draw(
        "histogram.svg.j2",
        style,
        uid=uid,
        title=title or f"{votes.number} {votes.name}",
        desc=histogram_text(votes, style),
        b=bars,
        v=votes,
        head=wrap(f"{votes.number} {clean(votes.name)}", size, room, bold=True),
        told=told,
        n=_n(votes, style),
        bars=_bars(votes, bars) if votes.shown else [],
        band=_band(votes, bars) if votes.shown else None,
    )


def histogram_table(every: Sequence[Votes], style: Style = PLAIN) -> Table:
    """Return what histograms of one scale show: a row for each trend; empty under five ratings."""
    first = every[0] if every else Votes(0, "", (0,) * 5)
    steps = range(first.low, first.low + len(first.counts))
    columns = [
        Column("number", style.word("number"), number=True),
        Column("name", style.word("name")),
        *(Column(f"step_{step}", str(step), number=True) for step in steps),
        Column("unknown", "?", number=True),
        Column("raters", "n", number=True),
        Column("median", style.word("median"), number=True),
        Column("lower", style.word("quartile_lower"), number=True),
        Column("upper", style.word("quartile_upper"), number=True),
        Column("band", style.word("band")),
        Column("verdict", style.word("agreement")),
    ]
    rows: list[Row] = []
    for votes in every:
        if not votes.shown:
            rows.append([votes.number, votes.name, *[None] * (len(columns) - 3), style.word("few")])
            continue
        lower, upper = votes.middle or (None, None)
        verdict = style.word(f"verdict_{votes.verdict}") if votes.verdict else ""
        figures: list[float | None] = [*votes.counts, votes.unknown, votes.raters]
        said = [_fullest(votes, style), verdict]
        rows.append([votes.number, votes.name, *figures, votes.median, lower, upper, *said])
    return tabled(style.word("histogram"), columns, rows)


def histogram_text(votes: Votes, style: Style = PLAIN) -> str:
    """Return the ratings in words: how many gave each step, how many did not know, n, and the verdict."""
    if not votes.shown:
        return style.word("few")
    steps = ", ".join(f"{votes.low + i}: {count}" for i, count in enumerate(votes.counts))
    parts = [f"{steps}; {style.word('unknown')} {votes.unknown}; {_n(votes, style)}"]
    if votes.median is not None:
        parts.append(f"{style.word('median')} {votes.median:g}")
    if votes.middle:
        parts.append(
            f"{style.word('middle_half')} {votes.middle[0]:g} {style.word('to')} {votes.middle[1]:g}"
        )
    if votes.verdict:
        parts.append(style.word(f"verdict_{votes.verdict}"))
    return "; ".join(parts) + "."


def _fullest(votes: Votes, style: Style) -> str:
    if votes.fullest is None:
        return ""
    share, band = votes.fullest
    where = style.word(f"band_{band or 'even'}")
    return f"{share:.0%} {where}"


def _n(votes: Votes, style: Style) -> str:
    return f"n = {votes.raters}" if votes.shown else style.word("few_short")


def _bars(votes: Votes, bars: Bars) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for i, count in enumerate((*votes.counts, votes.unknown)):
        apart = i == len(votes.counts)
        middle = bars.x(i + 0.6 if apart else i)
        found.append(
            {
                "x": middle,
                "left": middle - bars.step * 0.38,
                "width": bars.step * 0.76,
                "high": max(bars.high(count), 2.0 if apart else 0.8),
                "count": count,
                "label": "?" if apart else str(votes.low + i),
                "apart": apart,
            }
        )
    return found


def _band(votes: Votes, bars: Bars) -> tuple[float, float] | None:
    """Return where the middle half begins and how wide it is: half a step beyond its ends."""
    if votes.middle is None:
        return None
    left, right = (bars.x(value - votes.low) for value in votes.middle)
    return left - bars.step / 2, right - left + bars.step
