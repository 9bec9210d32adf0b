"""Merging: whoever leads brings the groups' notes into everybody's workbook, bundle by bundle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from cba_kit.errors import NotFoundError, OperationError
from cba_kit.model.canvas import Canvas
from cba_kit.model.merging import Given, given, merged_id, proposed
from cba_kit.model.people import groups_of, leads, plenary
from cba_kit.model.stage import FREE, stages
from cba_kit.model.workbook import Entry, Operation, Writer
from cba_kit.pages.groups import sheets_of
from cba_kit.pages.incoming import client_name
from cba_kit.pages.rights import WRITES, rules
from cba_kit.pages.visit import Visit
from cba_kit.store.journal import Look

Message = Mapping[str, Any]
MOST = 500
"""Bundles that one message merges."""
KEPT = ("meaning", "evidence", "proof", "part")
"""Fields that a merged note takes from its first source, beside its words and the canvas's own columns."""


def gather(visit: Visit, message: Message) -> Iterable[Message]:
    """Answer {t: gather, sheet}: what groups wrote and is not merged yet, by block, alike notes together."""
    canvas = _canvas(visit, message)
    names, notes = _given(visit, canvas)
    found = proposed(canvas, list(notes.values()), _merged(visit, canvas))
    yield {
        "t": "gathered",
        "sheet": canvas.key,
        "groups": names,
        "blocks": {
            block: [[_told(note) for note in bundle] for bundle in bundles]
            for block, bundles in found.items()
        },
    }


def merge(visit: Visit, message: Message) -> Iterable[Message]:
    """Answer {t: merge, sheet, bundles}: write one note for each bundle of sources (“GROUP/ENTRY”).

    The first source gives the words. What was merged before is not written again; what is not there any
    more is left out and counted.
    """
    canvas = _canvas(visit, message)
    _, notes = _given(visit, canvas)
    done = _merged(visit, canvas)
    raw = message.get("bundles")
    bundles = [bundle for bundle in raw if isinstance(bundle, list)] if isinstance(raw, list) else []
    wanted: list[Operation] = []
    gone = 0
    for bundle in bundles[:MOST]:
        sources = [notes[name] for name in bundle if isinstance(name, str) and name in notes]
        gone += len(bundle) - len(sources)
        if sources and not done & {note.source for note in sources}:
            wanted.append(_note(canvas, sources, len(wanted)))
    whole = visit.store.journal.workbook_of(plenary(visit.person.edition).id)
    there = visit.store.journal.some_entries(whole.id, {note.entry for note in wanted})
    wanted = [*(_back(entry) for entry in there if entry.removed), *wanted]
    writer = Writer(person=visit.person.id, client=client_name(message.get("client")), kinds=WRITES)
    accept = rules(visit, whole, sheets_of(visit, whole))

    def once(operation: Operation, look: Look) -> None:
        accept(operation, look)
        sources = operation.fields.get("sources")
        if isinstance(sources, list) and _merged(visit, canvas).intersection(sources):
            raise OperationError("Somebody else has just brought one of these notes.")

    receipt = visit.store.journal.apply(whole.id, wanted, writer, accept=once)
    refused = [refusal.reason for refusal in receipt.refused]
    yield {
        "t": "merged",
        "sheet": canvas.key,
        "notes": len({entry.id for entry in receipt.entries}),
        "gone": gone,
        "refused": refused,
    }


def _canvas(visit: Visit, message: Message) -> Canvas:
    """Return the canvas that is asked for; OperationError for whoever does not lead or asks for none."""
    reader = visit.store.people.person(visit.person.id)
    sheet = visit.library.group_sheets(visit.edition).get(str(message.get("sheet")))
    if not leads(reader) or not isinstance(sheet, Canvas):
        raise OperationError(visit.texts["errors.not_yours"])
    visit.store.journal.make_group_workbook(plenary(reader.edition).id, edition=reader.edition)
    return sheet


def _given(visit: Visit, canvas: Canvas) -> tuple[dict[str, str], dict[str, Given]]:
    """Return the groups that wrote something, their names by id, and all their notes by source."""
    names: dict[str, str] = {}
    notes: dict[str, Given] = {}
    for group in groups_of(visit.store.people.of(visit.person.edition, "participant")):
        try:
            book = visit.store.journal.workbook_of(group.id)
        except NotFoundError:  # nobody has opened it yet
            continue
        entries = visit.store.journal.entries(book.id, sheet=canvas.key)
        brought = given(group.id, entries, canvas.key, stages(entries).get(canvas.key, FREE))
        if brought:
            names[group.id] = group.name
            notes |= {note.source: note for note in brought}
    return names, notes


def _merged(visit: Visit, canvas: Canvas) -> set[str]:
    """Return the sources of what everybody's workbook holds; what was removed there may come again."""
    whole = visit.store.journal.workbook_of(plenary(visit.person.edition).id)
    found: set[str] = set()
    for entry in visit.store.journal.entries(whole.id, sheet=canvas.key, kind="note"):
        sources = entry.fields.get("sources")
        found |= set(sources) if isinstance(sources, list) else set()
    return found


def _note(canvas: Canvas, bundle: list[Given], number: int) -> Operation:
    first = bundle[0].entry
    sources = [note.source for note in bundle]
    columns = {column.key for column in canvas.columns}
    fields = {name: value for name, value in first.fields.items() if name in columns or name in KEPT}
    block = first.block if canvas.block(first.block) else canvas.blocks[0].key
    return Operation.model_validate(
        {
            "id": uuid4().hex,
            "sheet": canvas.key,
            "kind": "note",
            "entry": merged_id(sources),
            "block": block,
            "fields": {**fields, "text": first.text(), "sources": sources, "position": float(number + 1)},
        }
    )


def _back(entry: Entry) -> Operation:
    """Return what brings back a note that was removed from everybody's workbook."""
    return Operation.model_validate(
        {"id": uuid4().hex, "op": "restore", "sheet": entry.sheet, "kind": "note", "entry": entry.id}
    )


def _told(note: Given) -> Message:
    return {"source": note.source, "group": note.workbook, "text": note.entry.text(), "dots": note.dots}
