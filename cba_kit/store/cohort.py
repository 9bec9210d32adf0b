"""Cohort: what is read of all workbooks of an edition at once, in one query each."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import select

from cba_kit.model.assessment import Assessment, CohortView, assess, cohort_view
from cba_kit.model.complete import Template
from cba_kit.model.edition import Edition
from cba_kit.model.trends import Trends
from cba_kit.model.workbook import Entry, Snapshot
from cba_kit.store.schema import changes, entries, people, snapshots, workbooks
from cba_kit.store.state import COLUMNS, entry_of, utc
from cba_kit.store.store import Store

Fields = Mapping[str, Any]
Cohort = Mapping[str, Mapping[str, CohortView]]
"""What a cohort says about each trend, by the key of the trends sheet."""
Kept = dict[str, tuple[int, Mapping[str, Mapping[str, Assessment]]]]
"""By workbook: its version, and what it says about each trend then, by sheet."""
_AT_ONCE = 500
"""Workbooks that one query asks for: databases take no endless lists."""


def cohort(store: Store, edition: Edition, sheets: Mapping[str, Template]) -> Cohort:
    """Return what the participants say about each trend; a trend that fewer than five rated is left out.

    A process keeps what it has read: only the ratings in workbooks that have changed are read again.
    """
    templates = {key: sheet for key, sheet in sheets.items() if isinstance(sheet, Trends)}
    if not templates:
        return {}
    kept, change = _kept(store.database.identity, edition.code, tuple(templates))
    with change:
        _refresh(kept, store, edition.code, list(templates))
        people = [read for _, read in kept.values()]
    return {key: cohort_view(sheet, [one[key] for one in people]) for key, sheet in templates.items()}


def _refresh(kept: Kept, store: Store, edition: str, sheets: Sequence[str]) -> None:
    """Bring what is kept to the state of the store."""
    books = select(workbooks.c.id, workbooks.c.version).where(
        workbooks.c.edition == edition, workbooks.c.owner_kind == "participant"
    )
    with store.database.reading() as connection:
        now = {row.id: row.version for row in connection.execute(books.order_by(workbooks.c.id))}
        changed = [book for book, version in now.items() if book not in kept or kept[book][0] != version]
        rated: dict[str, list[Entry]] = {book: [] for book in changed}
        for first in range(0, len(changed), _AT_ONCE):
            part = changed[first : first + _AT_ONCE]
            query = (
                select(*COLUMNS, entries.c.workbook)
                .where(entries.c.workbook.in_(part), entries.c.kind == "rating", entries.c.removed.is_(False))
                .order_by(entries.c.workbook, entries.c.created_at, entries.c.id)
            )
            for row in connection.execute(query).mappings():
                rated[row["workbook"]].append(entry_of(row))
    read = {book: (now[book], {key: assess(found, key) for key in sheets}) for book, found in rated.items()}
    fresh = {book: read.get(book) or kept[book] for book in now}
    kept.clear()
    kept.update(fresh)


@cache
def _kept(_database: str, _edition: str, _sheets: tuple[str, ...]) -> tuple[Kept, threading.Lock]:
    """Return what this process has read of an edition's ratings in a database, and who may change it."""
    return {}, threading.Lock()


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
