"""Cohort: what is read of all workbooks of an edition at once, in one query each."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, distinct, func, or_, select

from cba_kit.model.assessment import (
    SCALES,
    Assessment,
    CohortView,
    People,
    assess,
    cohort_view,
    round_of,
)
from cba_kit.model.complete import Template
from cba_kit.model.edition import Edition
from cba_kit.model.people import plenary
from cba_kit.model.rounds import revealed
from cba_kit.model.stage import stages
from cba_kit.model.trends import Trends
from cba_kit.model.values import Stage
from cba_kit.model.workbook import Entry, Scalar, Snapshot
from cba_kit.store.schema import changes, entries, people, snapshots, workbooks
from cba_kit.store.state import COLUMNS, entries_of, utc
from cba_kit.store.store import Store

Fields = Mapping[str, Any]
Cohort = Mapping[str, Mapping[str, CohortView]]
"""What a cohort says about each trend, by the key of the trends sheet."""
ByRound = Mapping[int, Mapping[str, Assessment]]
"""What one person said about each trend, by round."""
Kept = dict[str, tuple[int, Mapping[str, ByRound]]]
"""By workbook: its version, and what it says then, by sheet."""
_RATED = ("id", "sheet", "kind", "block", "fields", "removed", "conflict_of")
"""What of an entry an assessment is read from."""
_AT_ONCE = 500
"""Workbooks that one query asks for: databases take no endless lists."""


def cohort(store: Store, edition: Edition, sheets: Mapping[str, Template]) -> Cohort:
    """Return what the participants say about each trend; a trend that fewer than five rated is left out.

    A round that is being rated blind is not in it. A process keeps what it has read: only the ratings in
    workbooks that have changed are read again.
    """
    templates = {key: sheet for key, sheet in sheets.items() if isinstance(sheet, Trends)}
    if not templates:
        return {}
    stages, people = _read(store, edition.code, tuple(templates))
    last = {key: revealed(stage) for key, stage in stages.items() if stage.phase == "write"}
    return {
        key: cohort_view(sheet, [_newest(one[key], last.get(key)) for one in people.values()])
        for key, sheet in templates.items()
    }


def rounds(store: Store, edition: str, sheet: str) -> dict[int, People]:
    """Return what participants said about each trend of one sheet: by round, by person, by trend.

    Those of the round that is open, too: whoever tells anybody of it looks at the stage first. People who
    said nothing in a round are left out of it.
    """
    _, people = _read(store, edition, (sheet,))
    found: dict[int, dict[str, Mapping[str, Assessment]]] = {}
    for person, by_sheet in people.items():
        for number, given in by_sheet[sheet].items():
            if any(one.started for one in given.values()):
                found.setdefault(number, {})[person] = given
    return {**found}


def raters(store: Store, edition: str, sheet: str, number: int) -> tuple[int, int]:
    """Return how many participants gave at least one answer in a round of a sheet, and how many there are."""
    theirs = (workbooks.c.edition == edition) & (workbooks.c.owner_kind == "participant")
    given = or_(*(entries.c.fields[scale].as_string().is_not(None) for scale in SCALES))
    query = (
        select(func.count(distinct(entries.c.workbook)))
        .join(workbooks, entries.c.workbook == workbooks.c.id)
        .where(theirs, entries.c.sheet == sheet, entries.c.kind == "rating", entries.c.removed.is_(False))
        .where(func.coalesce(entries.c.fields["round"].as_integer(), 1) == number, given)
    )
    with store.database.reading() as connection:
        everybody = connection.execute(select(func.count()).select_from(workbooks).where(theirs)).scalar_one()
        return connection.execute(query).scalar_one(), everybody


def answered(store: Store, edition: str, questions: Collection[str]) -> dict[str, dict[str, Scalar]]:
    """Return the participants' single answers to some questions of forms: by person, by question."""
    query = (
        select(workbooks.c.owner, entries.c.block, entries.c.fields)
        .join(workbooks, entries.c.workbook == workbooks.c.id)
        .where(workbooks.c.edition == edition, workbooks.c.owner_kind == "participant")
        .where(entries.c.kind == "answer", entries.c.block.in_(questions))
        .where(entries.c.removed.is_(False), entries.c.conflict_of.is_(None))
    )
    found: dict[str, dict[str, Scalar]] = {}
    with store.database.reading() as connection:
        for owner, question, fields in connection.execute(query):
            found.setdefault(owner, {})[question] = fields.get("value")
    return found


def _read(
    store: Store, edition: str, sheets: tuple[str, ...]
) -> tuple[dict[str, Stage], dict[str, Mapping[str, ByRound]]]:
    """Return the stages of these sheets, and everybody's ratings by person, as the store has them now."""
    kept, change = _kept(store.database.identity, edition, sheets)
    with change, store.database.reading() as connection:
        _refresh(kept, connection, edition, sheets)
        query = select(*COLUMNS).where(
            entries.c.workbook == plenary(edition).id, entries.c.kind == "stage", entries.c.sheet.in_(sheets)
        )
        set_now = stages(entries_of(connection.execute(query)))
        return set_now, {person: read for person, (_, read) in kept.items()}


def _refresh(kept: Kept, connection: Connection, edition: str, sheets: Sequence[str]) -> None:
    """Bring what is kept to the state of the store."""
    books = select(workbooks.c.id, workbooks.c.version).where(
        workbooks.c.edition == edition, workbooks.c.owner_kind == "participant"
    )
    now = {row.id: row.version for row in connection.execute(books.order_by(workbooks.c.id))}
    changed = [book for book, version in now.items() if book not in kept or kept[book][0] != version]
    rated: dict[str, list[Entry]] = {book: [] for book in changed}
    for first in range(0, len(changed), _AT_ONCE):
        part = changed[first : first + _AT_ONCE]
        query = (
            select(*(entries.c[name] for name in _RATED), entries.c.workbook)
            .where(entries.c.workbook.in_(part), entries.c.kind == "rating", entries.c.removed.is_(False))
            .where(entries.c.sheet.in_(sheets))
            .order_by(entries.c.workbook, entries.c.created_at, entries.c.id)
        )
        for row in connection.execute(query):
            *values, book = row
            # thousands of them for one picture, checked when they were written: no more than is needed
            rated[book].append(Entry.model_construct(**dict(zip(_RATED, values, strict=True))))
    read = {
        book: (now[book], {key: _by_round(found, key) for key in sheets}) for book, found in rated.items()
    }
    fresh = {book: read.get(book) or kept[book] for book in now}
    kept.clear()
    kept.update(fresh)


def _by_round(found: Sequence[Entry], sheet: str) -> ByRound:
    here = [entry for entry in found if entry.sheet == sheet]
    numbers = sorted({round_of(entry) for entry in here})
    return {number: assess(here, sheet, in_round=number) for number in numbers}


def _newest(given: ByRound, last: int | None) -> dict[str, Assessment]:
    """Return what was said last about each trend, up to a round."""
    found: dict[str, Assessment] = {}
    for number in sorted(given):
        if last is None or number <= last:
            found |= {key: one for key, one in given[number].items() if one.started or key not in found}
    return found


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
