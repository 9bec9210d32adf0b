"""Reports about an edition or a teaching notebook, for those who may open them; and how attempts are told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from functools import reduce
from typing import Any

from cba_kit.config import shipped
from cba_kit.errors import CbaError, ContentError
from cba_kit.model.people import Person
from cba_kit.model.render import Render
from cba_kit.pages.visit import Visit
from cba_kit.pages.words import ago, clock
from cba_kit.programme.documents.catalogue import ReportKind, names, report_kind
from cba_kit.programme.documents.freshness import Standing, standings


def edition_reports(visit: Visit) -> list[dict[str, Any]]:
    """Return a row for each document that is about nobody, and that one of the visitor's roles may open.

    They are made when somebody opens them, as roadmaps are. A report.yaml with a mistake is a row of its
    own, for trainers and organisers: they can mend it.
    """
    reader = visit.store.people.person(visit.person.id)  # as they are now: roles change while a page is open
    found: list[dict[str, Any]] = []
    for name in names(visit.library):
        try:
            kind = report_kind(visit.library, name)
        except ContentError as error:
            found += [_broken(visit, name, error)] if sees_everybody(visit) else []
            continue
        if kind.about != "participant" and set(reader.roles) & set(kind.readers):
            found += _rows(visit, reader, name, kind)
    return sorted(found, key=lambda row: row["title"].casefold())


def tried(visit: Visit, standing: Standing, *, sees_all: bool) -> dict[str, str]:
    """Return when the last attempt failed, and why; empty where it did not."""
    failed = standing.newest if standing.told in ("failed", "withheld") else None
    return {
        "error": told_error(visit, failed, sees_all=sees_all) if failed else "",
        "tried": when(visit, failed.started) if failed else "",
    }


def told_error(visit: Visit, line: Render, *, sees_all: bool) -> str:
    """Return what went wrong; whose words a withheld document holds is told to those who read everybody's."""
    if line.status == "withheld" and not sees_all:
        return visit.texts["ledger.withheld_reason"]
    return _without_rooms(visit, line.error)


def sees_everybody(visit: Visit) -> bool:
    """Tell whether the visitor reads everybody's documents."""
    reader = visit.store.people.person(visit.person.id)
    return reader.is_a("trainer") or reader.is_a("organiser")


def when(visit: Visit, moment: datetime) -> str:
    """Return “today 10:12”, “9 March, 10:12”."""
    there, now = moment.astimezone(visit.zone), visit.now()
    words = ago(visit.texts, there, now)
    return words if (now.date() - there.date()).days in (0, 1) else f"{words}, {clock(there)}"


def _rows(visit: Visit, reader: Person, name: str, kind: ReportKind) -> Iterator[dict[str, Any]]:
    sees_all = sees_everybody(visit)
    for standing in standings(visit.academy, visit.store, visit.library, reader.edition, name):
        subject, published = standing.subject, standing.published
        base = f"reports/{reader.edition}/{name}/{subject.id}"
        yield {
            "id": f"{name}/{subject.id}",
            "title": kind.title if kind.about == "edition" else f"{kind.title}: {subject.name}",
            "state": standing.told,
            "made": when(visit, published.started) if published else "",
            "at": published.started.isoformat() if published else "",
            "size": published.size if published else None,
            "links": {form: f"{base}.{form}" for form in kind.formats},
        } | tried(visit, standing, sees_all=sees_all)


def _broken(visit: Visit, name: str, error: CbaError) -> dict[str, Any]:
    said = {"error": _without_rooms(visit, str(error)), "tried": ""}
    return {
        "id": name,
        "title": name,
        "state": "failed",
        "made": "",
        "at": "",
        "size": None,
        "links": {},
    } | said


def _without_rooms(visit: Visit, said: str) -> str:
    """Return words with files named as they stand in the academy's folder, wherever that is."""
    rooms = (visit.academy.folder, shipped("templates").parent)
    return reduce(lambda left, room: left.replace(f"{room}{os.sep}", ""), rooms, said)
