"""Calendar: time on a Gantt chart, each horizon with its own scale, its ticks and their words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cba_kit.model.plan import Plan
from cba_kit.pictures.letters import width

_LEAD = 31
"""Days before the plan's start that are shown when today is still before it."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a plan begins, what its horizons are, and which day is today (None: no line for it)."""

    plan: Plan
    start: date
    today: date | None = None

    @property
    def first(self) -> date:
        """The first day drawn."""
        if self.today and timedelta() < self.start - self.today <= timedelta(days=_LEAD):
            return self.today
        return self.start

    @property
    def edges(self) -> tuple[date, ...]:
        """The first day drawn and the last day of each horizon."""
        return (self.first, *(self.start + timedelta(days=h.days) for h in self.plan.horizons))


@dataclass(frozen=True, slots=True)
class Segment:
    """One horizon on the picture."""

    title: str
    x1: float
    x2: float
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Tick:
    """A line on the scale and its word; an empty word where there is no room for one."""

    x: float
    word: str


@dataclass(frozen=True, slots=True)
class Axis:
    """The horizons side by side on a picture."""

    segments: tuple[Segment, ...]

    def x(self, day: date) -> float:
        """Return where a day stands; days beyond the picture stand at its edge."""
        for segment in self.segments:
            if day <= segment.last or segment is self.segments[-1]:
                share = (day - segment.first).days / max((segment.last - segment.first).days, 1)
                return segment.x1 + min(max(share, 0.0), 1.0) * (segment.x2 - segment.x1)
        raise AssertionError("an axis has at least one segment")

    def holds(self, day: date) -> bool:
        """Tell whether a day lies on the picture."""
        return self.segments[0].first <= day <= self.segments[-1].last


def axis(calendar: Calendar, left: float, right: float) -> Axis:
    """Lay the horizons side by side; the last one, with the fewest dates, a little narrower."""
    horizons = calendar.plan.horizons
    shares = [1.0] * (len(horizons) - 1) + [0.78 if len(horizons) > 1 else 1.0]
    edges, segments, x = calendar.edges, [], left
    for i, horizon in enumerate(horizons):
        step = (right - left) * shares[i] / sum(shares)
        segments.append(Segment(horizon.short, x, x + step, edges[i], edges[i + 1]))
        x += step
    return Axis(tuple(segments))


def ticks(found: Axis, size: float, *, taken: float | None) -> list[Tick]:
    """Return the ticks of all horizons; a word that would touch the one before, or `taken`, is left out."""
    result: list[Tick] = []
    for segment in found.segments:
        free = segment.x1 + 2
        for day, word in _days(segment):
            x = found.x(day)
            room = x + 3 + width(word, size)
            if taken is not None and taken - 3 < x + width(word, size) + 8 and x < taken + size * 3.4:
                word = ""
            if x < free or room > segment.x2:
                word = ""
            if word:
                free = room + size * 0.5
            if segment.x1 < x < segment.x2 - 1:
                result.append(Tick(x, word))
    return result


def _days(segment: Segment) -> Iterator[tuple[date, str]]:
    """Yield the first days of months, of every second one, half years or years, by the horizon's length."""
    length = (segment.last - segment.first).days
    step = 1 if length <= 120 else 2 if length <= 400 else 6 if length <= 2200 else 12
    month = segment.first.replace(day=1)
    while month <= segment.last:
        if month >= segment.first and (month.month - 1) % step == 0:
            yield month, _word(month, length)
        month = (month + timedelta(days=32)).replace(day=1)


def _word(day: date, length: int) -> str:
    if length <= 120:
        return f"{day.day} {day:%b}"
    if day.month == 1:
        return f"{day.year}"
    return f"{day:%b}"
