"""Gather: read everything that a person's roadmap is made from, at one point of the journal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel

from cba_kit.content import Library
from cba_kit.model.assessment import CohortView
from cba_kit.model.edition import Edition
from cba_kit.model.roadmap import Past, Source
from cba_kit.model.rounds import without_blind
from cba_kit.model.workbook import Entry, Workbook
from cba_kit.store import Store
from cba_kit.store.cohort import Cohort, cohort
from cba_kit.store.rounds import blind_rounds


class Shared(BaseModel):
    """What all reports of an edition share: a batch computes it once, and hands it over in a file."""

    edition: str
    cohort: dict[str, dict[str, CohortView]]


def gather(
    store: Store, library: Library, person_id: str, *, now: datetime, report: str, shared: Path | None = None
) -> Source:
    """Return the source of a person's roadmap; NotFoundError when there is no such person or workbook.

    Coaches read it: what was said in a round of trends that is rated blind now is not in it yet.

    All is read in one transaction, so that it is the workbook at one version. What the cohort says is
    taken from the file `shared` where a batch has made one for this edition.
    """
    with store.reading():
        person = store.people.person(person_id)
        edition = library.edition(person.edition)
        sheets = library.sheets(edition)
        workbook = store.journal.workbook_of(person.id)
        blind = blind_rounds(store, person.edition)

        def written(at: int | None = None) -> list[Entry]:
            return without_blind(store.journal.entries(workbook.id, at=at), blind)

        entries = written()
        return Source(
            person=person,
            edition=edition,
            made=now.astimezone(edition.zone_at(now)),
            version=workbook.version,
            sheets=sheets,
            entries=entries,
            coach=store.people.person(person.coach).name if person.coach else "",
            threads=store.journal.threads(workbook.id, entries),
            cohort=handed(shared, edition) or cohort(store, edition, sheets),
            lists=_lists(library),
            previous=_previous(store, workbook, report, written),
            snapshots=[
                Past(s.name, s.version, s.at, tuple(written(s.version)))
                for s in store.journal.snapshots(workbook.id)
            ],
            blind=blind,
        )


def hand_over(path: Path, edition: Edition, found: Cohort) -> None:
    """Write the file from which the reports of a batch take what they share."""
    shared = Shared(edition=edition.code, cohort={key: dict(views) for key, views in found.items()})
    path.write_text(shared.model_dump_json(), encoding="utf-8")


def handed(path: Path | None, edition: Edition) -> Cohort:
    """Return what a batch has handed over for this edition; empty where it has not."""
    if path is None:
        return {}
    shared = Shared.model_validate_json(path.read_text(encoding="utf-8"))
    return shared.cohort if shared.edition == edition.code else {}


def _previous(
    store: Store, workbook: Workbook, report: str, written: Callable[[int], list[Entry]]
) -> Past | None:
    """Return the workbook as the last roadmap showed it; an older one when that shows today's state.

    What somebody had made by opening it does not count: else a look in the morning would hide, from the
    roadmap of the evening, what has changed since the last one that everybody got.
    """
    for render in store.ledger.history(workbook.owner, report):
        if render.status == "ok" and not render.on_demand and render.version < workbook.version:
            return Past("", render.version, render.started, tuple(written(render.version)))
    return None


def _lists(library: Library) -> dict[str, dict[str, str]]:
    return {
        "ecosystems": {ecosystem.key: ecosystem.name for ecosystem in library.ecosystems()},
        "countries": {country.code: country.name for country in library.countries()},
    }
