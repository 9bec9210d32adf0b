"""Moments: the stops of a workbook's past. Changes close together are one; the end of a session is one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import accumulate
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cba_kit.model.edition import Day, Edition
from cba_kit.model.values import EntryKind

TOGETHER = timedelta(minutes=1)
"""Changes of one person within this time, counted from the first, are one moment."""
MOST = 1000
"""Moments that are told; where there are more, longer times are put together, whoever wrote."""
RESTS = frozenset({"break", "social"})
"""Kinds of sessions that end without anything to look back at."""


class Trace(NamedTuple):
    """What is known of one change without its words: enough to say who wrote when, and who may know of it."""

    version: int
    at: datetime
    person: str
    entry: str
    sheet: str
    kind: EntryKind
    block: str
    """Where the entry stood after the change."""
    private: bool
    """Whether the entry was its writer's alone after the change."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A stop of the past: a sheet as it was after the change `version`."""

    version: int
    at: datetime
    people: tuple[str, ...]
    """Who wrote since the stop before, in the order of their first change."""
    changes: int


@dataclass(frozen=True, slots=True)
class SessionEnd:
    """When a session of the programme was over; `title` is empty where a whole day was."""

    day: int
    title: str
    at: datetime


def moments(
    traces: Sequence[Trace], *, breaks: Collection[int] = frozenset(), most: int = MOST
) -> list[Moment]:
    """Return the stops of changes in their order, about `most`; `breaks` are versions that end one."""
    found = _gathered(traces, breaks, TOGETHER, mixed=False)
    length = TOGETHER
    while len(found) > max(most, len(breaks) + 1):
        found = _gathered(traces, breaks, length, mixed=True)
        length *= 2
    return found


def _gathered(
    traces: Iterable[Trace], breaks: Collection[int], length: timedelta, *, mixed: bool
) -> list[Moment]:
    groups: list[list[Trace]] = []
    for trace in traces:
        last = groups[-1] if groups else None
        if (
            last is not None
            and last[-1].version not in breaks
            and trace.at - last[0].at <= length
            and (mixed or trace.person == last[0].person)
        ):
            last.append(trace)
        else:
            groups.append([trace])
    return [
        Moment(
            version=group[-1].version,
            at=group[-1].at,
            people=tuple(dict.fromkeys(trace.person for trace in group)),
            changes=len(group),
        )
        for group in groups
    ]


def session_ends(edition: Edition) -> list[SessionEnd]:
    """Return when the edition's sessions end, in order: of a day that has no such times, the day itself."""
    found = [end for day in edition.days for end in _ends_of(day, edition.timezone)]
    return sorted(found, key=lambda end: end.at)


def _ends_of(day: Day, usual: str) -> list[SessionEnd]:
    zone = ZoneInfo(day.timezone or usual)
    timed = [session for session in day.sessions if session.end and session.kind not in RESTS]
    if timed:
        return [
            SessionEnd(day.number, session.title, datetime.combine(day.date, session.end or time(), zone))
            for session in timed
        ]
    return [SessionEnd(day.number, "", datetime.combine(day.date + timedelta(days=1), time(), zone))]


def reached(
    ends: Iterable[SessionEnd], traces: Sequence[Trace], now: datetime
) -> list[tuple[SessionEnd, int]]:
    """Return the sessions that are over and since whose predecessor something changed, with the version then.

    Nothing of this is stored: when a session ended is said by the programme, what stood there by the journal.
    """
    times = list(accumulate((trace.at for trace in traces), max))  # clocks may have been set back
    found: list[tuple[SessionEnd, int]] = []
    before = 0
    for end in ends:
        count = bisect_right(times, end.at)
        if end.at <= now and count > before:
            found.append((end, traces[count - 1].version))
            before = count
    return found
