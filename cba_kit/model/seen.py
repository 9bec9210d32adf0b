"""Seen: what of a group's workbook one person sees now, and whose names stand beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cba_kit.model.stage import FREE, visible
from cba_kit.model.values import Stage
from cba_kit.model.workbook import Entry

NOBODY = ""
"""Who wrote a note, where that is not shown."""


def seen(
    entries: Iterable[Entry],
    reader: str,
    found: Mapping[str, Stage],
    *,
    facilitator: bool,
    more: Iterable[Entry] = (),
) -> list[Entry]:
    """Return those of `entries` that `reader` sees, without names where names are not shown.

    `found` are the stages by sheet. A comment on an entry that is not seen is not seen either: the entries
    that comments are about stand among `entries` or in `more`.
    """
    given = list(entries)

    def sees(entry: Entry) -> bool:
        return visible(entry, reader, found.get(entry.sheet, FREE), facilitator=facilitator)

    hidden = {entry.id for entry in (*given, *more) if not sees(entry)}
    return [
        _named(entry, reader, found.get(entry.sheet, FREE))
        for entry in given
        if sees(entry) and not (entry.kind == "comment" and entry.text("entry") in hidden)
    ]


def _named(entry: Entry, reader: str, stage: Stage) -> Entry:
    if stage.authors or entry.kind != "note":
        return entry
    known = {"created_by": entry.created_by, "changed_by": entry.changed_by}
    return entry.model_copy(
        update={name: person if person == reader else NOBODY for name, person in known.items()}
    )
