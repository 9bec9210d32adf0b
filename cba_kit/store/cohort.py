"""Cohort: what is read of all workbooks of an edition at once, in one query each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from math import inf
from typing import Any

from sqlalchemy import select

from cba_kit.model.assessment import Assessment, CohortView, cohort_view
from cba_kit.model.complete import Template
from cba_kit.model.edition import Edition
from cba_kit.model.rounds import blind
from cba_kit.model.trends import Trends
from cba_kit.model.workbook import Scalar, Snapshot
from cba_kit.store.rounds import ByRound, said
from cba_kit.store.schema import changes, entries, people, snapshots, workbooks
from cba_kit.store.state import utc
from cba_kit.store.store import Store

Fields = Mapping[str, Any]
Cohort = Mapping[str, Mapping[str, CohortView]]
"""What a cohort says about each trend, by the key of the trends sheet."""


def cohort(store: Store, edition: Edition, sheets: Mapping[str, Template]) -> Cohort:
    """Return what the participants say about each trend; a trend that fewer than five rated is left out.

    A round that is being rated blind is not in it, nor what came into one after it was revealed.
    """
    templates = {key: sheet for key, sheet in sheets.items() if isinstance(sheet, Trends)}
    if not templates:
        return {}
    stages, people = said(store, edition.code, tuple(templates))
    open_now = blind(stages)
    return {
        key: cohort_view(sheet, [_newest(one[key], open_now.get(key, inf)) for one in people.values()])
        for key, sheet in templates.items()
    }


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


def _newest(given: ByRound, open_now: float) -> dict[str, Assessment]:
    """Return what was said last about each trend, before the round that is open."""
    found: dict[str, Assessment] = {}
    for number in sorted(given):
        if number < open_now:
            found |= {key: one for key, one in given[number].items() if one.started or key not in found}
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
