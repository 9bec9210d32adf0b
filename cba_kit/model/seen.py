"""Seen: what of a group's workbook one person sees now, and whose names stand beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from cba_kit.errors import OperationError
from cba_kit.model.stage import FREE, visible
from cba_kit.model.values import Stage
from cba_kit.model.workbook import Entry, Operation

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

    `found` are the stages by sheet. What is about an entry that is not seen is not seen either, see
    `about`: all that it names stands among `entries` or in `more`.
    """
    given = list(entries)
    known = {entry.id: entry for entry in (*given, *more)}

    def sees(entry: Entry) -> bool:
        return visible(entry, reader, found.get(entry.sheet, FREE), facilitator=facilitator)

    def told(entry: Entry) -> bool:
        first = known.get(entry.text("thread"))
        named = about(entry) | (about(first) if first else set())
        return all(sees(known[name]) for name in named if name in known)

    return [
        _named(entry, reader, found.get(entry.sheet, FREE)) for entry in given if sees(entry) and told(entry)
    ]


def about(entry: Entry) -> set[str]:
    """Return the ids of the entries that a comment or a finding is about.

    A comment may quote its note, an answer to a comment says more of it, and a finding tells what became of
    the notes that it names.
    """
    if entry.kind == "comment":
        return {entry.text("entry"), entry.text("thread")} - {""}
    notes = entry.fields.get("notes") if entry.kind == "finding" else None
    return set(notes) if isinstance(notes, list) else set()


def check_about(
    operation: Operation, look: Callable[[str], Entry | None], writer: str, stage: Stage, *, facilitator: bool
) -> None:
    """Raise OperationError where a comment or a finding is about notes that the writer does not see.

    What became of a question is one entry for all: what is written over it would show its reason, and replace
    it. A comment that is led to another note would be shown there.
    """
    known = look(operation.entry)
    first = look(known.text("thread")) if known and known.text("thread") else None
    notes = [look(name) for entry in (known, first) if entry for name in about(entry)]
    if any(note is not None and not visible(note, writer, stage, facilitator=facilitator) for note in notes):
        raise OperationError("This is about notes that you do not see now.")


def _named(entry: Entry, reader: str, stage: Stage) -> Entry:
    if stage.authors or entry.kind != "note":
        return entry
    known = {"created_by": entry.created_by, "changed_by": entry.changed_by}
    return entry.model_copy(
        update={name: person if person == reader else NOBODY for name, person in known.items()}
    )
