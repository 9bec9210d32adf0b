"""Batch: make the stale documents of a report, side by side, one ledger line each; and one on demand."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from cba_kit.config import Academy
from cba_kit.content import Library
from cba_kit.errors import RenderError
from cba_kit.model.render import Render
from cba_kit.programme.documents.catalogue import FORMATS, Subject
from cba_kit.programme.documents.freshness import State
from cba_kit.reports import lanes
from cba_kit.reports.cluster import remote
from cba_kit.reports.engine import Limits
from cba_kit.reports.index import write_index
from cba_kit.reports.making import make
from cba_kit.reports.publish import sweep
from cba_kit.reports.run import Done, Maker, Run
from cba_kit.reports.workers import setters
from cba_kit.store import Store

AGAIN = timedelta(minutes=1)
"""After this, a document that failed is tried again when somebody opens it, also from the very same."""
Progress = Callable[[Render, int, int], None]
"""Called after each document with its ledger line, how many are done, and of how many."""


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
    formats: Sequence[str] | None = None,
    progress: Progress | None = None,
    dask: str | None = None,
    limits: Limits | None = None,
) -> list[Render]:
    """Make the stale documents of a report and return their new ledger lines, by name.

    A document is stale when anything that it is made from has changed, when it failed the last time, or a
    file of it is missing; `force` makes all, `only` names some. One that fails stops no other one. Writes
    output/EDITION/REPORT/NAME.{ipynb,html,pdf} and index.html there; the files of a document are replaced
    together or not at all. May be run twice at once, and again after it was stopped: what is done stays.
    `dask` is the address of a cluster that does the work.

    Raises NotFoundError for an unknown edition, report or name, RenderError for an unknown format,
    SettingsError where Dask cannot be used.
    """
    run = Run(academy, store, library, edition=edition, report=report, formats=formats, limits=limits)
    wanted = run.wanted(only)
    stale = [subject for subject in wanted if force or run.state(subject) != "fresh"]
    sweep(run.folder)
    lines: list[Render] = []
    try:
        with closing(_made(run, stale, jobs=jobs, dask=dask)) as found:
            for done, each in enumerate(found, start=1):
                if each.here or each.line.status != "ok":
                    lines.append(each.line)
                if progress is not None:
                    progress(each.line, done, len(stale))
    finally:
        write_index(run)
    return sorted(lines, key=lambda line: line.person)


def render_one(
    academy: Academy,
    store: Store,
    library: Library,
    edition: str,
    subject_id: str,
    report: str = "roadmap",
    *,
    formats: Sequence[str] = ("html",),
    limits: Limits | None = None,
) -> Render:
    """Return the ledger's line of one document, which is made first when it is stale.

    A fresh one is returned at once, and so is one that failed a moment ago from the very same. The formats
    that there are already are made again too: one document never shows two states. Where somebody else is
    making it, that one is waited for. NotFoundError for an unknown edition, report or name.
    """
    published = store.ledger.last(edition, report, subject_id, only_ok=True)
    there = [form for form in FORMATS if form in formats or (published and form in published.files)]
    run = Run(
        academy, store, library, edition=edition, report=report, formats=there, limits=limits, on_demand=True
    )
    [subject] = run.wanted([subject_id])
    newest = store.ledger.last(edition, report, subject_id)
    if newest is not None and _stands(run.state(subject, newest), newest, academy.now()):
        return newest
    setters().begin(1)
    with run.handing_over():
        done = run.one(subject, make, wait=True)
    if done is None:
        raise RenderError("The document was not made: its process is ending.", where=subject_id)
    write_index(run)
    return done.line


def _stands(state: State, line: Render, now: datetime) -> bool:
    """Tell whether a document need not be made; one that failed gets another try: the machine may be free."""
    ended = line.started + timedelta(milliseconds=line.ms)
    return state == "fresh" or (state == "failed" and abs(now - ended) < AGAIN)


@dataclass(frozen=True, slots=True)
class Crew:
    """Who makes documents: how, how many at the same time, and how to end it at once."""

    make: Maker
    count: int
    halt: Callable[[], None]


def _made(
    run: Run, stale: Sequence[Subject], *, jobs: int | None, dask: str | None
) -> Generator[Done, None, None]:
    """Yield the documents as they come; those that another run makes at the moment are waited for last."""
    if not stale:
        return
    with _crew(run, min(jobs or processors(), len(stale)), dask) as crew:
        busy: list[Subject] = []
        with closing(_side_by_side(run, stale, crew, wait=False)) as found:
            for subject, done in found:
                if done is None:
                    busy.append(subject)
                else:
                    yield done
        with closing(_side_by_side(run, busy, crew, wait=True)) as found:
            yield from (done for _, done in found if done is not None)


def _side_by_side(
    run: Run, wanted: Sequence[Subject], crew: Crew, *, wait: bool
) -> Generator[tuple[Subject, Done | None], None, None]:
    def work(subject: Subject) -> tuple[Subject, Done | None]:
        return subject, run.one(subject, crew.make, wait=wait)

    return lanes.run(wanted, work, count=crew.count, stop=run.stopped, halt=crew.halt)


@contextmanager
def _crew(run: Run, count: int, dask: str | None) -> Iterator[Crew]:
    if dask is not None:
        with run.handing_over() as handed, remote(dask, run.academy, handed) as (there, threads, halt):
            yield Crew(there, threads, halt)
        return
    with setters().many(count), run.handing_over():
        yield Crew(make, count, setters().halt)


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
