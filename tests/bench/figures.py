"""Figures: what was measured, how much it spreads, and what it was meant to be."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Unit = Literal["s", "ms", "MiB", "×", "labels"]


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` (0 to 1) of all values do not exceed.

    This is the nearest-rank percentile: it is always a value that was measured.
    """
    if not values:
        raise ValueError("A percentile needs at least one value.")
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def p95(values: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return percentile(values, 0.95)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: its letter, what it tells, and the limits it is held against.

    More is better where the dream is more than the reach, and less is better elsewhere.
    """

    letter: str
    title: str
    unit: Unit
    reach: float
    dream: float

    def keeps(self, value: float, limit: float) -> bool:
        """Tell whether a figure is as good as a limit asks for."""
        return value >= limit if self.dream > self.reach else value <= limit


@dataclass(slots=True)
class Runs:
    """One figure, once a repeat; a repeat that failed is no figure and is counted."""

    values: list[float] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What a reader has to know to believe the figure: failures, sample sizes, what was counted how."""

    def add(self, value: float | None, note: str = "") -> None:
        """Take the figure of one repeat; None where there was none."""
        if value is not None:
            self.values.append(value)
        if note and note not in self.notes:
            self.notes.append(note)

    @property
    def median(self) -> float | None:
        """The figure that stands in the table."""
        return statistics.median(self.values) if self.values else None


@dataclass(frozen=True, slots=True)
class Measured:
    """A row with what came out, of the stock way and ours; None: not measured, or nothing is alike."""

    row: Row
    stock: Runs | None
    ours: Runs | None

    @property
    def verdict(self) -> str:
        """Tell whether ours came as far as it should: dream, reach or missed."""
        value = self.ours.median if self.ours else None
        if value is None:
            return "not measured"
        if self.row.keeps(value, self.row.dream):
            return "dream"
        return "reach" if self.row.keeps(value, self.row.reach) else "missed"

    @property
    def ratio(self) -> float | None:
        """How many times better ours is."""
        stock = self.stock.median if self.stock else None
        ours = self.ours.median if self.ours else None
        return stock / ours if stock and ours else None

    def as_json(self) -> dict[str, Any]:
        """Return everything, for a file that another run is compared with."""
        return {
            **asdict(self.row),
            "stock": asdict(self.stock) if self.stock else None,
            "ours": asdict(self.ours) if self.ours else None,
            "median": self.ours.median if self.ours else None,
            "ratio": self.ratio,
            "verdict": self.verdict,
        }


def shown(value: float | None, unit: Unit) -> str:
    """Write a figure with as many places as it deserves."""
    if value is None:
        return "–"
    if unit == "×":
        return f"{value:.2f}×" if value < 10 else f"{value:.0f}×"
    if unit == "s":
        return f"{value:.2f} s" if value < 10 else f"{value:.0f} s"
    return f"{value:.1f} {unit}" if value < 10 else f"{value:.0f} {unit}"


def spread(runs: Runs | None, unit: Unit) -> str:
    """Write from where to where the repeats went."""
    if runs is None or len(runs.values) < 2:
        return "–"
    return f"{shown(min(runs.values), unit)} to {shown(max(runs.values), unit)} ({len(runs.values)})"


def table(found: Sequence[Measured]) -> str:
    """Return the table as Markdown, and below it what has to be known about single rows."""
    lines = [
        "| | figure | stock | ours | ratio | spread (repeats) | reach | dream | verdict |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for one in found:
        row, ratio = one.row, one.ratio
        cells = [
            row.letter,
            row.title,
            shown(one.stock.median if one.stock else None, row.unit),
            shown(one.ours.median if one.ours else None, row.unit),
            f"{ratio:.0f}×" if ratio and ratio >= 10 else f"{ratio:.1f}×" if ratio else "–",
            spread(one.ours, row.unit),
            shown(row.reach, row.unit),
            shown(row.dream, row.unit),
            one.verdict,
        ]
        lines.append(f"| {' | '.join(cells)} |")
    for one in found:
        for word, runs in (("stock", one.stock), ("ours", one.ours)):
            lines += [f"- {one.row.letter}, {word}: {note}" for note in (runs.notes if runs else [])]
    return "\n".join(lines)
