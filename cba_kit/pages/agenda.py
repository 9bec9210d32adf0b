"""The programme as the home page shows it: the line of days, and what is on today."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from cba_kit.model.edition import Day, Edition, Session
from cba_kit.pages.words import Texts, clock, count, day, say

GAP = 4
"""Days without programme that count as the time between two parts."""
FOLLOW_UP = 90
"""Days after the end at which the first follow-up questions come (of 30, 90, 180 and 365: our proposal)."""


def programme(edition: Edition, today: date, texts: Texts) -> list[dict[str, str]]:
    """Return the line of days; `state` is done, today, next or empty, with “gap” between the parts."""
    items: list[dict[str, str]] = []
    ahead = True
    previous: Day | None = None
    for item in edition.days:
        if previous is not None and (item.date - previous.date).days > GAP:
            items.append(_between(edition, previous.date, item.date, today, texts))
        state = "done" if item.date < today else "today" if item.date == today else ""
        if not state and ahead:
            state, ahead = "next", False
        label = say(texts, "home.day_today" if state == "today" else "home.day", number=item.number)
        where = texts["home.online"] if item.online else item.place.split(",")[0]
        items.append(
            {"state": state, "label": label, "when": f"{day(texts, item.date)}, {where}", "about": item.title}
        )
        previous = item
    later = edition.end + timedelta(days=FOLLOW_UP)
    items.append(
        {
            "state": "done" if later < today else "",
            "label": say(texts, "home.after_days", n=FOLLOW_UP),
            "when": day(texts, later),
            "about": texts["home.three_questions"],
        }
    )
    return items


def _between(edition: Edition, start: date, end: date, today: date, texts: Texts) -> dict[str, str]:
    first, last = start + timedelta(days=1), end - timedelta(days=1)
    state = "done gap" if last < today else "today gap" if first <= today else "gap"
    talks = sum(talk.talks for talk in edition.coaching if first <= talk.end and talk.start <= last)
    about = count(texts, "home.homework_and_talks", talks) if talks else texts["home.homework_time"]
    when = say(texts, "home.from_to", start=day(texts, first), end=day(texts, last))
    return {"state": state, "label": texts["home.between"], "when": when, "about": about}


def agenda(edition: Edition, now: datetime, texts: Texts, sheets: dict[str, str]) -> dict[str, Any] | None:
    """Return today's sessions without the breaks, or None; `sheets` maps keys to titles."""
    today = edition.day_at(now)
    if today is None or not today.sessions:
        return None
    here = now.astimezone(edition.zone_at(now))
    place = today.place.split(",")[0]
    title = texts["home.today_online"] if today.online else say(texts, "home.today_in", place=place)
    zone = say(texts, "home.zone", room=f"{today.room}. " if today.room else "", zone=here.tzname() or "")
    return {
        "title": title,
        "place": zone,
        "sessions": [_session(s, here, texts, sheets) for s in today.sessions if s.kind != "break"],
    }


def session_ahead(edition: Edition, now: datetime) -> Session | None:
    """Return today's running or next session that works on a sheet."""
    today = edition.day_at(now)
    if today is None:
        return None
    here = now.astimezone(edition.zone_at(now)).time()
    for session in today.sessions:
        if session.sheet and session.start and (session.end or session.start) >= here:
            return session
    return None


def _session(session: Session, here: datetime, texts: Texts, sheets: dict[str, str]) -> dict[str, str]:
    state, time = "", clock(session.start) if session.start else ""
    if session.start:
        starts = datetime.combine(here.date(), session.start, here.tzinfo)
        minutes = round((starts - here).total_seconds() / 60)
        ended = session.end is not None and session.end <= here.time()
        if ended:
            state = "past"
        elif minutes <= 0:
            state, time = "live", say(texts, "home.session_now", time=time)
        elif minutes <= 60:
            time = count(texts, "home.session_soon", minutes, time=time)
    about = ", ".join(session.speakers) or session.about
    sheet = session.sheet if session.sheet in sheets else ""
    if sheet:
        about = say(texts, "home.session_sheet", sheet=sheets[sheet])
    return {"state": state, "time": time, "title": session.title, "about": about, "sheet": sheet}
