"""Book: what of one workbook somebody may take along, with its sheets and the names that stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cba_kit.content import Library
from cba_kit.errors import NotFoundError
from cba_kit.model.complete import Template
from cba_kit.model.edition import Edition
from cba_kit.model.people import Group, Person, leads, may_read
from cba_kit.model.rounds import without_blind
from cba_kit.model.seen import seen
from cba_kit.model.stage import stages
from cba_kit.model.workbook import Entry, Workbook
from cba_kit.store.export_heading import Labels
from cba_kit.store.export_table import lists_of
from cba_kit.store.rounds import blind_rounds
from cba_kit.store.store import Store


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook as its reader sees it. `entries` holds removed ones too."""

    workbook: Workbook
    owner: Person | Group
    edition: Edition
    sheets: Mapping[str, Template]
    """Those of the workbook by key, in their order."""
    entries: list[Entry]
    people: Mapping[str, Person]
    """Everybody who wrote in it, by id; who has left the academy is not among them."""
    words: Mapping[str, str]
    """Those of the interface in the reader's language."""
    lists: Mapping[str, Labels]
    """What is chosen from lists that stand beside the sheets: the words by key, by list."""

    @property
    def present(self) -> list[Entry]:
        """The entries without those that were removed."""
        return [entry for entry in self.entries if not entry.removed]

    def on(self, sheet: str) -> list[Entry]:
        """Return what stands on a sheet, comments too, without what was removed."""
        return [entry for entry in self.present if entry.sheet == sheet]

    @property
    def names(self) -> dict[str, str]:
        """The names of those who wrote here, by id."""
        return {key: person.name for key, person in self.people.items()}


def open_book(store: Store, library: Library, workbook_id: str, reader: Person | None) -> Book:
    """Return a workbook as far as `reader` sees it now; None is the academy's command line, which sees all.

    The votes of others are nobody's to take. Raises NotFoundError where there is no such workbook, and in
    the same words where it is not the reader's to read: nobody learns who takes part.
    """
    return book_of(store, library, store.journal.workbook(workbook_id), reader)


def book_of(store: Store, library: Library, workbook: Workbook, reader: Person | None) -> Book:
    """Return what `open_book` says of a workbook, which may be one that nobody has opened yet."""
    edition = library.edition(workbook.edition)
    owner = store.people.owner(workbook, everybody=library.texts()["group.plenary"])
    together = workbook.owner_kind == "group"
    sheets = library.sheets_of_group(edition, workbook.owner) if together else library.sheets(edition)
    if reader is not None and not (may_read(reader, owner) and (sheets or not together)):
        raise NotFoundError(f"There is no workbook of “{workbook.id}”.")
    entries = store.journal.entries(workbook.id, removed=True)
    if reader is not None and not together and reader.id != workbook.owner:
        entries = without_blind(entries, blind_rounds(store, edition.code))
    if together and reader is not None:
        entries = seen(entries, reader.id, stages(entries), facilitator=leads(reader))
    own = reader.id if reader is not None else workbook.owner
    entries = [entry for entry in entries if entry.kind != "vote" or entry.created_by == own]
    writers = {entry.created_by for entry in entries} | {entry.changed_by for entry in entries}
    language = reader.language if reader else owner.language if isinstance(owner, Person) else "en"
    people = {person.id: person for person in store.people.some(writers) if person.edition == edition.code}
    words, lists = library.texts(language), lists_of(library, edition)
    return Book(workbook, owner, edition, sheets, entries, people, words, lists)
