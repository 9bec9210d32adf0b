"""Workbooks: entries, operations that change them, changes that record it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator

from cba_kit.model.base import Frozen
from cba_kit.model.values import EntryKind

Scalar = str | int | float | bool | None
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,80}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,59}$")]
RESERVED = frozenset({"block", "removed", "conflict_of", "brought"})
"""Names that stand in changes beside the fields, so no field may have them."""

LARGEST = 1e15
"""Largest number; beyond it, neither browsers nor all databases keep whole numbers exact."""


class Operation(Frozen):
    """An edit asked for by a page; `id` is made by the client, so sending it twice does no harm.

    `base` is the workbook's version that the writer saw when the edit began.
    """

    id: Id
    op: Literal["put", "remove", "restore"] = "put"
    sheet: Id
    entry: Id
    kind: EntryKind
    block: Annotated[str, StringConstraints(max_length=80)] | None = None
    """Where it stands; None leaves it where it is."""
    fields: dict[Name, Scalar | list[str]] = Field(default={}, max_length=60)
    base: int = Field(default=0, ge=0)

    @field_validator("block")
    @classmethod
    def _a_place(cls, block: str | None) -> str | None:
        return None if block is None else str(_clean(block))

    @field_validator("fields")
    @classmethod
    def _storable(cls, fields: dict[str, Scalar | list[str]]) -> dict[str, Scalar | list[str]]:
        """Drop what is no character of any language: NUL and halves of surrogate pairs.

        Numbers that JSON or a database cannot hold are refused.
        """
        for name, value in fields.items():
            if name in RESERVED:
                raise ValueError(f"“{name}” is not the name of a field")
            if isinstance(value, int | float) and not abs(value) <= LARGEST:  # not even NaN is
                raise ValueError(f"“{name}” is not a number that can be kept")
        return {name: _clean(value) for name, value in fields.items()}


def _clean(value: Scalar | list[str]) -> Scalar | list[str]:
    if isinstance(value, list):
        return [str(_clean(item)) for item in value]
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
    return value


class Writer(Frozen):
    """Who writes, from which client (a browser tab, a command), and what they may write."""

    person: str
    client: Annotated[str, StringConstraints(max_length=80)]
    kinds: frozenset[EntryKind]


class Entry(Frozen):
    """The present state of one entry. `version` is that of the workbook when it last changed."""

    id: str
    sheet: str
    kind: EntryKind
    block: str
    fields: dict[str, Scalar | list[str]]
    removed: bool
    conflict_of: str | None
    """The entry of which this is the copy that two people's simultaneous edits left."""
    version: int
    created_by: str
    created_at: datetime
    changed_by: str
    changed_at: datetime

    def text(self, name: str = "text") -> str:
        """Return a field as text; empty when it is not there."""
        value = self.fields.get(name)
        return "" if value is None else str(value)


class Change(Frozen):
    """One recorded edit: the journal is all of them, append-only."""

    workbook: str
    version: int
    operation: str
    entry: str
    sheet: str
    kind: EntryKind
    op: str
    person: str
    client: str
    at: datetime
    before: dict[str, Scalar | list[str]]
    after: dict[str, Scalar | list[str]]
    """Only the fields that changed; `block` among them when the entry moved, `removed` when it went."""


class Workbook(Frozen):
    """Everything one owner (a participant or a group) has written."""

    id: str
    edition: str
    owner: str
    owner_kind: Literal["participant", "group"]
    version: int
    changed_at: datetime | None


class Snapshot(Frozen):
    """A named point in a workbook's journal."""

    name: str
    workbook: str
    version: int
    at: datetime


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Sort entries as they stand on a page: by position, then by age."""
    return sorted(entries, key=lambda entry: (_position(entry), entry.created_at, entry.id))


def _position(entry: Entry) -> float:
    value = entry.fields.get("position")
    return float(value) if isinstance(value, int | float) else 0.0


def as_date(value: Scalar | list[str]) -> date | None:
    """Read a stored date (ISO 8601), or None where there is none."""
    return date.fromisoformat(value) if isinstance(value, str) and value else None
