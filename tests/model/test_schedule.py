"""Schedule: scheduled times as the programme names them, and none where it does not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from cba_kit.content import Library
from cba_kit.model.edition import Day
from cba_kit.model.schedule import scheduled, sessions


def day(*written: dict[str, Any]) -> Day:
    """A day with these sessions."""
    head = {"number": 1, "date": date(2024, 3, 11), "title": "t", "place": "Sofia", "online": False}
    return Day.model_validate(head | {"sessions": written})


def test_a_day_lasts_from_its_first_to_its_last_session_without_breaks() -> None:
    found = day(
        {"title": "coffee", "kind": "break", "start": "08:30", "end": "09:00"},
        {"title": "talk", "start": "09:00"},
        {"title": "lunch", "kind": "break", "start": "12:15", "end": "13:30"},
        {"title": "groups", "start": "13:30", "end": "17:00"},
        {"title": "dinner", "kind": "social", "start": "19:00", "end": "23:00"},
    )

    assert scheduled(found) == timedelta(hours=6, minutes=45)
    assert [session.title for session in sessions(found)] == ["talk", "groups"]


def test_a_day_without_times_has_no_length() -> None:
    assert scheduled(day({"title": "talk"})) is None
    assert scheduled(day({"title": "talk", "start": "09:00"})) is None
    assert scheduled(day()) is None


def test_the_third_edition_has_the_hours_of_its_programme() -> None:
    hours = [scheduled(day) for day in Library().edition("cba3").days]

    online, first, second = timedelta(hours=4), timedelta(hours=6), timedelta(hours=5, minutes=15)
    assert hours == [online, online, online, first, second]
