"""Moments: which changes are one stop of the past, and at which of them a session ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cba_kit.model.edition import Edition
from cba_kit.model.moments import Moment, SessionEnd, Trace, moments, reached, session_ends

START = datetime(2024, 3, 11, 8, 0, tzinfo=UTC)


def trace(version: int, seconds: float, person: str = "ilze") -> Trace:
    at = START + timedelta(seconds=seconds)
    return Trace(version, at, person, f"n{version}", "business_model", "note", "channels", private=False)


def stops(found: list[Moment]) -> list[tuple[int, tuple[str, ...], int]]:
    return [(one.version, one.people, one.changes) for one in found]


def test_what_one_person_writes_within_a_minute_is_one_moment() -> None:
    traces = [trace(1, 0), trace(2, 30), trace(3, 60), trace(4, 61), trace(5, 62, "eleni"), trace(7, 63)]
    assert stops(moments(traces)) == [
        (3, ("ilze",), 3),
        (4, ("ilze",), 1),
        (5, ("eleni",), 1),
        (7, ("ilze",), 1),
    ]
    assert next(one.at for one in moments(traces)) == START + timedelta(seconds=60)


def test_a_moment_ends_where_something_has_a_name() -> None:
    traces = [trace(1, 0), trace(2, 1), trace(3, 2)]
    assert stops(moments(traces, breaks={2})) == [(2, ("ilze",), 2), (3, ("ilze",), 1)]


def test_where_there_are_too_many_moments_longer_times_are_one() -> None:
    """Nothing is left out: every change belongs to a stop, and the last stop is the present."""
    people = ("ilze", "eleni", "femke")
    traces = [trace(n, n * 45, people[n % 3]) for n in range(1, 2001)]
    found = moments(traces, breaks={777}, most=50)
    assert len(found) <= 51
    assert (found[-1].version, sum(one.changes for one in found)) == (2000, 2000)
    assert 777 in {one.version for one in found}
    assert set(found[1].people) == set(people)


def test_nothing_has_no_moments() -> None:
    assert moments([]) == []


def edition(*days: dict[str, object], **more: object) -> Edition:
    usual = {"title": "An edition", "place": "Sofia", "online": False}
    return Edition.model_validate(
        {
            "code": "e",
            "title": "E",
            "short": "e",
            "host": "H",
            "timezone": "Europe/Brussels",
            "sheets": ["business_model"],
            "days": [usual | {"number": n} | day for n, day in enumerate(days, start=1)],
        }
        | more
    )


def test_sessions_end_where_and_when_the_programme_says() -> None:
    """Each day in its own zone; breaks end nothing; a day without times ends at its midnight."""
    sessions = [
        {"title": "Canvas", "start": "09:00", "end": "10:30"},
        {"title": "Coffee", "start": "10:30", "end": "11:00", "kind": "break"},
        {"title": "Trends", "start": "11:00", "end": "12:00"},
        {"title": "Talk", "start": "14:00"},
    ]
    found = session_ends(
        edition(
            {"date": "2024-03-11", "sessions": sessions, "timezone": "Europe/Sofia"},
            {"date": "2024-03-12", "sessions": [{"title": "Open end", "start": "09:00"}]},
        )
    )
    assert [(end.day, end.title, end.at.astimezone(UTC).isoformat()) for end in found] == [
        (1, "Canvas", "2024-03-11T08:30:00+00:00"),
        (1, "Trends", "2024-03-11T10:00:00+00:00"),
        (2, "", "2024-03-12T23:00:00+00:00"),
    ]


def end(title: str, seconds: float) -> SessionEnd:
    return SessionEnd(1, title, START + timedelta(seconds=seconds))


def test_a_session_is_a_moment_when_it_is_over_and_something_changed_in_it() -> None:
    ends = [end("before", -5), end("one", 10), end("idle", 15), end("two", 20), end("to come", 100)]
    traces = [trace(3, 1), trace(5, 10), trace(6, 18), trace(8, 50)]
    now = START + timedelta(seconds=60)
    assert [(one.title, version) for one, version in reached(ends, traces, now)] == [("one", 5), ("two", 6)]


def test_a_clock_that_was_set_back_loses_no_change() -> None:
    traces = [trace(1, 30), trace(2, 5), trace(3, 40)]
    now = START + timedelta(seconds=60)
    assert [version for _, version in reached([end("a", 20), end("b", 35)], traces, now)] == [2]
