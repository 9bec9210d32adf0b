"""What a page is told: the snapshot of a workbook, and the state that follows from each edit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from cba_kit.model.complete import Progress, Template, progress
from cba_kit.model.people import Group, Person, groups_of, plenary
from cba_kit.model.values import EntryKind
from cba_kit.model.workbook import Entry, Workbook
from cba_kit.pages.findings import findings, findings_after
from cba_kit.pages.groups import books, named, sheets_of
from cba_kit.pages.home import home
from cba_kit.pages.rounds import rounds
from cba_kit.pages.sight import Sight
from cba_kit.pages.visit import Visit
from cba_kit.pages.words import ago, clock

Message = dict[str, Any]


def entry_json(entry: Entry) -> Message:
    """Return an entry as the page reads it."""
    return entry.model_dump(mode="json")


def snapshot(
    visit: Visit, workbook: Workbook | None, kinds: frozenset[EntryKind], *, own: Workbook | None = None
) -> Message:
    """Return all that a page needs to show a workbook (None: none is open yet); `own` is the visitor's."""
    store = visit.store
    sight = Sight(visit, workbook) if workbook else None
    written = store.journal.entries(workbook.id, removed=True) if workbook else []
    entries = sight.of(written) if sight else []
    owner = _owner_of(visit, workbook) if workbook else None
    live = [entry for entry in entries if not entry.removed]
    sheets = sheets_of(visit, workbook) if workbook else {}
    counted = [entry for entry in sight.counted(written) if not entry.removed] if sight else []
    done = {key: progress(sheet, counted) for key, sheet in sheets.items()}
    changed = workbook.changed_at if workbook else None
    theirs = workbook is not None and workbook.owner == visit.person.id
    return {
        "t": "snapshot",
        "me": named(visit.person) | {"roles": list(visit.person.roles)},
        "preview": visit.preview,
        "academy": {"name": visit.academy.settings.name, "contact": visit.academy.settings.contact},
        "edition": _edition(visit),
        "workbook": {
            "id": workbook.id if workbook else "",
            "version": workbook.version if workbook else 0,
            "owner": _owner(owner) if owner else None,
            "kinds": sorted(kinds) if workbook else [],
        },
        "books": books(visit, own),
        "sheets": [_sheet(sheet, done[key]) for key, sheet in sheets.items()],
        "entries": [entry_json(entry) for entry in entries],
        "people": _people(visit, owner, entries),
        "votes": sight.votes(written) if sight else {},
        "findings": findings(visit, sheets, live),
        "rounds": rounds(visit),
        "groups": _groups(visit, workbook) if workbook else {},
        "now": visit.academy.now().isoformat(),
        "lists": _lists(visit),
        "home": home(visit, workbook, live, store.journal.threads(workbook.id, live), done)
        if theirs and workbook
        else None,
        "saved": _saved(visit, changed) if changed and theirs else "",
    }


def state(visit: Visit, workbook: Workbook, *, touched: Collection[str], with_home: bool) -> Message:
    """Return what follows from edits on the `touched` sheets: their progress, and the home page if asked.

    Only what is needed is read: a home page takes all entries, the progress of a sheet its own.
    """
    journal = visit.store.journal
    sheets = sheets_of(visit, workbook)
    message: Message = {"t": "state", "workbook": workbook.id}
    with visit.store.reading():
        if with_home and workbook.owner == visit.person.id:
            present = journal.entries(workbook.id)  # the visitor's own workbook
            done = {key: progress(sheet, present) for key, sheet in sheets.items()}
            threads = journal.threads(workbook.id, present)
            message["home"] = home(visit, journal.workbook(workbook.id), present, threads, done)
        else:
            here = [(key, sheet) for key, sheet in sheets.items() if key in touched]
            sight = Sight(visit, workbook)
            written = {key: journal.entries(workbook.id, sheet=key) for key, _ in here}
            done = {key: progress(sheet, sight.counted(written[key])) for key, sheet in here}
            votes = sight.votes(entry for entries in written.values() for entry in entries)
            message["votes"] = {key: votes[key] for key in written if key in votes}
        message["findings"] = findings_after(visit, workbook, touched)
    return message | {"progress": {key: _progress(value) for key, value in done.items()}}


def _saved(visit: Visit, changed: datetime) -> str:
    """Return when something was saved last: the time, and the day where it is not today."""
    moment = changed.astimezone(visit.zone)
    return clock(moment) if moment.date() == visit.now().date() else ago(visit.texts, moment, visit.now())


def _owner_of(visit: Visit, workbook: Workbook) -> Person | Group:
    if workbook.owner == visit.person.id:
        return visit.person
    return visit.store.people.owner(workbook, everybody=visit.texts["group.plenary"])


def _owner(owner: Person | Group) -> Message:
    if isinstance(owner, Group):
        fictional = any(person.fictional for person in owner.members)
        kept = {"id": owner.id, "name": owner.name, "initials": owner.initials}
        return kept | {"cluster": "", "fictional": fictional, "group": True}
    cluster = owner.cluster.name if owner.cluster else ""
    return named(owner) | {"cluster": cluster, "fictional": owner.fictional}


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


def _people(visit: Visit, owner: Person | Group | None, entries: list[Entry]) -> dict[str, Message]:
    """Name everyone who wrote here, the coach or the members: nobody else's name leaves the store."""
    wanted = {visit.person.id} | {entry.created_by for entry in entries} | {e.changed_by for e in entries}
    if isinstance(owner, Group):
        wanted |= {person.id for person in owner.members}
    elif owner is not None:
        wanted |= {owner.id} | ({owner.coach} if owner.coach else set())
    known = visit.store.people.some(wanted)
    return {
        person.id: named(person) | {"role": person.roles[0]}
        for person in sorted(known, key=lambda person: person.id)
        if person.edition == visit.edition.code
    }


def _groups(visit: Visit, workbook: Workbook) -> dict[str, str]:
    """Name the groups whose notes come together in the plenary's workbook; elsewhere nobody needs that."""
    if workbook.owner != plenary(workbook.edition).id:
        return {}
    everyone = visit.store.people.of(workbook.edition, "participant")
    return {group.id: group.name for group in groups_of(everyone)}


def _lists(visit: Visit) -> dict[str, list[dict[str, str]]]:
    library = visit.library
    return {
        "ecosystems": [{"key": item.key, "label": item.name} for item in library.ecosystems()],
        "countries": [{"key": item.code, "label": item.name} for item in library.countries()],
        "kpis": [{"key": item.key, "label": item.name, "unit": item.unit} for item in library.kpis()],
    }
