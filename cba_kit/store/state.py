"""States of entries: read from a row, or built again from recorded changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, RowMapping

from cba_kit.model.workbook import Change, Entry
from cba_kit.store.schema import entries

_NAMES = tuple(Entry.model_fields)
COLUMNS = tuple(entries.c[name] for name in _NAMES)
"""What of a row is needed to read an entry."""


def replay(workbook: str, recorded: Sequence[Change]) -> list[Entry]:
    """Build the entries' state from changes alone, given in the order of their versions."""
    rows: dict[str, dict[str, Any]] = {}
    for change in recorded:
        row = rows.setdefault(
            change.entry,
            {
                "workbook": workbook,
                "id": change.entry,
                "sheet": change.sheet,
                "kind": change.kind,
                "block": "",
                "fields": {},
                "removed": False,
                "conflict_of": None,
                "created_by": change.person,
                "created_at": change.at,
            },
        )
        after = dict(change.after)
        row["block"] = after.pop("block", row["block"])
        row["removed"] = after.pop("removed", row["removed"])
        row["conflict_of"] = after.pop("conflict_of", row["conflict_of"])
        row["fields"] = {**row["fields"], **after}
        row.update(version=change.version)
        if change.after:
            row.update(changed_by=change.person, changed_at=change.at)
    return [entry_of(row) for row in rows.values()]


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
