"""States of entries: read from a row, or built again from recorded changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Row, RowMapping

from cba_kit.model.origin import Origin
from cba_kit.model.values import EntryKind
from cba_kit.model.workbook import Change, Entry, Scalar
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


def following(state: State | None, *recorded: Recorded) -> State:
    """Return an entry's state after recorded changes, at least one; `state` is None where it is new.

    Of several changes only the last state is made: a long journal is read in half the time.
    """
    first = recorded[0]
    if state is None:
        born = (first.version, first.person, first.at, first.person, first.at)
        state = State(first.entry, first.sheet, first.kind, "", {}, False, None, *born)
    fields: dict[str, Any] = dict(state.fields)
    created_by, created_at = state.created_by, state.created_at
    changed_by, changed_at = state.changed_by, state.changed_at
    for change in recorded:
        after = change.after
        if not after:  # words that went into a copy instead were not written here
            continue
        fields.update(after)
        changed_by, changed_at = change.person, change.at
        if "brought" in after:  # the change that brought an entry in keeps who wrote it elsewhere
            origin = Origin.read(fields.pop("brought"))
            created_by, created_at = origin.created_by, origin.created_at
            changed_by, changed_at = origin.changed_by, origin.changed_at
    return State(
        state.id,
        state.sheet,
        state.kind,
        fields.pop("block", state.block),
        fields,
        fields.pop("removed", state.removed),
        fields.pop("conflict_of", state.conflict_of),
        recorded[-1].version,
        created_by,
        created_at,
        changed_by,
        changed_at,
    )


def by_entry(recorded: Iterable[Recorded]) -> dict[str, list[Recorded]]:
    """Return changes by the entry that they are of, in their order."""
    found: dict[str, list[Recorded]] = {}
    for change in recorded:
        found.setdefault(change.entry, []).append(change)
    return found


def advance(states: dict[str, State], changed: Mapping[str, Sequence[Recorded]]) -> None:
    """Bring states up to date, by the entries' ids; the changes of each are in their order."""
    for entry, recorded in changed.items():
        states[entry] = following(states.get(entry), *recorded)


def replay(recorded: Sequence[Change]) -> list[Entry]:
    """Build the entries' state from changes alone, given in the order of their versions."""
    states: dict[str, State] = {}
    advance(states, by_entry(recorded))
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
