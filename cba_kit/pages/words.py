"""Dates, times and numbers as a person reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

Texts = Mapping[str, str]


def say(texts: Texts, key: str, **values: object) -> str:
    """Return the text `key` with its {places} filled; the key itself where no text exists."""
    text = texts.get(key, key)
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def day(texts: Texts, moment: date, *, year: bool = False, weekday: bool = False) -> str:
    """Return “Monday 11 March 2024”, with as much of it as asked for."""
    parts = [str(moment.day), texts.get(f"dates.month_{moment.month}", moment.strftime("%B"))]
    if weekday:
        parts.insert(0, texts.get(f"dates.weekday_{moment.isoweekday()}", moment.strftime("%A")))
    if year:
        parts.append(str(moment.year))
    return " ".join(parts)


def clock(moment: datetime | time) -> str:
    """Return “10:42”."""
    return f"{moment:%H:%M}"


def ago(texts: Texts, moment: datetime, now: datetime) -> str:
    """Return when something was, seen from `now` (both in the zone to tell it in): “yesterday 17:20”."""
    days = (now.date() - moment.date()).days
    if days == 0:
        return say(texts, "dates.today_at", time=clock(moment))
    if days == 1:
        return say(texts, "dates.yesterday_at", time=clock(moment))
    return day(texts, moment.date(), year=moment.year != now.year)


def count(texts: Texts, key: str, number: int, **values: object) -> str:
    """Return the text for one or for many: KEY_one, else KEY."""
    name = f"{key}_one" if number == 1 and f"{key}_one" in texts else key
    return say(texts, name, n=number, **values)


def kilobytes(size: int) -> str:
    """Return “340 kB”, which no line breaks."""
    return f"{max(1, round(size / 1000))}\u00a0kB"
