"""Written: all that one person has written, in their own workbook and in those of others."""

from __future__ import annotations

from dataclasses import dataclass

from cba_kit.errors import NotFoundError
from cba_kit.model.people import Group, Person, leads, may_read
from cba_kit.model.rounds import without_blind
from cba_kit.model.seen import seen
from cba_kit.model.stage import stages
from cba_kit.model.workbook import Entry, Workbook
from cba_kit.store.rounds import blind_rounds
from cba_kit.store.store import Store


@dataclass(frozen=True, slots=True)
class Written:
    """What one person wrote: in their own workbook, if they have one, and in those of others."""

    workbook: Workbook | None
    entries: list[Entry]
    elsewhere: list[Entry]


def written_by(store: Store, person: Person, reader: Person) -> Written:
    """Return what `person` wrote, as far as `reader` may see it, who may read the person's own workbook.

    Of the workbooks of others, only those count that the reader may read, too: a coach reads no group's.
    What the person wrote there for themselves alone, or without their name, is theirs to read.
    The person also sees what they wrote where they may not read any more, if it still is as they left it.
    """
    try:
        own = store.journal.workbook_of(person.id)
    except NotFoundError:  # coaches and trainers have no workbook of their own
        own = None
    others = [book for book in store.journal.workbooks(person.edition) if own is None or book.id != own.id]
    return Written(
        own,
        _own(store, own, reader) if own else [],
        [entry for book in others for entry in _elsewhere(store, book, person, reader)],
    )


def _own(store: Store, book: Workbook, reader: Person) -> list[Entry]:
    """Return what stands in the person's workbook; in a round that is rated blind, it is theirs alone."""
    written = store.journal.entries(book.id, removed=True)
    return written if reader.id == book.owner else without_blind(written, blind_rounds(store, book.edition))


def _elsewhere(store: Store, book: Workbook, person: Person, reader: Person) -> list[Entry]:
    written = store.journal.entries(book.id, removed=True)
    theirs = [entry for entry in written if entry.created_by == person.id]
    may = bool(theirs) and may_read(reader, _owner(store, book))
    if reader.id != person.id:
        told = seen(written, reader.id, stages(written), facilitator=leads(reader)) if may else []
        return [entry for entry in told if entry.created_by == person.id]
    return (
        theirs
        if may
        else [entry for entry in theirs if entry.kind == "comment" or entry.changed_by == person.id]
    )


def _owner(store: Store, book: Workbook) -> Person | Group:
    if book.owner_kind == "group":
        return Group(id=book.owner, edition=book.edition, name="")
    return store.people.person(book.owner)
