"""Editions: days in order, speakers that exist, and which day it is in their zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from pydantic import ValidationError

from cba_kit.model.edition import Brand, Day, Edition, Session


def day(number: int, on: str, **rest: Any) -> dict[str, Any]:
    usual = {"number": number, "date": on, "title": f"Day {number}", "place": "online", "online": True}
    return usual | rest


def edition(*days: dict[str, Any], **rest: Any) -> Edition:
    usual = {"code": "cba9", "title": "Test", "short": "9th", "host": "Nobody", "days": days, "sheets": ["a"]}
    return Edition.model_validate(usual | rest)


def test_an_edition_starts_and_ends_with_its_days() -> None:
    """First and last day; a gap of weeks between them is usual."""
    found = edition(day(1, "2024-01-23"), day(2, "2024-03-12"))
    assert (found.start, found.end) == (date(2024, 1, 23), date(2024, 3, 12))


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (datetime(2024, 3, 10, 22, 30, tzinfo=UTC), 1),
        (datetime(2024, 3, 11, 21, 59, tzinfo=UTC), 1),
        (datetime(2024, 3, 11, 22, 0, tzinfo=UTC), 2),
        (datetime(2024, 3, 12, 22, 0, tzinfo=UTC), None),
        (datetime(2024, 3, 10, 21, 59, tzinfo=UTC), None),
    ],
)
def test_a_day_begins_at_midnight_of_the_edition_s_zone(moment: datetime, number: int | None) -> None:
    """In Sofia it is tomorrow two hours before UTC."""
    sofia = edition(day(1, "2024-03-11"), day(2, "2024-03-12"), timezone="Europe/Sofia")
    found = sofia.day_at(moment)
    assert (found.number if found else None) == number


@pytest.mark.parametrize("dates", [("2024-03-12", "2024-03-11"), ("2024-03-11", "2024-03-11")])
def test_days_out_of_order_or_twice_are_refused(dates: tuple[str, str]) -> None:
    """The error says which order is wanted."""
    with pytest.raises(ValidationError, match="days must stand in the order of their dates, each date once"):
        edition(day(1, dates[0]), day(2, dates[1]))


def test_a_session_s_speaker_has_to_be_among_the_speakers() -> None:
    """A typing mistake in a name is told with its day."""
    session = {"title": "Talk", "speakers": ["Anna Berg"]}
    known = edition(day(1, "2024-03-11", sessions=[session]), speakers=[{"name": "Anna Berg"}])
    assert known.days[0].sessions[0].speakers == ("Anna Berg",)
    with pytest.raises(ValidationError, match="day 1: “Anna Berg” is not among the speakers"):
        edition(day(1, "2024-03-11", sessions=[session]), speakers=[{"name": "Ana Berg"}])


@pytest.mark.parametrize("colour", ["0B5563", "#0B556", "#0B55634", "#0B556G", "teal", "#٠٠٠٠٠٠"])
def test_a_colour_that_is_none_is_refused(colour: str) -> None:
    """Six hexadecimal digits behind a #."""
    with pytest.raises(ValidationError, match="a colour is written like #0B5563"):
        Brand(light=colour)
    assert Brand(light="#ffCC00").light == "#ffCC00"


def test_an_edition_without_days_or_sheets_or_with_unknown_keys_is_refused() -> None:
    """What is needed is needed, and a misspelt key is not swallowed."""
    with pytest.raises(ValidationError, match="days"):
        edition()
    with pytest.raises(ValidationError, match="sheets"):
        edition(day(1, "2024-03-11"), sheets=[])
    with pytest.raises(ValidationError, match="plase"):
        edition(day(1, "2024-03-11", plase="Sofia"))


def test_people_come_when_a_session_starts_or_when_the_day_says_so() -> None:
    plain = Day(number=1, date=date(2024, 3, 11), title="One", place="Sofia", online=False)
    talk, late = Session(title="Talk", start=time(10)), Session(title="Work", start=time(14))
    lunch, open_end = Session(title="Lunch", start=time(12), kind="break"), Session(title="Open")
    assert plain.starts == (time(9),)
    assert plain.model_copy(update={"sessions": (open_end,)}).starts == (time(9),)
    assert plain.model_copy(update={"start": time(8, 30)}).starts == (time(8, 30),)
    assert plain.model_copy(update={"sessions": (late, lunch, talk, open_end)}).starts == (time(10), time(14))
