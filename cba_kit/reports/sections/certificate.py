"""Sections of a certificate of attendance: the certificate itself, and the programme that it is about."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta

import segno

from cba_kit.model.edition import Day, Edition
from cba_kit.model.people import Person
from cba_kit.model.schedule import scheduled, sessions
from cba_kit.pictures import rings
from cba_kit.reports.pen import Pen
from cba_kit.reports.section import Section, table


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is certified: who took part in what, and the code that proves it."""

    person: Person
    edition: Edition
    country: str
    """The name of the cluster's country; empty where it is not known."""
    code: str


def certificate(pen: Pen, facts: Certificate) -> Section:
    """Return the page that is signed."""
    say, person, edition = pen.words.say, facts.person, facts.edition
    contact = pen.academy.settings.contact
    early = pen.made.date() < edition.end
    return Section(
        key="certificate",
        kind="cover",
        title=say("title"),
        data={
            "academy": pen.academy.settings.name,
            "edition": edition.short,
            "name": person.name,
            "cluster": _cluster(pen, facts),
            "fictional": say("fictional") if person.fictional else "",
            "statement": say("statement", title=edition.title),
            "facts": [_dates(pen, edition), _time(pen, edition), _place(pen, edition)],
            "says": say("says"),
            "early": say("early", day=pen.words.day(pen.made), end=pen.words.day(edition.end))
            if early
            else "",
            "place_date": say("place_date"),
            "signature": say("signature"),
            "organiser": pen.academy.settings.organiser or pen.academy.settings.name,
            "code_title": say("code"),
            "code": facts.code,
            "check": say("check", contact=contact) if contact else say("check_here"),
            "qr": _qr(pen, facts.code),
            "qr_alt": say("scan" if contact else "scan_text", code=facts.code),
            "rings": rings(None, {}, style=pen.style()),
        },
    )


def programme(pen: Pen, edition: Edition) -> Section:
    """Return the edition's days with their sessions and scheduled times."""
    say = pen.words.say
    count = sum(len(sessions(day)) for day in edition.days)
    rows = [_day(pen, day) for day in edition.days]
    known = [time for day in edition.days if (time := scheduled(day)) is not None]
    if known:
        rows.append(
            [say("programme.together"), "", "", "", _hours(pen, "programme.", sum(known, timedelta()))]
        )
    columns = ("day", "date", "place", "topic", "time")
    return Section(
        key="programme",
        kind="table",
        title=say("programme.title"),
        headline=say("programme.headline", n=len(edition.days), sessions=count),
        wide=True,
        credit=say("host", host=edition.host),
        data={
            "table": table(
                [say(f"programme.{column}") for column in columns],
                rows,
                caption=say("programme.title"),
                numbers=(4,),
            )
        },
    )


def _cluster(pen: Pen, facts: Certificate) -> str:
    cluster = facts.person.cluster
    if cluster is None:
        return ""
    return (
        pen.words.say("cluster", cluster=cluster.name, country=facts.country)
        if facts.country
        else cluster.name
    )


def _dates(pen: Pen, edition: Edition) -> dict[str, str]:
    words = pen.words
    start, end = words.day(edition.start), words.day(edition.end)
    text = words.say("span", start=start, end=end) if start != end else start
    return _fact(words.say("dates"), text, words.count("days", len(edition.days)))


def _time(pen: Pen, edition: Edition) -> dict[str, str]:
    say = pen.words.say
    known = [time for day in edition.days if (time := scheduled(day)) is not None]
    if not known:
        return _fact(say("time"), say("no_time"), "")
    whole = len(known) == len(edition.days)
    detail = say("time_detail") if whole else say("time_part", n=len(known), all=len(edition.days))
    return _fact(say("time"), _hours(pen, "", sum(known, timedelta())), detail)


def _place(pen: Pen, edition: Edition) -> dict[str, str]:
    places = dict.fromkeys(pen.words.say("online") if day.online else day.place for day in edition.days)
    text = pen.words.listed(list(places))
    return _fact(pen.words.say("place"), text[:1].upper() + text[1:], "")


def _fact(term: str, text: str, detail: str) -> dict[str, str]:
    return {"term": term, "text": text, "detail": detail}


def _hours(pen: Pen, root: str, time: timedelta) -> str:
    hours, minutes = divmod(int(time.total_seconds()) // 60, 60)
    key = "hours_minutes" if minutes else "hours"
    return pen.words.say(f"{root}{key}", hours=hours, minutes=minutes)


def _day(pen: Pen, day: Day) -> list[str]:
    say, time = pen.words.say, scheduled(day)
    return [
        f"{day.number}  {day.title}",
        pen.words.short_day(day.date),
        say("online") if day.online else day.place,
        "\n".join(session.title for session in sessions(day)),
        _hours(pen, "programme.", time) if time is not None else say("programme.unknown"),
    ]


def _qr(pen: Pen, code: str) -> str:
    """Return the QR code: a message to the organiser, or words where no address is known."""
    settings, say = pen.academy.settings, pen.words.say
    subject = say("subject", code=code).replace(" ", "%20")
    content = (
        f"mailto:{settings.contact}?subject={subject}"
        if settings.contact
        else say("text", academy=settings.name, code=code)
    )
    picture = io.BytesIO()
    segno.make(content, error="m", micro=False).save(
        picture, kind="svg", border=0, dark=pen.colours["ink"], xmldecl=False, nl=False, omitsize=True
    )
    return picture.getvalue().decode()
