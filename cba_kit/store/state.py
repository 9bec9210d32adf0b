"""States of entries: read from a row, or built again from recorded changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Row, RowMapping

from cba_kit.model.origin import Origin
from cba_kit.model.values import EntryKind
from cba_kit.model.workbook import RESERVED, Change, Entry, Scalar
from cba_kit.store.schema import entries

_NAMES = tuple(Entry.model_fields)
COLUMNS = tuple(entries.c[name] for name in _NAMES)
"""What of a row is needed to read an entry."""


class State(NamedTuple):
    """An entry as it was after one change: the fields of `Entry`, unread, so that thousands are cheap."""

    id: str
    sheet: str
    kind: EntryKind
    block: str
    fields: dict[str, Scalar | list[str]]
    removed: bool
    conflict_of: str | None
    version: int
    created_by: str
    created_at: datetime
    changed_by: str
    changed_at: datetime


class Recorded(Protocol):
    """A change, or a row of the table of changes."""

    @property
    def version(self) -> int: ...
    @property
    def entry(self) -> str: ...
    @property
    def sheet(self) -> str: ...
    @property
    def kind(self) -> EntryKind: ...
    @property
    def person(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def after(self) -> dict[str, Scalar | list[str]]: ...


def following(state: State | None, change: Recorded) -> State:
    """Return an entry's state after a recorded change; `state` is None where it was not there yet."""
    if state is None:
        born = (change.version, change.person, change.at, change.person, change.at)
        state = State(change.entry, change.sheet, change.kind, "", {}, False, None, *born)
    after: Mapping[str, Any] = change.after
    if not after:  # words that went into a copy instead were not written here
        return state._replace(version=change.version)
    fields = {name: value for name, value in after.items() if name not in RESERVED}
    changed = state._replace(
        block=after.get("block", state.block),
        fields={**state.fields, **fields} if fields else state.fields,
        removed=after.get("removed", state.removed),
        conflict_of=after.get("conflict_of", state.conflict_of),
        version=change.version,
        changed_by=change.person,
        changed_at=change.at,
    )
    return changed._replace(**_origin(after["brought"])) if "brought" in after else changed


def _origin(told: Sequence[str]) -> dict[str, Any]:
    """Return who wrote an entry elsewhere, and when, as a change keeps it that brought the entry in."""
    origin = Origin.read(told)
    return {name: getattr(origin, name) for name in ("created_by", "created_at", "changed_by", "changed_at")}


def replay(recorded: Sequence[Change]) -> list[Entry]:
    """Build the entries' state from changes alone, given in the order of their versions."""
    states: dict[str, State] = {}
    for change in recorded:
        states[change.entry] = following(states.get(change.entry), change)
    return [entry_from(state) for state in states.values()]


def entry_from(state: State) -> Entry:
    """Read an entry from a state."""
    values = state._asdict()
    values["created_at"] = utc(state.created_at)
    values["changed_at"] = utc(state.changed_at)
    return Entry.model_validate(values)


def entry_of(row: Mapping[str, Any] | RowMapping) -> Entry:
    """Read an entry from a row."""
    values = {name: row[name] for name in _NAMES}
    values["created_at"] = utc(values["created_at"])
    values["changed_at"] = utc(values["changed_at"])
    return Entry.model_validate(values)


def entries_of(rows: Iterable[Row[Any]]) -> list[Entry]:
    """Read entries from rows of COLUMNS; hundreds are read for a page, so no more is read than is needed."""
    return [entry_of(dict(zip(_NAMES, row, strict=True))) for row in rows]


def utc(moment: datetime) -> datetime:
    """SQLite gives back naive times, PostgreSQL the session's zone; the model has UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def in_order(entry: Entry) -> tuple[str, str, float, datetime, str]:
    """Sort key: sheet, block, position, then age."""
    position = entry.fields.get("position")
    place = float(position) if isinstance(position, int | float) else 0.0
    return (entry.sheet, entry.block, place, entry.created_at, entry.id)
