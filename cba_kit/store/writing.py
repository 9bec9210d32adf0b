"""Writing: one batch of operations on its way into one workbook, and who keeps which words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, insert, select, update

from cba_kit.errors import OperationError
from cba_kit.model.origin import Origin
from cba_kit.model.values import MERGED_TEXT, Note
from cba_kit.model.workbook import Operation, Scalar, Writer
from cba_kit.store.schema import changes, entries

Fields = dict[str, Scalar | list[str]]


class Writing:
    """One batch on its way into one workbook."""

    def __init__(
        self,
        connection: Connection,
        workbook: str,
        writer: Writer,
        version: int,
        at: datetime,
        origins: Mapping[str, Origin],
    ) -> None:
        self.connection = connection
        self.workbook = workbook
        self.writer = writer
        self.version = version
        self.at = at
        self.origins = origins
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
        row = self.row(operation.entry)
        if row is not None and (row["sheet"], row["kind"]) != (operation.sheet, operation.kind):
            raise OperationError("This entry belongs to another sheet.")
        if row is not None and operation.id not in self.origins:
            self._check_comment(operation, row)
        if operation.op != "put":
            if row is None:
                raise OperationError("This entry does not exist.")
            self._record(
                operation,
                row,
                {} if self._holds_news(operation, row) else {"removed": operation.op == "remove"},
            )
            return
        if row is None:
            self._record(operation, self._new(operation, operation.entry, None), dict(operation.fields))
            return
        rival = {name for name in operation.fields if self._collides(operation, row, name)}
        wanted: Fields = {name: value for name, value in operation.fields.items() if name not in rival}
        if operation.block is not None:
            wanted["block"] = operation.block
        if row["kind"] == "note" and row["fields"].get("private") is not True:
            wanted.pop("private", None)  # what others have seen already is not hidden from them again
        if row["removed"] and self._unseen(operation, row, "removed"):
            wanted["removed"] = False  # edited by someone who had not seen it go: it comes back
        self._record(operation, row, wanted)
        if words := {name for name in rival if operation.fields[name]}:
            self._keep_copy(operation, row, words)

    def _check_comment(self, operation: Operation, row: Mapping[str, Any]) -> None:
        """Let others set the state of a thread, and leave its words to the one who wrote them.

        Who writes notes may also take a comment along, to the note that its own has become a part of.
        """
        if row["kind"] != "comment" or row["created_by"] == self.writer.person:
            return
        said = set(operation.fields) <= {"state"} and operation.block is None
        taken = set(operation.fields) == {"entry"} and "note" in self.writer.kinds
        if operation.op != "put" or not (said or taken):
            raise OperationError("Only its writer can change a comment.")

    def _unseen(self, operation: Operation, row: Mapping[str, Any], name: str) -> bool:
        version, client = row["seen"].get(name, (0, ""))
        return bool(version > operation.base and client != self.writer.client)

    def _collides(self, operation: Operation, row: Mapping[str, Any], name: str) -> bool:
        """Tell whether this would replace words that the writer has not seen, be it with none."""
        theirs, mine = row["fields"].get(name), operation.fields[name]
        text = isinstance(theirs, str) and theirs != "" and (mine is None or isinstance(mine, str))
        return text and theirs != mine and _merged(row, name) and self._unseen(operation, row, name)

    def _holds_news(self, operation: Operation, row: Mapping[str, Any]) -> bool:
        """Tell whether what is to be removed has words that the writer has not seen: then it stays."""
        return operation.op == "remove" and any(
            value != ""
            and isinstance(value, str)
            and _merged(row, name)
            and self._unseen(operation, row, name)
            for name, value in row["fields"].items()
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

    def row(self, entry: str) -> dict[str, Any] | None:
        """Return an entry as it is now in this transaction, or None."""
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
        row.update(version=self.version)
        if after:  # words that went into a copy instead were not written here
            row.update(changed_by=self.writer.person, changed_at=self.at)
        if origin := self.origins.get(operation.id):
            row.update(dict(origin))
            after["brought"] = origin.told()
        if new:
            self.connection.execute(insert(entries), row)
            if row["conflict_of"]:
                after["conflict_of"] = row["conflict_of"]
        else:
            here = (entries.c.workbook == self.workbook) & (entries.c.id == row["id"])
            self.connection.execute(update(entries).where(here), row)
        self.rows[row["id"]] = row
        self.touched[row["id"]] = None
        self.connection.execute(
            insert(changes),
            {
                "workbook": self.workbook,
                "version": self.version,
                "operation": operation.id,
                "entry": row["id"],
                "sheet": row["sheet"],
                "kind": row["kind"],
                "op": operation.op,
                "person": self.writer.person,
                "client": self.writer.client,
                "at": self.at,
                "before": before,
                "after": after,
            },
        )


def check_rights(operation: Operation, writer: Writer) -> None:
    """Raise OperationError unless the writer may write this kind of entry."""
    if operation.kind not in writer.kinds:
        raise OperationError("You can read this workbook, but not write in it.")


def _merged(row: Mapping[str, Any], name: str) -> bool:
    asked = row["kind"] == "answer" or (row["kind"] == "note" and name not in Note.model_fields)
    return name in MERGED_TEXT or asked  # what templates ask for may be any words
