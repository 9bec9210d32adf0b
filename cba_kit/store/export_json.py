"""JSON of a workbook: all that was written in it, without loss, as an academy reads it again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from cba_kit.model.people import Group, Person
from cba_kit.model.workbook import Entry
from cba_kit.store.export_book import Book

FORMAT = "cba-workbook"
VERSION = 1
"""Raised whenever an older programme would read a file wrongly; `intake_json` reads older ones, too."""


def book_json(book: Book, *, reader: Person | None = None, sheet: str = "") -> str:
    """Return a workbook, or one sheet of it with its comments, as JSON; removed entries are in it too.

    `reader` is who asks: they get no e-mail addresses of others. The command line (None) gets all.
    """
    entries = [entry for entry in book.entries if sheet in ("", entry.sheet)]
    return written_json(
        {
            **owner_told(book.owner, reader),
            "edition": {"code": book.edition.code, "title": book.edition.title},
            "workbook": book.workbook.model_dump(mode="json"),
            "sheet": sheet,
            "people": people_told(entries, book.people, reader=reader, owner=book.owner.id),
            "entries": [entry.model_dump(mode="json") for entry in entries],
        }
    )


def written_json(told: Mapping[str, Any]) -> str:
    """Return `told` under the name and version of the format."""
    head = {"format": FORMAT, "format_version": VERSION}
    return json.dumps(head | dict(told), ensure_ascii=False, indent=1)


def owner_told(owner: Person | Group, reader: Person | None) -> dict[str, Any]:
    """Return whose workbook it is; members of a group by name, and by e-mail only without a reader."""
    if isinstance(owner, Person):
        return {"person": owner.model_dump(mode="json", exclude={"link"})}
    members = [_person(person, whole=reader is None) for person in owner.members]
    return {"group": {"id": owner.id, "name": owner.name, "members": members}}


def people_told(
    entries: Iterable[Entry], people: Mapping[str, Person], *, reader: Person | None, owner: str
) -> dict[str, dict[str, str]]:
    """Return those who wrote `entries`, by id: the academy that reads the file looks for them."""
    own = {owner, reader.id if reader is not None else owner}
    wanted = {name for entry in entries for name in (entry.created_by, entry.changed_by)}
    return {
        key: _person(person, whole=reader is None or key in own)
        for key, person in sorted(people.items())
        if key in wanted
    }


def _person(person: Person, *, whole: bool) -> dict[str, str]:
    return {"name": person.name} | ({"email": person.email} if whole else {})
