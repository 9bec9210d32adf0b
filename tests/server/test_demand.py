"""Demand: as many pages as the programme and the people ask for, and few at other times."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from cba_kit.model.edition import Day, Edition, Session
from cba_kit.server.demand import USUAL, Expected, Forecast, demand
from cba_kit.server.notebooks import Kind, kind_of
from cba_kit.server.site import Site

HOME, COACH = Kind(Path("participant.ipynb"), "en"), Kind(Path("coach.ipynb"), "en")


def edition(*sessions: Session, start: time | None = None, zone: str = "") -> Edition:
    """Return an edition of one day."""
    day = Day(
        number=1,
        date=date(2024, 3, 11),
        title="One",
        place="Sofia",
        online=False,
        timezone=zone,
        start=start,
        sessions=sessions,
    )
    return Edition(code="now", title="A", short="a", host="h", timezone="UTC", days=(day,), sheets=("x",))


TEN = Expected(edition(Session(title="Start", start=time(10))), {HOME: 45, COACH: 4})


def at(hour: int, minute: int = 0, zone: str = "UTC") -> datetime:
    return datetime(2024, 3, 11, hour, minute, tzinfo=ZoneInfo(zone))


def test_before_a_session_starts_there_is_a_page_for_everybody_and_some_more() -> None:
    for moment in (at(9, 45), at(9, 50), at(10), at(10, 15)):
        assert demand([TEN], moment, {}) == {HOME: 50, COACH: 5}


def test_at_other_times_there_are_few_and_never_more_than_people() -> None:
    small = Expected(TEN.edition, {HOME: 45, COACH: 1})
    for moment in (at(9, 44), at(10, 16), at(3), at(10) + timedelta(days=1)):
        assert demand([small], moment, {}) == {HOME: USUAL, COACH: 1}


def test_who_is_here_already_needs_no_page() -> None:
    assert demand([TEN], at(10), {HOME: 40, COACH: 4}) == {HOME: 6, COACH: USUAL}


def test_the_day_begins_with_its_first_session_or_when_its_file_says_so() -> None:
    nine, half_past = Expected(edition(), {HOME: 9}), Expected(edition(start=time(8, 30)), {HOME: 9})
    assert [demand([nine], at(8, minute), {})[HOME] for minute in (44, 45)] == [USUAL, 10]
    assert [demand([half_past], at(8, minute), {})[HOME] for minute in (14, 15)] == [USUAL, 10]


def test_every_session_of_the_day_counts_but_no_break() -> None:
    sessions = (
        Session(title="Morning", start=time(9)),
        Session(title="Lunch", start=time(12), kind="break"),
        Session(title="Afternoon", start=time(14)),
    )
    expected = Expected(edition(*sessions), {HOME: 20})
    assert [demand([expected], at(hour), {})[HOME] for hour in (9, 12, 14)] == [22, USUAL, 22]


def test_times_are_those_of_the_place() -> None:
    there = Expected(edition(Session(title="Start", start=time(10)), zone="Europe/Sofia"), {HOME: 20})
    assert demand([there], at(10, zone="Europe/Sofia"), {})[HOME] == 22
    assert demand([there], at(10), {})[HOME] == USUAL


def test_two_editions_at_once_need_pages_for_both() -> None:
    other = Expected(TEN.edition, {HOME: 10})
    assert demand([TEN, other], at(10), {}) == {HOME: 61, COACH: 5}


def test_the_settings_bound_the_sum_and_leave_each_kind_its_part() -> None:
    found = demand([TEN], at(10), {}, most=22)
    assert found == {HOME: 20, COACH: 2}
    assert demand([TEN], at(10), {}, most=0) == {HOME: 0, COACH: 0}


def test_a_forecast_counts_the_people_of_editions_whose_links_hold(site: Site) -> None:
    forecast = Forecast(site, present=dict, most=None)
    asyncio.run(forecast.refresh())
    people = site.store.people
    wanted = forecast.wanted()
    assert set(wanted) == {
        kind_of(site, people.person("ann"), "participant.ipynb"),
        kind_of(site, people.person("cora"), "coach.ipynb"),
    }
    assert min(wanted.values()) >= USUAL
