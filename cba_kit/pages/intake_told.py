"""What a file would do, told for a page: each entry in the words of its sheet's table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from cba_kit.model.complete import Template
from cba_kit.model.workbook import Entry
from cba_kit.store.export_book import Book
from cba_kit.store.export_form import form_headings
from cba_kit.store.export_heading import ID, Heading
from cba_kit.store.export_table import table_headings, table_rows
from cba_kit.store.intake import Intake
from cba_kit.store.intake_parcel import Brought

Message = dict[str, Any]
MOST = 100
"""Entries of each kind that a page is shown; it hears how many there are."""
_NAMES = ("trend", "question", "title", "text")
"""The columns by which a person knows an entry, the first that the table has."""
_BESIDE = frozenset({ID, "part", "question", "row", "column", "number", "trend", "round"})
"""Columns that say where something stands, and are not worth a line."""


def told(book: Book, intake: Intake, name: str) -> Message:
    """Return how many entries are new, changed, the same and not taken, and the first ones of each.

    An entry is told with the cells that are new or different: [title, what was there, what would be]. Its
    place is told without the `name` of the file, which the page says once.
    """
    lines = {
        kind: [line | {"place": _place(line["place"], name)} for line in _lines(book, intake, some[:MOST])]
        for kind, some in (("new", intake.new), ("changed", intake.changed))
    }
    refused = [(_place(place, name), reason) for place, reason in intake.refused[:MOST]]
    return {
        "counts": {
            "new": len(intake.new),
            "changed": len(intake.changed),
            "same": intake.same,
            "refused": len(intake.refused),
        },
        **lines,
        "refused": [{"place": place, "reason": reason} for place, reason in refused],
        "remarks": list(intake.remarks),
    }


def _place(place: str, name: str) -> str:
    short = place.removeprefix(f"{name}, ")
    return short[:1].upper() + short[1:]


def _lines(book: Book, intake: Intake, some: Iterable[Brought]) -> Iterator[Message]:
    brought = list(some)
    now = {entry.id: entry for entry in book.present}
    after = now | {each.entry: _after(intake, each) for each in brought}
    for key in dict.fromkeys(each.sheet for each in brought):
        here = [each for each in brought if each.sheet == key]
        ids = {each.entry for each in here}
        template = book.sheets[key]
        was, will = (_cells(book, template, entries, ids) for entries in (now, after))
        headings = table_headings(template, book.words)
        for each in here:
            yield {
                "sheet": key,
                "place": each.place,
                "name": _name(headings, will.get(each.entry, {}) or was.get(each.entry, {})),
                "cells": _differences(headings, was.get(each.entry, {}), will.get(each.entry, {})),
            }


_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When an entry was written that nobody has written yet."""
Cells = dict[tuple[str, str], str]
"""What the table says of one entry: by the column's key, and by the cell of an answer in rows."""


def _cells(
    book: Book, template: Template, entries: Mapping[str, Entry], wanted: set[str]
) -> dict[str, Cells]:
    headings = table_headings(template, book.words)
    keys = [heading.key for heading in headings]
    cell_of = keys.index("column") if headings == form_headings(book.words) else None
    found: dict[str, Cells] = {}
    for row in table_rows(template, list(entries.values()), book.words, book.lists):
        entry = str(row[-1])
        if entry in wanted:
            cell = str(row[cell_of]) if cell_of is not None else ""
            shown = {(key, cell): _shown(value) for key, value in zip(keys, row, strict=True)}
            found.setdefault(entry, {}).update(shown)
    return found


def _after(intake: Intake, each: Brought) -> Entry:
    """Return an entry as it would be."""
    known = intake.before.get(each.entry)
    fields = {**(known.fields if known is not None else {}), **each.fields}
    if known is not None:
        return known.model_copy(update={"fields": fields, "block": each.block, "removed": False})
    return Entry(
        id=each.entry,
        sheet=each.sheet,
        kind=each.kind,
        block=each.block,
        fields=fields,
        removed=False,
        conflict_of=None,
        version=0,
        created_by="",
        created_at=_NEVER,
        changed_by="",
        changed_at=_NEVER,
    )


def _name(headings: list[Heading], cells: Cells) -> str:
    keys = {heading.key for heading in headings}
    name = next((each for each in _NAMES if each in keys), "")
    return next((value for (key, _), value in cells.items() if key == name and value), "")


def _differences(headings: list[Heading], was: Cells, will: Cells) -> list[tuple[str, str, str]]:
    titles = {heading.key: heading.title for heading in headings}
    found = []
    for key, cell in dict.fromkeys((*will, *was)):
        before, after = was.get((key, cell), ""), will.get((key, cell), "")
        if before != after and key not in _BESIDE:
            found.append((cell or titles[key], before, after))
    return found


def _shown(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.10g}" if isinstance(value, float) else str(value)
