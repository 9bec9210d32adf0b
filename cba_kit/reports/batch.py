"""Batch: make the stale reports of an edition, each in a worker process, one ledger line each."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cba_kit.config import Academy
from cba_kit.content import Library
from cba_kit.errors import NotFoundError, RenderError
from cba_kit.model.people import Person
from cba_kit.model.render import Render
from cba_kit.reports.index import write_index
from cba_kit.reports.inputs import Inputs
from cba_kit.reports.making import FORMATS, Job, Made, make
from cba_kit.reports.workers import Lost, run
from cba_kit.store import Store

CELL_SECONDS = 60
"""How long one cell may take."""
WALL_SECONDS = 300
"""How long one person's report may take, all in all."""
_ERROR_LENGTH = 400
_LOST = {
    "error": "The report could not be made.",
    "died": "The process that made the report stopped.",
    "timeout": f"The report took longer than {WALL_SECONDS} seconds.",
}
_FILE_NAME = re.compile(r"[A-Za-z0-9_.-]{1,80}")

Progress = Callable[[Render, int, int], None]
"""Called after each report with its ledger line, how many are done, and of how many."""


@dataclass(frozen=True, slots=True)
class _Order:
    """What was asked for, found and checked."""

    edition: str
    report: str
    started: datetime
    formats: tuple[str, ...]
    people: tuple[Person, ...]
    hashes: dict[str, str]
    versions: dict[str, int]


def render(
    academy: Academy,
    store: Store,
    library: Library,
    edition: str,
    *,
    only: Sequence[str] = (),
    report: str = "roadmap",
    force: bool = False,
    jobs: int | None = None,
    formats: Sequence[str] = FORMATS,
    progress: Progress | None = None,
    engine: str | None = None,
    timeout: int = CELL_SECONDS,
) -> list[Render]:
    """Make the stale reports of an edition's participants and return their new ledger lines.

    A report is stale when anything that it is made from has changed, when it failed the last time or a
    file of it is missing; `force` makes all, `only` names people by their ids. One that fails stops no
    other one. Writes output/EDITION/REPORT/PERSON.{ipynb,html,pdf} and index.html there; documents are
    replaced together or not at all. `engine` is the name of a papermill engine; None is the stock one.

    Raises NotFoundError for an unknown edition, report or person, RenderError for an unknown format.
    """
    order = _order(academy, store, library, edition, only=only, report=report, formats=formats)
    latest = store.ledger.latest(edition, report)
    stale = [p for p in order.people if force or not _is_fresh(academy, latest.get(p.id), order, p)]
    folder = academy.output / edition / report
    notebook = library.find(f"reports/{report}/{report}.ipynb")
    tasks = [
        Job(
            person=person.id,
            academy=academy.folder,
            database_url=academy.database_url,
            templates=academy.templates,
            notebook=notebook,
            folder=folder,
            formats=order.formats,
            timeout=timeout,
            engine=engine,
        )
        for person in stale
    ]
    made: list[Render] = []
    limit = float(max(WALL_SECONDS, timeout + WALL_SECONDS))
    for job, result in run(tasks, make, count=_processes(jobs, len(tasks)), limit=limit):
        line = _line(order, job, result)
        store.ledger.record(line)
        made.append(line)
        if progress is not None:
            progress(line, len(made), len(tasks))
    write_index(academy, store, library, edition=edition, report=report)
    return sorted(made, key=lambda line: line.person)


def _order(
    academy: Academy,
    store: Store,
    library: Library,
    edition: str,
    *,
    only: Sequence[str],
    report: str,
    formats: Sequence[str],
) -> _Order:
    unknown = [form for form in formats if form not in FORMATS]
    if unknown or not formats:
        raise RenderError(
            f"A report cannot be made as “{', '.join(unknown) or 'nothing'}”.",
            fix=f"Formats: {', '.join(FORMATS)}.",
        )
    inputs = Inputs(academy, store, library, edition=library.edition(edition), report=report)
    people = [p for p in store.people.of(edition, "participant") if inputs.has_workbook(p)]
    for name in only:
        if name not in {person.id for person in people}:
            raise NotFoundError.among("participant", name, [person.id for person in people])
    wanted = [person for person in people if not only or person.id in only]
    for person in wanted:
        if not _FILE_NAME.fullmatch(person.id) or person.id.startswith("."):
            raise RenderError(
                f"The id “{person.id}” cannot be the name of a file.",
                where=person.name,
                fix="Give the person an id of letters, digits, “-”, “_” and “.”.",
            )
    return _Order(
        edition=edition,
        report=report,
        started=academy.now(),
        formats=tuple(formats),
        people=tuple(wanted),
        hashes={person.id: inputs.of(person, formats) for person in wanted},
        versions={person.id: inputs.version(person) for person in wanted},
    )


def _is_fresh(academy: Academy, latest: Render | None, order: _Order, person: Person) -> bool:
    if latest is None or latest.status != "ok" or latest.inputs != order.hashes[person.id]:
        return False
    return all((academy.output / path).is_file() for path in latest.files.values())


def _line(order: _Order, job: Job, result: Made | Lost) -> Render:
    if isinstance(result, Lost):
        error = f"{_LOST[result.why]} {result.detail}".strip()[:_ERROR_LENGTH]
        result = Made(result.why, 0, error=error)
    return Render.model_validate(
        {
            "person": job.person,
            "edition": order.edition,
            "report": order.report,
            "version": result.version or order.versions[job.person],
            "inputs": order.hashes[job.person],
            "status": result.status,
            "started": order.started,
            "ms": result.ms,
            "files": {form: f"{order.edition}/{order.report}/{name}" for form, name in result.files.items()},
            "error": result.error,
            "notes": result.notes,
        }
    )


def _processes(jobs: int | None, tasks: int) -> int:
    return max(1, min(jobs or os.cpu_count() or 1, tasks))
