"""What a page is told: the snapshot of a workbook, and the state that follows from each edit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cba_kit.model.complete import Progress, Template, progress
from cba_kit.model.people import Person
from cba_kit.model.workbook import Entry, EntryKind, Workbook
from cba_kit.pages.home import home
from cba_kit.pages.visit import Visit
from cba_kit.pages.words import ago, clock

Message = dict[str, Any]


def entry_json(entry: Entry) -> Message:
    """Return an entry as the page reads it."""
    return entry.model_dump(mode="json")


def snapshot(visit: Visit, workbook: Workbook | None, kinds: frozenset[EntryKind]) -> Message:
    """Return all that a page needs to show a workbook (None: none is open yet)."""
    store = visit.store
    entries = store.journal.entries(workbook.id, removed=True) if workbook else []
    owner = store.people.person(workbook.owner) if workbook else None
    live = [entry for entry in entries if not entry.removed]
    done = {key: progress(sheet, live) for key, sheet in visit.sheets.items()}
    changed = workbook.changed_at if workbook else None
    own = workbook is not None and workbook.owner == visit.person.id
    return {
        "t": "snapshot",
        "me": _person(visit.person) | {"roles": list(visit.person.roles)},
        "preview": visit.preview,
        "academy": {"name": visit.academy.settings.name, "contact": visit.academy.settings.contact},
        "edition": _edition(visit),
        "workbook": {
            "id": workbook.id if workbook else "",
            "version": workbook.version if workbook else 0,
            "owner": _owner(owner) if owner else None,
            "kinds": sorted(kinds) if workbook else [],
        },
        "sheets": [_sheet(sheet, done[key]) for key, sheet in visit.sheets.items()] if workbook else [],
        "entries": [entry_json(entry) for entry in entries],
        "people": _people(visit, owner, entries),
        "lists": _lists(visit),
        "home": home(visit, workbook, live, store.journal.threads(workbook.id), done)
        if own and workbook
        else None,
        "saved": _saved(visit, changed) if changed and own else "",
    }


def state(visit: Visit, workbook_id: str) -> Message:
    """Return what follows from the entries: progress of every sheet and the home page."""
    journal = visit.store.journal
    workbook = journal.workbook(workbook_id)
    entries = journal.entries(workbook_id)
    done = {key: progress(sheet, entries) for key, sheet in visit.sheets.items()}
    message: Message = {"t": "state", "progress": {key: _progress(value) for key, value in done.items()}}
    if workbook.owner == visit.person.id:
        message["home"] = home(visit, workbook, entries, journal.threads(workbook_id), done)
    return message


def _saved(visit: Visit, changed: datetime) -> str:
    """Return when something was saved last: the time, and the day where it is not today."""
    moment = changed.astimezone(visit.zone)
    return clock(moment) if moment.date() == visit.now().date() else ago(visit.texts, moment, visit.now())


def _person(person: Person) -> Message:
    return {"id": person.id, "name": person.name, "first": person.first_name, "initials": person.initials}


def _owner(person: Person) -> Message:
    cluster = person.cluster.name if person.cluster else ""
    return _person(person) | {"cluster": cluster, "fictional": person.fictional}


def _edition(visit: Visit) -> Message:
    edition = visit.edition
    return {
        "code": edition.code,
        "title": edition.title,
        "short": edition.short,
        "fictional": edition.fictional,
        "today": visit.now().date().isoformat(),
        "plan_start": edition.end.isoformat(),
        "zone": visit.zone.key,
        "brand": edition.brand.model_dump(),
    }


def _sheet(sheet: Template, done: Progress) -> Message:
    return sheet.model_dump(mode="json") | {"progress": _progress(done)}


def _progress(done: Progress) -> Message:
    return done.model_dump() | {"share": done.share, "complete": done.complete}


def _people(visit: Visit, owner: Person | None, entries: list[Entry]) -> dict[str, Message]:
    """Name everyone who wrote here, and the coach: nobody else's name leaves the store."""
    wanted = {visit.person.id} | {entry.created_by for entry in entries} | {e.changed_by for e in entries}
    if owner is not None:
        wanted |= {owner.id} | ({owner.coach} if owner.coach else set())
    known = {person.id: person for person in visit.store.people.of(visit.edition.code)} if wanted else {}
    return {
        person_id: _person(known[person_id]) | {"role": known[person_id].roles[0]}
        for person_id in sorted(wanted)
        if person_id in known
    }


def _lists(visit: Visit) -> dict[str, list[dict[str, str]]]:
    library = visit.library
    return {
        "ecosystems": [{"key": item.key, "label": item.name} for item in library.ecosystems()],
        "countries": [{"key": item.code, "label": item.name} for item in library.countries()],
        "kpis": [{"key": item.key, "label": item.name, "unit": item.unit} for item in library.kpis()],
    }
