"""Cohort: what is read of all workbooks of an edition at once, in one query each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import select

from cba_kit.model.workbook import Entry, Snapshot
from cba_kit.store.schema import changes, entries, people, snapshots, workbooks
from cba_kit.store.state import COLUMNS, entry_of, utc
from cba_kit.store.store import Store

Fields = Mapping[str, Any]


def ratings(store: Store, edition: str) -> dict[str, list[Entry]]:
    """Return every participant's ratings, by participant; who rated nothing has an empty list."""
    owners = select(workbooks.c.owner).where(
        workbooks.c.edition == edition, workbooks.c.owner_kind == "participant"
    )
    query = (
        select(*COLUMNS, workbooks.c.owner)
        .join(workbooks, entries.c.workbook == workbooks.c.id)
        .where(workbooks.c.owner.in_(owners), entries.c.kind == "rating", entries.c.removed.is_(False))
        .order_by(entries.c.workbook, entries.c.created_at, entries.c.id)
    )
    with store.database.reading() as connection:
        found: dict[str, list[Entry]] = {owner: [] for owner in connection.execute(owners).scalars()}
        for row in connection.execute(query).mappings():
            found[row["owner"]].append(entry_of(row))
    return found


def snapshots_of(store: Store, edition: str) -> dict[str, list[Snapshot]]:
    """Return the snapshots of all workbooks of an edition, by workbook, the oldest first."""
    query = (
        select(snapshots)
        .join(workbooks, snapshots.c.workbook == workbooks.c.id)
        .where(workbooks.c.edition == edition)
        .order_by(snapshots.c.workbook, snapshots.c.version, snapshots.c.at)
    )
    found: dict[str, list[Snapshot]] = {}
    with store.database.reading() as connection:
        for row in connection.execute(query).mappings():
            snapshot = Snapshot.model_validate(dict(row) | {"at": utc(row["at"])})
            found.setdefault(snapshot.workbook, []).append(snapshot)
    return found


def written_in(store: Store, edition: str, among: Collection[str]) -> Iterator[tuple[str, Fields]]:
    """Yield the fields of every entry, removed ones too, of those workbooks of an edition, by workbook."""
    query = (
        select(entries.c.workbook, entries.c.fields)
        .join(workbooks, entries.c.workbook == workbooks.c.id)
        .where(workbooks.c.edition == edition)
        .order_by(entries.c.workbook)
    )
    if len(among) == 1:
        query = query.where(entries.c.workbook == next(iter(among)))
    with store.database.reading() as connection:
        for workbook, fields in connection.execute(query):
            if workbook in among:
                yield workbook, fields


def ever_written(store: Store, workbook: str) -> list[Fields]:
    """Return all fields that a workbook's entries have or had, as its journal tells."""
    query = select(changes.c.before, changes.c.after).where(changes.c.workbook == workbook)
    with store.database.reading() as connection:
        return [fields for pair in connection.execute(query) for fields in pair]


def writers(store: Store, workbook: str) -> list[str]:
    """Return the names of all people who have written in a workbook."""
    wrote = select(changes.c.person).where(changes.c.workbook == workbook).distinct()
    query = select(people.c.name).where(people.c.id.in_(wrote)).order_by(people.c.name)
    with store.database.reading() as connection:
        return list(connection.execute(query).scalars())
