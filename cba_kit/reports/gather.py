"""Gather: read everything that a person's roadmap is made from, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from cba_kit.content import Library
from cba_kit.model.assessment import Assessment, assess
from cba_kit.model.complete import Template
from cba_kit.model.edition import Edition
from cba_kit.model.people import Person
from cba_kit.model.roadmap import Past, Source
from cba_kit.model.trends import Trends
from cba_kit.model.workbook import Workbook
from cba_kit.store import Store

Cohort = Mapping[str, Sequence[Mapping[str, Assessment]]]


def gather(store: Store, library: Library, person_id: str, *, now: datetime, report: str) -> Source:
    """Return the source of a person's roadmap; NotFoundError when there is no such person or workbook."""
    person = store.people.person(person_id)
    edition = library.edition(person.edition)
    sheets = library.sheets(edition)
    workbook = store.journal.workbook_of(person.id)
    return Source(
        person=person,
        edition=edition,
        made=now.astimezone(edition.zone_at(now)),
        version=workbook.version,
        sheets=sheets,
        entries=store.journal.entries(workbook.id),
        coach=store.people.person(person.coach).name if person.coach else "",
        threads=store.journal.threads(workbook.id),
        cohort=cohort(store, edition, sheets),
        lists=_lists(library),
        previous=_previous(store, person, workbook, report),
        snapshots=[
            Past(s.name, s.version, s.at, tuple(store.journal.entries(workbook.id, at=s.version)))
            for s in store.journal.snapshots(workbook.id)
        ],
    )


def cohort(store: Store, edition: Edition, sheets: Mapping[str, Template]) -> Cohort:
    """Return every participant's ratings, by trends sheet; nobody's name is in it."""
    keys = [sheet.key for sheet in sheets.values() if isinstance(sheet, Trends)]
    if not keys:
        return {}
    workbooks = [w for w in store.journal.workbooks(edition.code) if w.owner_kind == "participant"]
    entries = [store.journal.entries(workbook.id) for workbook in workbooks]
    return {key: [assess(theirs, key) for theirs in entries] for key in keys}


def _previous(store: Store, person: Person, workbook: Workbook, report: str) -> Past | None:
    """Return the workbook as the last roadmap showed it; an older one when that shows today's state."""
    for render in store.ledger.history(person.id, report):
        if render.status == "ok" and render.version < workbook.version:
            entries = tuple(store.journal.entries(workbook.id, at=render.version))
            return Past("", render.version, render.started, entries)
    return None


def _lists(library: Library) -> dict[str, dict[str, str]]:
    return {
        "ecosystems": {ecosystem.key: ecosystem.name for ecosystem in library.ecosystems()},
        "countries": {country.code: country.name for country in library.countries()},
    }
