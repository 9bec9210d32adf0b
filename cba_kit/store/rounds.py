"""Rounds: what participants said about trends, by round, and which round is nobody else's to know yet."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, distinct, func, or_, select

from cba_kit.model.assessment import ANSWERS, SCALES, Assessment, People, assess, assessment_of, round_of
from cba_kit.model.people import plenary
from cba_kit.model.rounds import blind, revealed_at
from cba_kit.model.stage import stage_id, stages
from cba_kit.model.values import EntryKind, Stage
from cba_kit.store.schema import changes, entries, workbooks
from cba_kit.store.state import COLUMNS, entries_of, utc
from cba_kit.store.store import Store

ByRound = Mapping[int, Mapping[str, Assessment]]
"""What one person said about each trend, by round."""
Said = Mapping[str, Mapping[str, ByRound]]
"""What people said: by person, by sheet."""
_AT_ONCE = 500
"""Workbooks that one query asks for: databases take no endless lists."""


class _Row(NamedTuple):
    """What of a rating an assessment is read from; thousands of them for one picture."""

    workbook: str
    changed_at: datetime
    sheet: str
    kind: EntryKind
    block: str
    fields: Mapping[str, Any]
    removed: bool
    conflict_of: str | None


@dataclass(frozen=True, slots=True)
class _Book:
    """The ratings of one workbook at a version, and when those of a sheet and round changed last."""

    version: int
    said: Mapping[str, ByRound]
    changed: Mapping[tuple[str, int], datetime]


def rounds(store: Store, edition: str, sheet: str) -> dict[int, People]:
    """Return what participants said about each trend of one sheet: by round, by person, by trend.

    Of a round that was revealed, this is what had been said then. The open round is there, too: whoever
    tells anybody of it looks at the stage first. People who said nothing in a round are left out of it.
    """
    _, people = said(store, edition, (sheet,))
    found: dict[int, dict[str, Mapping[str, Assessment]]] = {}
    for person, by_sheet in people.items():
        for number, given in by_sheet[sheet].items():
            if any(one.started for one in given.values()):
                found.setdefault(number, {})[person] = given
    return {**found}


def said(store: Store, edition: str, sheets: tuple[str, ...]) -> tuple[Mapping[str, Stage], Said]:
    """Return the stages of these sheets, and everybody's ratings as `rounds` has them, at one moment.

    A process keeps what it has read: only the ratings in workbooks that have changed are read again.
    """
    kept, change = _kept(store.database.identity, edition, sheets)
    with change, store.database.reading() as connection:
        _refresh(kept, connection, edition, sheets)
        set_now = _stages(connection, edition, sheets)
        found = {person: book.said for person, book in kept.items()}
        book = plenary(edition).id
        for sheet in set_now:
            times = revealed_at(store.journal.changes(book, entry=stage_id(sheet)))
            for person, late in _late(connection, kept, sheet, times).items():
                found[person] = {**found[person], sheet: late}
        return set_now, found


def blind_rounds(store: Store, edition: str) -> dict[str, int]:
    """Return the rounds that are being rated blind now, by sheet: their ratings are their writers' alone."""
    with store.database.reading() as connection:
        return blind(_stages(connection, edition))


def late_ratings(store: Store, edition: str, person: str, sheet: str) -> list[str]:
    """Return the ids of a person's ratings of which something came after their round was revealed."""
    times = revealed_at(store.journal.changes(plenary(edition).id, entry=stage_id(sheet)))
    if not times:
        return []
    with store.database.reading() as connection:
        found = {
            row.id
            for row in connection.execute(_changed_after(min(times.values()), [person], sheet))
            if not _in_time(row, times) and not row.after.keys().isdisjoint(ANSWERS)
        }
    return sorted(found)


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


def _stages(connection: Connection, edition: str, sheets: Sequence[str] = ()) -> dict[str, Stage]:
    query = select(*COLUMNS).where(entries.c.workbook == plenary(edition).id, entries.c.kind == "stage")
    if sheets:
        query = query.where(entries.c.sheet.in_(sheets))
    return stages(entries_of(connection.execute(query)))


def _refresh(kept: dict[str, _Book], connection: Connection, edition: str, sheets: Sequence[str]) -> None:
    """Bring what is kept to the state of the store."""
    books = select(workbooks.c.id, workbooks.c.version).where(
        workbooks.c.edition == edition, workbooks.c.owner_kind == "participant"
    )
    now = {row.id: row.version for row in connection.execute(books.order_by(workbooks.c.id))}
    changed = [book for book, version in now.items() if book not in kept or kept[book].version != version]
    rated: dict[str, list[_Row]] = {book: [] for book in changed}
    for first in range(0, len(changed), _AT_ONCE):
        query = (
            select(*(entries.c[name] for name in _Row._fields))
            .where(entries.c.workbook.in_(changed[first : first + _AT_ONCE]), entries.c.kind == "rating")
            .where(entries.c.removed.is_(False), entries.c.sheet.in_(sheets))
            .order_by(entries.c.workbook, entries.c.created_at, entries.c.id)
        )
        for values in connection.execute(query):
            row = _Row._make(values)
            rated[row.workbook].append(row)
    read = {book: _book(now[book], found, sheets) for book, found in rated.items()}
    fresh = {book: read.get(book) or kept[book] for book in now}
    kept.clear()
    kept.update(fresh)


def _book(version: int, rated: Iterable[_Row], sheets: Sequence[str]) -> _Book:
    parts: dict[tuple[str, int], list[_Row]] = {}
    for row in rated:
        parts.setdefault((row.sheet, round_of(row)), []).append(row)
    said: dict[str, dict[int, Mapping[str, Assessment]]] = {sheet: {} for sheet in sheets}
    for sheet, number in sorted(parts):
        said[sheet][number] = assess(parts[sheet, number], sheet)
    return _Book(version, said, {part: utc(max(row.changed_at for row in parts[part])) for part in parts})


def _late(
    connection: Connection, kept: Mapping[str, _Book], sheet: str, times: Mapping[int, datetime]
) -> dict[str, ByRound]:
    """Return the ratings of those who changed something after the reveal, as they were then, by person."""
    books = [
        person
        for person, book in kept.items()
        if any(book.changed.get((sheet, number), at) > at for number, at in times.items())
    ]
    found: dict[str, dict[int, dict[str, Assessment]]] = {
        person: {number: dict(given) for number, given in kept[person].said[sheet].items()}
        for person in books
    }
    if not books:
        return {**found}
    then: dict[tuple[str, str], dict[str, Any]] = {}
    for row in connection.execute(_changed_after(min(times.values()), books, sheet)):
        if _in_time(row, times):
            continue
        fields = then.setdefault((row.workbook, row.id), dict(row.fields))
        for name in row.after:  # one step back
            fields[name] = row.before.get(name)
        found[row.workbook][round_of(row)][row.block] = assessment_of(fields)
    return {**found}


def _changed_after(moment: datetime, books: Sequence[str], sheet: str) -> Select[Any]:
    """Return the query for all changes of ratings after a moment, the newest first, with the ratings."""
    return (
        select(*(changes.c[name] for name in ("workbook", "before", "after", "at")))
        .add_columns(*(entries.c[name] for name in ("id", "block", "fields")))
        .join(entries, (entries.c.workbook == changes.c.workbook) & (entries.c.id == changes.c.entry))
        .where(changes.c.workbook.in_(books), entries.c.sheet == sheet, entries.c.kind == "rating")
        .where(entries.c.removed.is_(False), entries.c.conflict_of.is_(None))
        .where(entries.c.changed_at > moment, changes.c.at > moment)
        .order_by(changes.c.version.desc())
    )


def _in_time(row: Row[Any], times: Mapping[int, datetime]) -> bool:
    """Tell whether a change came before its round was revealed, or before that is known."""
    at = times.get(round_of(row))
    return at is None or utc(row.at) <= at


@cache
def _kept(_database: str, _edition: str, _sheets: tuple[str, ...]) -> tuple[dict[str, _Book], threading.Lock]:
    """Return what this process has read of an edition's ratings in a database, and who may change it."""
    return {}, threading.Lock()
