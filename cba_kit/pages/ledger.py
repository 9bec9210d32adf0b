"""The ledger's page: how the roadmaps stand that a visitor may read, one person's history, two compared."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from functools import reduce
from typing import Any, TypeGuard

from cba_kit.config import shipped
from cba_kit.model.people import Person
from cba_kit.model.render import Render, standing
from cba_kit.model.roadmap import Difference, compare
from cba_kit.pages.home import REPORT
from cba_kit.pages.rights import readable, reads
from cba_kit.pages.visit import Visit
from cba_kit.pages.words import ago, clock

Message = Mapping[str, Any]

MOST_LINES = 100
"""Lines of a person's history that are told, the newest."""
MOST_DIFFERENCES = 500


def ledger(visit: Visit) -> Message:
    """Return a row for everybody whose roadmap the visitor may read now, by name."""
    store, edition = visit.store, visit.person.edition
    with store.reading():
        people = readable(visit)
        sees_all = _sees_all(visit)
        newest = store.ledger.latest(edition, REPORT)
        published = store.ledger.latest(edition, REPORT, only_ok=True)
        versions = {workbook.owner: workbook.version for workbook in store.journal.workbooks(edition)}
    return {
        "t": "ledger",
        "rows": [
            _row(visit, person, versions.get(person.id, 0), newest.get(person.id), sees_all=sees_all)
            | _made(visit, published.get(person.id))
            for person in people
        ],
    }


def history(visit: Visit, person_id: str | None) -> Message | None:
    """Return one person's lines, the newest first; None where the visitor may not read them."""
    with visit.store.reading():
        person = reads(visit, person_id)
        if person is None:
            return None
        sees_all = _sees_all(visit)
        version = visit.store.journal.workbook_of(person.id).version
        lines = visit.store.ledger.history(person.id, REPORT)[:MOST_LINES]
    return {
        "t": "history",
        "person": _named(person),
        "version": version,
        "lines": [_line(visit, line, sees_all=sees_all) for line in lines],
    }


def diff(visit: Visit, person_id: str | None, older: object, newer: object) -> Message | None:
    """Return what changed from one roadmap of a person to another, by the versions that they show.

    None where the visitor may not read them, or where no roadmap shows such a version: what stood in a
    workbook between two roadmaps was for nobody else. The workbook's present version is one of them.
    """
    journal = visit.store.journal
    with visit.store.reading():
        person = reads(visit, person_id)
        if person is None:
            return None
        workbook = journal.workbook_of(person.id)
        lines = visit.store.ledger.history(person.id, REPORT)
        shown = {line.version for line in lines if line.status == "ok"} | {workbook.version}
        if not (_is_in(older, shown) and _is_in(newer, shown)):
            return None
        before, now = (journal.entries(workbook.id, at=version) for version in (older, newer))
    found = compare(visit.sheets, before, now)
    return {
        "t": "diff",
        "person": person.id,
        "older": older,
        "newer": newer,
        "total": len(found),
        "differences": [_difference(one) for one in found[:MOST_DIFFERENCES]],
    }


def _row(
    visit: Visit, person: Person, version: int, newest: Render | None, *, sees_all: bool
) -> dict[str, Any]:
    state = standing(newest, version)
    failed = newest if state in ("failed", "withheld") else None
    return _named(person) | {
        "state": state,
        "changes": version - newest.version if newest and state == "stale" else 0,
        "of": version,
        "ms": newest.ms if newest else None,
        "error": _error(visit, failed, sees_all=sees_all) if failed else "",
        "tried": _when(visit, failed.started) if failed else "",
    }


def _made(visit: Visit, published: Render | None) -> dict[str, Any]:
    """Return what is said of the document that people read, which may be older than the last attempt."""
    return {
        "made": _when(visit, published.started) if published else "",
        "at": published.started.isoformat() if published else "",
        "version": published.version if published else None,
        "size": published.size if published else None,
        "notes": list(published.notes) if published else [],
    }


def _line(visit: Visit, line: Render, *, sees_all: bool) -> dict[str, Any]:
    return {
        "status": line.status,
        "made": _when(visit, line.started),
        "at": line.started.isoformat(),
        "version": line.version,
        "ms": line.ms,
        "size": line.size,
        "notes": list(line.notes),
        "error": _error(visit, line, sees_all=sees_all),
        "on_demand": line.on_demand,
    }


def _error(visit: Visit, line: Render, *, sees_all: bool) -> str:
    """Return what went wrong, with files named as they stand in the academy's folder, wherever that is.

    Whose words a withheld document holds is told to those who read everybody's.
    """
    if line.status == "withheld" and not sees_all:
        return visit.texts["ledger.withheld_reason"]
    rooms = (visit.academy.folder, shipped("templates").parent)
    return reduce(lambda said, room: said.replace(f"{room}{os.sep}", ""), rooms, line.error)


def _sees_all(visit: Visit) -> bool:
    reader = visit.store.people.person(visit.person.id)
    return reader.is_a("trainer") or reader.is_a("organiser")


def _named(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "cluster": person.cluster.name if person.cluster else "",
        "fictional": person.fictional,
    }


def _difference(one: Difference) -> dict[str, str]:
    return {"how": one.how, "sheet": one.sheet, "block": one.block, "before": one.before, "now": one.now}


def _when(visit: Visit, moment: datetime) -> str:
    """Return “today 10:12”, “9 March, 10:12”."""
    there, now = moment.astimezone(visit.zone), visit.now()
    words = ago(visit.texts, there, now)
    return words if (now.date() - there.date()).days in (0, 1) else f"{words}, {clock(there)}"


def _is_in(version: object, shown: set[int]) -> TypeGuard[int]:
    return isinstance(version, int) and not isinstance(version, bool) and version in shown
