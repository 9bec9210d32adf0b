"""Editions: the programme as data — days, sessions, people who speak, homework, rules, remarks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from cba_kit.model.base import Frozen, Key, Text

USUAL_START = time(9)
SessionKind = Literal["talk", "work", "group", "visit", "break", "social"]


class Session(Frozen):
    """One item of a day's agenda."""

    title: Text
    start: time | None = None
    end: time | None = None
    kind: SessionKind = "work"
    sheet: str = ""
    """Key of the sheet that is worked on, so that the page can offer it."""
    speakers: tuple[str, ...] = ()
    """Names from `speakers`."""
    about: str = ""


class Day(Frozen):
    """One day of the programme."""

    number: int
    date: date
    title: Text
    place: Text
    online: bool
    room: str = ""
    timezone: str = ""
    """IANA zone of the times of this day; empty: the edition's."""
    start: time | None = None
    """When people come, where no session says it; left out: 09:00."""
    sessions: tuple[Session, ...] = ()

    @property
    def starts(self) -> tuple[time, ...]:
        """The times at which people come: the day's start and that of each session, in order."""
        known = {session.start for session in self.sessions if session.start and session.kind != "break"}
        if self.start or not known:
            known.add(self.start or USUAL_START)
        return tuple(sorted(known))


class Speaker(Frozen):
    """A named speaker: name, role and organisation only, no login, no photo, no address."""

    name: Text
    role: str = ""
    organisation: str = ""


class Homework(Frozen):
    """A task between the sessions."""

    key: Key
    title: Text
    task: Text
    sheet: str = ""
    given: date | None = None
    due: date
    minutes: int = 30


class Coaching(Frozen):
    """When coaching talks take place."""

    title: Text
    start: date
    end: date
    talks: int = 1
    minutes: int = 45
    note: str = ""


class Brand(Frozen):
    """The accent colours, light and dark, as #RRGGBB."""

    light: str = "#0B5563"
    dark: str = "#7FCAD5"

    @field_validator("light", "dark")
    @classmethod
    def _is_a_colour(cls, value: str) -> str:
        if len(value) != 7 or value[0] != "#" or any(c not in "0123456789abcdefABCDEF" for c in value[1:]):
            raise ValueError("a colour is written like #0B5563")
        return value


class Remark(Frozen):
    """A conflict or a gap in the sources, kept visible."""

    about: Text
    says: tuple[Text, ...]


class Edition(Frozen):
    """One run of the programme; the file's name (without .yaml) is its code."""

    code: Key
    title: Text
    short: Text
    """“3rd edition”."""
    host: Text
    timezone: str = "Europe/Brussels"
    days: tuple[Day, ...] = Field(min_length=1)
    participants: str = ""
    """What is known about their number, in words."""
    speakers: tuple[Speaker, ...] = ()
    sheets: tuple[str, ...] = Field(min_length=1)
    group_sheets: tuple[str, ...] | None = None
    """Sheets of a breakout group's workbook; left out: the canvases among `sheets`, [] for none."""
    homework: tuple[Homework, ...] = ()
    coaching: tuple[Coaching, ...] = ()
    commitment: tuple[Text, ...] = ()
    links_end: date | None = None
    """Last day on which personal links open a page; empty: 180 days after the last day."""
    brand: Brand = Brand()
    remarks: tuple[Remark, ...] = ()
    sources: tuple[str, ...] = ()
    fictional: bool = False

    @property
    def start(self) -> date:
        """The first day."""
        return self.days[0].date

    @property
    def end(self) -> date:
        """The last day."""
        return self.days[-1].date

    @property
    def zone(self) -> ZoneInfo:
        """The zone that the edition's times are told in."""
        return ZoneInfo(self.timezone)

    def day_at(self, moment: datetime) -> Day | None:
        """Return the programme's day that `moment` falls on, or None."""
        today = moment.astimezone(self.zone).date()
        return next((day for day in self.days if day.date == today), None)

    def zone_at(self, moment: datetime) -> ZoneInfo:
        """Return the zone that `moment` is told in: the place of that day's programme, else the edition's."""
        today = self.day_at(moment)
        return ZoneInfo(today.timezone) if today and today.timezone else self.zone

    def starts_near(self, moment: datetime, *, before: timedelta, after: timedelta) -> bool:
        """Tell whether a session starts up to `before` after `moment`, or has started up to `after` ago."""
        for day in self.days:
            zone = ZoneInfo(day.timezone or self.timezone)
            for start in day.starts:
                coming = datetime.combine(day.date, start, zone) - moment
                if -after <= coming <= before:
                    return True
        return False

    @model_validator(mode="after")
    def _in_order(self) -> Edition:
        dates = [day.date for day in self.days]
        if dates != sorted(dates) or len(set(dates)) != len(dates):
            raise ValueError("days must stand in the order of their dates, each date once")
        known = {speaker.name for speaker in self.speakers}
        for day in self.days:
            for session in day.sessions:
                missing = [name for name in session.speakers if name not in known]
                if missing:
                    raise ValueError(f"day {day.number}: “{missing[0]}” is not among the speakers")
        return self
