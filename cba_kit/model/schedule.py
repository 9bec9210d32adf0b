"""Schedule: how long a day's programme takes, as far as its sessions say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time, timedelta

from cba_kit.model.edition import Day, Session

_REST = ("break", "social")


def sessions(day: Day) -> tuple[Session, ...]:
    """Return the sessions of a day's work: no breaks, no evenings."""
    return tuple(session for session in day.sessions if session.kind not in _REST)


def scheduled(day: Day) -> timedelta | None:
    """Return the time from the first session to the end of the last one, without the breaks between.

    None where the programme does not name these two times.
    """
    work = sessions(day)
    if not work or work[0].start is None or work[-1].end is None:
        return None
    start, end = _since_midnight(work[0].start), _since_midnight(work[-1].end)
    return max(end - start - sum(_breaks(day, start, end), timedelta()), timedelta())


def _breaks(day: Day, start: timedelta, end: timedelta) -> Iterable[timedelta]:
    for session in day.sessions:
        if session.kind == "break" and session.start and session.end:
            begins = max(_since_midnight(session.start), start)
            ends = min(_since_midnight(session.end), end)
            yield max(ends - begins, timedelta())


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute)
