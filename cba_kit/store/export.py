"""Export: everything that a person wrote, as JSON without loss and as a spreadsheet to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cba_kit.content import Library
from cba_kit.model.people import Person
from cba_kit.model.workbook import Entry, Workbook
from cba_kit.store.export_json import owner_told, people_told, written_json
from cba_kit.store.export_rows import Reading, Row
from cba_kit.store.export_spreadsheet import spreadsheet
from cba_kit.store.store import Store
from cba_kit.store.written import Written, written_by


def as_json(store: Store, library: Library, person: Person, *, reader: Person | None = None) -> str:
    """Return every entry with all its fields, removed ones too, as JSON.

    `reader` is who asks, if that is somebody else; see `written_by`.
    """
    written = written_by(store, person, reader or person)
    edition = library.edition(person.edition)
    wrote = {e.created_by for e in written.entries} | {e.changed_by for e in written.entries}
    people = {each.id: each for each in store.people.some(wrote) if each.edition == edition.code}
    return written_json(
        {
            **owner_told(person, reader or person),
            "edition": {"code": edition.code, "title": edition.title},
            "workbook": written.workbook.model_dump(mode="json") if written.workbook else None,
            "people": people_told(written.entries, people, reader=reader or person, owner=person.id),
            "entries": [entry.model_dump(mode="json") for entry in written.entries],
            "elsewhere": [entry.model_dump(mode="json") for entry in written.elsewhere],
        }
    )


def as_xlsx(store: Store, library: Library, person: Person, *, reader: Person | None = None) -> bytes:
    """Return a spreadsheet: a sheet to read first, one for each sheet of the workbook, one of comments.

    `reader` is who asks, if that is somebody else; see `written_by`.
    """
    written = written_by(store, person, reader or person)
    edition = library.edition(person.edition)
    names = {each.id: each.name for each in store.people.of(edition.code)}
    reading = Reading(library, library.texts(person.language), names, edition)
    return spreadsheet(_sheets(reading, person, written))


def _sheets(reading: Reading, person: Person, written: Written) -> Iterator[tuple[str, Sequence[Row]]]:
    present = [entry for entry in written.entries if not entry.removed]
    sheets = reading.library.sheets(reading.edition)
    yield reading.say("readme"), list(_readme(reading, person, written.workbook))
    for template in sheets.values():
        yield template.short, list(reading.table(template, present))
    comments = [entry for entry in present if entry.kind == "comment"]
    yield reading.say("comments"), list(reading.comments(comments, sheets))
    others = [entry for entry in present if entry.kind != "comment" and entry.sheet not in sheets]
    elsewhere: list[Entry] = [entry for entry in written.elsewhere if not entry.removed]
    for name, entries in (("other", others), ("elsewhere", elsewhere)):
        if entries:
            yield reading.say(name), list(reading.plain(entries))


def _readme(reading: Reading, person: Person, workbook: Workbook | None) -> Iterator[Row]:
    yield (reading.say("title").replace("{name}", person.name),)
    yield (reading.say("edition"), reading.edition.title)
    if person.cluster is not None:
        yield (reading.say("cluster"), person.cluster.name)
    if workbook is not None:
        yield (reading.say("version"), workbook.version)
        yield (reading.say("changed"), workbook.changed_at and reading.told(workbook.changed_at))
    yield (reading.say("how").replace("{zone}", reading.edition.timezone),)
