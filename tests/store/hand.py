"""Hand: somebody who writes in a workbook from one client, and has seen it up to one version."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from cba_kit.model.values import VALUES, EntryKind
from cba_kit.model.workbook import Entry, Operation, Scalar, Writer
from cba_kit.store import Receipt, Store
from cba_kit.store.journal import Accept, Look

ALL: frozenset[EntryKind] = frozenset(VALUES)
Fields = dict[str, Scalar | list[str]]


def anything(_operation: Operation, _look: Look) -> None:
    """Accept every operation."""


class Hand:
    """One client. It has seen nothing newer than `base` until it looks (`see`)."""

    def __init__(
        self,
        store: Store,
        client: str = "tab",
        *,
        person: str = "ilze",
        workbook: str = "ilze",
        kinds: frozenset[EntryKind] = ALL,
    ) -> None:
        self.store = store
        self.workbook = workbook
        self.writer = Writer(person=person, client=client, kinds=kinds)
        self.base = 0
        self._numbers = count(1)

    def see(self) -> Hand:
        """Look at the workbook as it is now."""
        self.base = self.store.journal.workbook(self.workbook).version
        return self

    def operation(self, entry: str, fields: Fields | None = None, **rest: object) -> Operation:
        """Make an operation on a note of the business model, unless `rest` says otherwise."""
        usual: dict[str, object] = {
            "id": f"{self.writer.client}-{next(self._numbers)}",
            "sheet": "business_model",
            "entry": entry,
            "kind": "note",
            "fields": fields or {},
            "base": self.base,
        }
        return Operation.model_validate(usual | rest)

    def put(self, entry: str, fields: Fields | None = None, **rest: object) -> Receipt:
        """Write fields of one entry."""
        return self.send([self.operation(entry, fields, **rest)])

    def remove(self, entry: str, **rest: object) -> Receipt:
        """Remove one entry."""
        return self.send([self.operation(entry, op="remove", **rest)])

    def restore(self, entry: str, **rest: object) -> Receipt:
        """Bring one entry back."""
        return self.send([self.operation(entry, op="restore", **rest)])

    def send(self, operations: Sequence[Operation], *, accept: Accept = anything) -> Receipt:
        """Apply operations in one batch."""
        return self.store.journal.apply(self.workbook, operations, self.writer, accept=accept)


def written(store: Store, workbook: str = "ilze") -> dict[str, Fields]:
    """Return the fields of all present entries, by id."""
    return {entry.id: entry.fields for entry in store.journal.entries(workbook)}


def everything(store: Store, workbook: str = "ilze") -> tuple[object, list[Entry], object]:
    """Return all that the journal knows of a workbook, to see that nothing changed."""
    journal = store.journal
    return (
        journal.workbook(workbook),
        journal.entries(workbook, removed=True),
        (journal.changes(workbook), journal.snapshots(workbook)),
    )
