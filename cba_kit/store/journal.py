"""The journal: the one way to write in a workbook, and everything that is read from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, select, update

from cba_kit.errors import NotFoundError, OperationError
from cba_kit.model.origin import Origin
from cba_kit.model.thread import Thread
from cba_kit.model.values import EntryKind
from cba_kit.model.workbook import Change, Entry, Operation, Snapshot, Workbook, Writer
from cba_kit.store.database import Database
from cba_kit.store.history import History
from cba_kit.store.people import ensure_workbook
from cba_kit.store.schema import changes, entries, people, workbooks
from cba_kit.store.snapshots import listed, name_moment, rename_snapshot, set_snapshot
from cba_kit.store.state import COLUMNS, entries_of, entry_of, in_order, replay, utc
from cba_kit.store.threads import assemble_threads
from cba_kit.store.watch import Watch
from cba_kit.store.writing import Writing, check_rights

Look = Callable[[str], Entry | None]
"""Reads an entry by its id as it is at this moment of the transaction; None where there is none."""
Accept = Callable[[Operation, Look], None]
"""Raises OperationError where an operation must not be written."""


class Refusal(NamedTuple):
    """An operation that was not written, and why, in words for the person who wrote it."""

    operation: str
    reason: str


class Receipt(NamedTuple):
    """What came of a batch: `accepted` holds also those that had been written before."""

    version: int
    accepted: tuple[str, ...]
    refused: tuple[Refusal, ...]
    entries: tuple[Entry, ...]
    at: datetime
    before: int
    """The workbook's version when the batch began: the writer knows what others wrote up to which one."""


class Journal:
    """Workbooks and their changes. Versions count within a workbook, without gaps, from 1."""

    def __init__(self, database: Database, clock: Callable[[], datetime], watch: Watch) -> None:
        self._database = database
        self._clock = clock
        self._watch = watch

    def workbook(self, workbook_id: str) -> Workbook:
        """Return the workbook; NotFoundError when there is none."""
        return self._one(workbooks.c.id == workbook_id, workbook_id)

    def workbook_of(self, owner: str) -> Workbook:
        """Return the workbook of a participant or group; NotFoundError when they have none."""
        return self._one(workbooks.c.owner == owner, owner)

    def exists(self, owner: str) -> bool:
        """Tell whether a participant or group has a workbook."""
        query = select(workbooks.c.id).where(workbooks.c.owner == owner)
        with self._database.reading() as connection:
            return connection.execute(query).first() is not None

    def make_group_workbook(self, group: str, *, edition: str) -> None:
        """Make the workbook of a group, by its id, where there is none yet."""
        if self.exists(group):
            return
        with self._database.writing() as connection:
            ensure_workbook(connection, group, edition=edition, kind="group")

    def workbooks(self, edition: str) -> list[Workbook]:
        """Return all workbooks of an edition, by owner."""
        query = select(workbooks).where(workbooks.c.edition == edition).order_by(workbooks.c.owner)
        with self._database.reading() as connection:
            return [_workbook(row) for row in connection.execute(query).mappings()]

    def apply(
        self,
        workbook_id: str,
        operations: Sequence[Operation],
        writer: Writer,
        *,
        accept: Accept,
        origins: Mapping[str, Origin] = MappingProxyType({}),
    ) -> Receipt:
        """Write `operations` in one transaction; those already written are acknowledged again.

        An operation that `accept` (or the writer's rights) refuses is left out and named; the others
        stand. Fields merge one by one. Where another client changed the same text since `base`, both
        texts are kept: the later one as a copy marked with `conflict_of`. Nobody clears or removes words
        that they have not seen. Whoever watches the workbook is told after the commit.

        `origins`, by the operation's id, say who wrote an entry elsewhere that is brought in. Anything but an
        OperationError that `accept` raises takes the whole batch back.
        """
        with self._database.writing() as connection:
            version = self._next_version(connection, workbook_id)
            writing = Writing(connection, workbook_id, writer, version, utc(self._clock()), origins)

            def look(entry: str) -> Entry | None:
                row = writing.row(entry)
                return entry_of(row) if row is not None else None

            accepted: list[str] = []
            refused: list[Refusal] = []
            for operation in operations:
                try:
                    if not writing.known(operation.id):
                        check_rights(operation, writer)
                        accept(operation, look)
                        writing.write(operation)
                except OperationError as error:
                    refused.append(Refusal(operation.id, str(error)))
                else:
                    accepted.append(operation.id)
            if writing.version != version:
                connection.execute(
                    update(workbooks)
                    .where(workbooks.c.id == workbook_id)
                    .values(version=writing.version, changed_at=writing.at)
                )
                signal = {"book": workbook_id, "version": writing.version}
                self._database.notify(connection, [json.dumps(signal)])
            touched = tuple(entry_of(writing.rows[key]) for key in writing.touched)
        if writing.version != version:
            self._watch.announce({"book": workbook_id, "version": writing.version}, across=False)
        return Receipt(writing.version, tuple(accepted), tuple(refused), touched, writing.at, version)

    def entries(
        self,
        workbook_id: str,
        *,
        sheet: str | None = None,
        kind: EntryKind | None = None,
        at: int | None = None,
        removed: bool = False,
    ) -> list[Entry]:
        """Return the entries as they are, or as they were at version `at`, by sheet, block and position.

        `sheet` and `kind` leave out all others; `removed` adds those that were removed.
        """
        if at is not None:
            found = replay(self.changes(workbook_id, until=at))
            found = [e for e in found if sheet in (None, e.sheet) and kind in (None, e.kind)]
        else:
            query = select(*COLUMNS).where(entries.c.workbook == workbook_id)
            if sheet is not None:
                query = query.where(entries.c.sheet == sheet)
            if kind is not None:
                query = query.where(entries.c.kind == kind)
            with self._database.reading() as connection:
                found = entries_of(connection.execute(query))
        return sorted((entry for entry in found if removed or not entry.removed), key=in_order)

    def some_entries(self, workbook_id: str, ids: Collection[str]) -> list[Entry]:
        """Return the entries with these ids, removed ones too; those that do not exist are left out."""
        query = select(*COLUMNS).where(entries.c.workbook == workbook_id, entries.c.id.in_(ids))
        with self._database.reading() as connection:
            return entries_of(connection.execute(query)) if ids else []

    def since(self, workbook_id: str, version: int) -> tuple[int, list[Entry]]:
        """Return the workbook's version and the entries that changed after `version`, removed ones too."""
        query = select(*COLUMNS).where(entries.c.workbook == workbook_id, entries.c.version > version)
        now = select(workbooks.c.version).where(workbooks.c.id == workbook_id)
        with self._database.reading() as connection:
            current = connection.execute(now).scalar_one_or_none()
            if current is None:
                raise NotFoundError(f"There is no workbook “{workbook_id}”.")
            if current <= version:
                return current, []
            return current, entries_of(connection.execute(query))

    def changes(
        self, workbook_id: str, since: int = 0, *, until: int | None = None, entry: str | None = None
    ) -> list[Change]:
        """Return the recorded changes after version `since`, in order; of one entry if named."""
        query = select(changes).where(changes.c.workbook == workbook_id, changes.c.version > since)
        if until is not None:
            query = query.where(changes.c.version <= until)
        if entry is not None:
            query = query.where(changes.c.entry == entry)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(changes.c.version)).mappings()
            return [Change.model_validate(dict(row) | {"at": utc(row["at"])}) for row in rows]

    def threads(self, workbook_id: str, present: Sequence[Entry] | None = None) -> list[Thread]:
        """Return the workbook's threads, the one with the newest comment first.

        `present` are the workbook's entries where they have been read already.
        """
        found = self.entries(workbook_id) if present is None else present
        comments = [entry for entry in found if entry.kind == "comment"]
        writers = {entry.created_by for entry in comments}
        query = select(people.c.id, people.c.name).where(people.c.id.in_(writers))
        with self._database.reading() as connection:
            names = {row.id: row.name for row in connection.execute(query)} if writers else {}
        return assemble_threads(workbook_id, comments, names)

    def snapshot(self, workbook_id: str, name: str) -> Snapshot:
        """Name the present point of the journal; the same name again moves it."""
        with self._database.writing() as connection:
            return set_snapshot(connection, workbook_id, name, now=utc(self._clock()))

    def name_moment(self, workbook_id: str, name: str, *, version: int) -> Snapshot:
        """Name a point of the journal, as people do; OperationError where the name is taken."""
        with self._database.writing() as connection:
            return name_moment(connection, workbook_id, name, version=version, now=utc(self._clock()))

    def rename_snapshot(self, workbook_id: str, name: str, *, to: str) -> None:
        """Give a snapshot another name; OperationError where that is taken, NotFoundError without one."""
        with self._database.writing() as connection:
            rename_snapshot(connection, workbook_id, name, to=to)

    def snapshots(self, workbook_id: str) -> list[Snapshot]:
        """Return the workbook's snapshots, oldest first."""
        with self._database.reading() as connection:
            return listed(connection, workbook_id)

    def history(self, workbook_id: str) -> History:
        """Return the workbook's past for a page that looks at many moments; it reads when it is asked to."""
        return History(self._database, workbook_id)

    def _one(self, condition: Any, name: str) -> Workbook:
        with self._database.reading() as connection:
            row = connection.execute(select(workbooks).where(condition)).mappings().one_or_none()
        if row is None:
            raise NotFoundError(f"There is no workbook of “{name}”.")
        return _workbook(row)

    def _next_version(self, connection: Connection, workbook_id: str) -> int:
        """Lock the workbook for this transaction and return its version."""
        query = select(workbooks.c.version).where(workbooks.c.id == workbook_id).with_for_update()
        version = connection.execute(query).scalar_one_or_none()
        if version is None:
            raise NotFoundError(f"There is no workbook “{workbook_id}”.")
        return int(version)


def _workbook(row: RowMapping) -> Workbook:
    moment = row["changed_at"]
    return Workbook.model_validate(dict(row) | {"changed_at": utc(moment) if moment else None})
