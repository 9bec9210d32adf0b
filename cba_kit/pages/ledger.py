"""The ledger's page: how the documents stand that a visitor may read, one person's history, two compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeGuard

from cba_kit.errors import ContentError
from cba_kit.model.people import Person
from cba_kit.model.render import Render
from cba_kit.model.roadmap import Difference, compare
from cba_kit.pages.home import REPORT
from cba_kit.pages.reports import edition_reports, sees_everybody, told_error, tried, when
from cba_kit.pages.rights import readable, reads
from cba_kit.pages.sight import Sight
from cba_kit.pages.visit import Visit
from cba_kit.programme.documents.catalogue import Subject
from cba_kit.programme.documents.freshness import Standing, standings

Message = Mapping[str, Any]

MOST_LINES = 100
"""Lines of a person's history that are told, the newest."""
MOST_DIFFERENCES = 500


def ledger(visit: Visit) -> Message:
    """Return a row for everybody whose roadmap the visitor may read now, by name; and the other reports."""
    store = visit.store
    with store.reading():
        people = readable(visit)
        sees_all = sees_everybody(visit)
        found = _standings(visit, people)
        versions = {book.owner: book.version for book in store.journal.workbooks(visit.person.edition)}
    rows = [
        _row(visit, person, versions.get(person.id, 0), found[person.id], sees_all=sees_all)
        for person in people
    ]
    return {"t": "ledger", "rows": rows, "reports": edition_reports(visit)}


def history(visit: Visit, person_id: str | None) -> Message | None:
    """Return one person's lines, the newest first; None where the visitor may not read them."""
    with visit.store.reading():
        person = reads(visit, person_id)
        if person is None:
            return None
        sees_all = sees_everybody(visit)
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
        sight = Sight(visit, workbook)
        before, now = (sight.of(journal.entries(workbook.id, at=version)) for version in (older, newer))
    found = compare(visit.sheets, before, now)
    return {
        "t": "diff",
        "person": person.id,
        "older": older,
        "newer": newer,
        "total": len(found),
        "differences": [_difference(one) for one in found[:MOST_DIFFERENCES]],
    }


def _standings(visit: Visit, people: Sequence[Person]) -> Mapping[str, Standing]:
    """Return how the roadmaps of these people stand, by person, also while its report.yaml has a mistake."""
    store, edition = visit.store, visit.person.edition
    newest = store.ledger.latest(edition, REPORT)
    published = store.ledger.latest(edition, REPORT, only_ok=True)
    found = {}
    for person in people:
        line, subject = newest.get(person.id), Subject(person.id, person.name, person)
        found[person.id] = Standing(subject, "stale" if line else "never", line, published.get(person.id))
    if people:
        with suppress(ContentError):  # a list of the edition's reports says where the mistake is
            every = standings(visit.academy, store, visit.library, edition, REPORT)
            found |= {one.subject.id: one for one in every}
    return found


def _row(visit: Visit, person: Person, version: int, standing: Standing, *, sees_all: bool) -> dict[str, Any]:
    newest, state = standing.newest, standing.told
    return (
        _named(person)
        | {
            "state": state,
            "changes": version - newest.version if newest and state == "stale" else 0,
            "of": version,
            "ms": newest.ms if newest else None,
        }
        | tried(visit, standing, sees_all=sees_all)
        | _made(visit, standing.published)
    )


def _made(visit: Visit, published: Render | None) -> dict[str, Any]:
    """Return what is said of the document that people read, which may be older than the last attempt."""
    return {
        "made": when(visit, published.started) if published else "",
        "at": published.started.isoformat() if published else "",
        "version": published.version if published else None,
        "size": published.size if published else None,
        "notes": list(published.notes) if published else [],
    }


def _line(visit: Visit, line: Render, *, sees_all: bool) -> dict[str, Any]:
    return {
        "status": line.status,
        "made": when(visit, line.started),
        "at": line.started.isoformat(),
        "version": line.version,
        "ms": line.ms,
        "size": line.size,
        "notes": list(line.notes),
        "error": told_error(visit, line, sees_all=sees_all),
        "on_demand": line.on_demand,
    }


def _named(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "cluster": person.cluster.name if person.cluster else "",
        "fictional": person.fictional,
    }


def _difference(one: Difference) -> dict[str, str]:
    return {"how": one.how, "sheet": one.sheet, "block": one.block, "before": one.before, "now": one.now}


def _is_in(version: object, shown: set[int]) -> TypeGuard[int]:
    return isinstance(version, int) and not isinstance(version, bool) and version in shown
