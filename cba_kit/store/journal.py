"""The journal: the one way to write in a workbook, and everything that is read from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, insert, select, update

from cba_kit.errors import NotFoundError, OperationError
from cba_kit.model.thread import Thread
from cba_kit.model.workbook import (
    MERGED_TEXT,
    Change,
    Entry,
    Operation,
    Scalar,
    Snapshot,
    Workbook,
    Writer,
)
from cba_kit.store.database import Database
from cba_kit.store.schema import changes, entries, people, snapshots, workbooks
from cba_kit.store.state import entry_of, in_order, replay, utc
from cba_kit.store.threads import assemble_threads

Fields = dict[str, Scalar | list[str]]


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


class Journal:
    """Workbooks and their changes. Versions count within a workbook, without gaps, from 1."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def workbook(self, workbook_id: str) -> Workbook:
        """Return the workbook; NotFoundError when there is none."""
        return self._one(workbooks.c.id == workbook_id, workbook_id)

    def workbook_of(self, owner: str) -> Workbook:
        """Return the workbook of a participant or group; NotFoundError when they have none."""
        return self._one(workbooks.c.owner == owner, owner)

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
        accept: Callable[[Operation], None],
    ) -> Receipt:
        """Write `operations` in one transaction; those already written are acknowledged again.

        An operation that `accept` (or the writer's rights) refuses is left out and named; the others
        stand. Fields merge one by one. Where another client changed the same text since `base`, both
        texts are kept: the later one as a copy marked with `conflict_of`.
        """
        with self._database.writing() as connection:
            version = self._next_version(connection, workbook_id)
            writing = _Writing(connection, workbook_id, writer, version, utc(self._clock()))
            accepted: list[str] = []
            refused: list[Refusal] = []
            for operation in operations:
                try:
                    if not writing.known(operation.id):
                        _check_rights(operation, writer)
                        accept(operation)
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
            touched = tuple(entry_of(writing.rows[key]) for key in writing.touched)
        return Receipt(writing.version, tuple(accepted), tuple(refused), touched, writing.at)

    def entries(self, workbook_id: str, *, at: int | None = None, removed: bool = False) -> list[Entry]:
        """Return the entries as they are, or as they were at version `at`, by sheet, block and position.

        `removed` adds those that were removed.
        """
        if at is not None:
            found = replay(workbook_id, self.changes(workbook_id, until=at))
        else:
            with self._database.reading() as connection:
                rows = connection.execute(select(entries).where(entries.c.workbook == workbook_id)).mappings()
                found = [entry_of(row) for row in rows]
        return sorted((entry for entry in found if removed or not entry.removed), key=in_order)

    def since(self, workbook_id: str, version: int) -> tuple[int, list[Entry]]:
        """Return the workbook's version and the entries that changed after `version`, removed ones too."""
        query = select(entries).where(entries.c.workbook == workbook_id, entries.c.version > version)
        now = select(workbooks.c.version).where(workbooks.c.id == workbook_id)
        with self._database.reading() as connection:
            current = connection.execute(now).scalar_one_or_none()
            if current is None:
                raise NotFoundError(f"There is no workbook “{workbook_id}”.")
            if current <= version:
                return current, []
            return current, [entry_of(row) for row in connection.execute(query).mappings()]

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

    def threads(self, workbook_id: str) -> list[Thread]:
        """Return the workbook's threads, the one with the newest comment first."""
        found = [entry for entry in self.entries(workbook_id) if entry.kind == "comment"]
        with self._database.reading() as connection:
            names = {row.id: row.name for row in connection.execute(select(people.c.id, people.c.name))}
        return assemble_threads(workbook_id, found, names)

    def snapshot(self, workbook_id: str, name: str) -> Snapshot:
        """Name the present point of the journal; the same name again moves it."""
        with self._database.writing() as connection:
            version = connection.execute(
                select(workbooks.c.version).where(workbooks.c.id == workbook_id)
            ).scalar_one_or_none()
            if version is None:
                raise NotFoundError(f"There is no workbook “{workbook_id}”.")
            values = {"workbook": workbook_id, "name": name, "version": version, "at": utc(self._clock())}
            here = (snapshots.c.workbook == workbook_id) & (snapshots.c.name == name)
            if not connection.execute(update(snapshots).where(here).values(values)).rowcount:
                connection.execute(insert(snapshots).values(values))
        return Snapshot.model_validate(values)

    def snapshots(self, workbook_id: str) -> list[Snapshot]:
        """Return the workbook's snapshots, oldest first."""
        query = select(snapshots).where(snapshots.c.workbook == workbook_id)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(snapshots.c.version, snapshots.c.at)).mappings()
            return [Snapshot.model_validate(dict(row) | {"at": utc(row["at"])}) for row in rows]

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


class _Writing:
    """One batch on its way into one workbook."""

    def __init__(
        self, connection: Connection, workbook: str, writer: Writer, version: int, at: datetime
    ) -> None:
        self.connection = connection
        self.workbook = workbook
        self.writer = writer
        self.version = version
        self.at = at
        self.rows: dict[str, dict[str, Any]] = {}
        self.touched: dict[str, None] = {}

    def known(self, operation: str) -> bool:
        """Tell whether the operation was written before."""
        query = select(changes.c.version).where(
            changes.c.workbook == self.workbook, changes.c.operation == operation
        )
        return self.connection.execute(query).first() is not None

    def write(self, operation: Operation) -> None:
        """Change the entry's state and append the change."""
        row = self._row(operation.entry)
        if row is not None and (row["sheet"], row["kind"]) != (operation.sheet, operation.kind):
            raise OperationError("This entry belongs to another sheet.")
        if row is not None:
            self._check_comment(operation, row)
        if operation.op != "put":
            if row is None:
                raise OperationError("This entry does not exist.")
            self._record(operation, row, {"removed": operation.op == "remove"})
            return
        if row is None:
            self._record(operation, self._new(operation, operation.entry, None), dict(operation.fields))
            return
        rival = {name for name in operation.fields if self._collides(operation, row, name)}
        wanted: Fields = {name: value for name, value in operation.fields.items() if name not in rival}
        if operation.block is not None:
            wanted["block"] = operation.block
        if row["removed"] and self._unseen(operation, row, "removed"):
            wanted["removed"] = False  # edited by someone who had not seen it go: it comes back
        self._record(operation, row, wanted)
        if rival:
            self._keep_copy(operation, row, rival)

    def _check_comment(self, operation: Operation, row: Mapping[str, Any]) -> None:
        """Let others set the state of a thread, and leave its words to the one who wrote them."""
        if row["kind"] != "comment" or row["created_by"] == self.writer.person:
            return
        if operation.op != "put" or operation.block is not None or set(operation.fields) - {"state"}:
            raise OperationError("Only its writer can change a comment.")

    def _unseen(self, operation: Operation, row: Mapping[str, Any], name: str) -> bool:
        version, client = row["seen"].get(name, (0, ""))
        return bool(version > operation.base and client != self.writer.client)

    def _collides(self, operation: Operation, row: Mapping[str, Any], name: str) -> bool:
        theirs, mine = row["fields"].get(name), operation.fields[name]
        text = isinstance(theirs, str) and isinstance(mine, str) and theirs != "" and mine != ""
        return (
            text
            and (name in MERGED_TEXT or row["kind"] == "answer")
            and theirs != mine
            and self._unseen(operation, row, name)
        )

    def _keep_copy(self, operation: Operation, row: Mapping[str, Any], names: set[str]) -> None:
        """Keep the later words in a copy beside the entry; the same client's next words go there too."""
        words: Fields = {name: operation.fields[name] for name in names}
        original = row["conflict_of"] or row["id"]
        mine = self._own_copy(original, operation.base, names)
        entry = mine["id"] if mine else f"copy:{sha256(operation.id.encode()).hexdigest()[:32]}"
        copy = operation.model_copy(
            update={"id": f"{operation.id}:copy", "entry": entry, "block": row["block"]}
        )
        if mine is not None:
            self._record(copy, mine, words)
        else:
            self._record(copy, self._new(copy, entry, original), dict(row["fields"]) | words)

    def _own_copy(self, original: str, base: int, names: set[str]) -> dict[str, Any] | None:
        query = select(entries).where(
            entries.c.workbook == self.workbook,
            entries.c.conflict_of == original,
            entries.c.version > base,
            entries.c.removed.is_(False),
        )
        for found in self.connection.execute(query).mappings():
            if all(found["seen"].get(name, (0, ""))[1] == self.writer.client for name in names):
                return dict(found)
        return None

    def _row(self, entry: str) -> dict[str, Any] | None:
        if entry not in self.rows:
            query = select(entries).where(entries.c.workbook == self.workbook, entries.c.id == entry)
            found = self.connection.execute(query).mappings().one_or_none()
            if found is None:
                return None
            self.rows[entry] = dict(found)
        return self.rows[entry]

    def _new(self, operation: Operation, entry: str, conflict_of: str | None) -> dict[str, Any]:
        return {
            "workbook": self.workbook,
            "id": entry,
            "sheet": operation.sheet,
            "kind": operation.kind,
            "block": operation.block or "",
            "fields": {},
            "seen": {},
            "removed": False,
            "conflict_of": conflict_of,
            "version": 0,
            "created_by": self.writer.person,
            "created_at": self.at,
        }

    def _record(self, operation: Operation, row: dict[str, Any], wanted: Fields) -> None:
        state: Fields = {"block": row["block"], "removed": row["removed"], **row["fields"]}
        new = row["version"] == 0
        after = {name: value for name, value in wanted.items() if new or state.get(name) != value}
        if new:
            after["block"] = row["block"]
        before = {} if new else {name: state.get(name) for name in after}
        self.version += 1
        row["fields"] = dict(row["fields"]) | {
            name: value for name, value in after.items() if name not in ("block", "removed")
        }
        row["block"] = after.get("block", row["block"])
        row["removed"] = after.get("removed", row["removed"])
        row["seen"] = dict(row["seen"]) | {name: [self.version, self.writer.client] for name in after}
        row.update(version=self.version, changed_by=self.writer.person, changed_at=self.at)
        if new:
            self.connection.execute(insert(entries).values(row))
            if row["conflict_of"]:
                after["conflict_of"] = row["conflict_of"]
        else:
            here = (entries.c.workbook == self.workbook) & (entries.c.id == row["id"])
            self.connection.execute(update(entries).where(here).values(row))
        self.rows[row["id"]] = row
        self.touched[row["id"]] = None
        self.connection.execute(
            insert(changes).values(
                workbook=self.workbook,
                version=self.version,
                operation=operation.id,
                entry=row["id"],
                sheet=row["sheet"],
                kind=row["kind"],
                op=operation.op,
                person=self.writer.person,
                client=self.writer.client,
                at=self.at,
                before=before,
                after=after,
            )
        )


def _check_rights(operation: Operation, writer: Writer) -> None:
    if operation.kind not in writer.kinds:
        raise OperationError("You can read this workbook, but not write in it.")


def _workbook(row: RowMapping) -> Workbook:
    moment = row["changed_at"]
    return Workbook.model_validate(dict(row) | {"changed_at": utc(moment) if moment else None})
