"""A run: one report of one edition, from what is stale to a line in the ledger for each document."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from cba_kit.config import Academy
from cba_kit.content import Library
from cba_kit.errors import NotFoundError, RenderError, StoreError
from cba_kit.model.render import Render
from cba_kit.programme.documents.catalogue import FORMATS, Subject, report_kind, subjects
from cba_kit.programme.documents.freshness import State, freshness
from cba_kit.programme.documents.inputs import Inputs
from cba_kit.reports.engine import Limits
from cba_kit.reports.gather import hand_over
from cba_kit.reports.leaks import Register
from cba_kit.reports.making import REGISTER, SHARED, Job, Made
from cba_kit.reports.publish import keep_failed, publish, turn, workshop
from cba_kit.reports.verdict import Judge
from cba_kit.store import Store

ERROR_LENGTH = 400
_FILE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,79}")
_TAKEN = ("index",)
"""Names that the list of the documents has."""
Maker = Callable[[Job], Made]


@dataclass(frozen=True, slots=True)
class Done:
    """A document's line in the ledger, and whether this run has made it, or another one just before."""

    line: Render
    here: bool


class Run:
    """What documents of one report and edition are made from, read at one moment."""

    def __init__(
        self,
        academy: Academy,
        store: Store,
        library: Library,
        *,
        edition: str,
        report: str,
        formats: Sequence[str] | None = None,
        limits: Limits | None = None,
        on_demand: bool = False,
    ) -> None:
        self.academy, self.store, self.library = academy, store, library
        self.about = library.edition(edition)
        self.report, self.kind = report, report_kind(library, report)
        self.formats = _checked(self.kind.formats if formats is None else formats)
        self.limits, self.on_demand = limits or Limits(), on_demand
        self.folder = academy.output / edition / report
        self.stopped = threading.Event()
        with store.reading():
            self.subjects = subjects(academy, store, self.kind, self.about)
            self._inputs = Inputs(academy, store, library, edition=self.about, report=report, kind=self.kind)
            self._newest = store.ledger.latest(edition, report)
        self._judge = Judge(academy, store, library, edition=self.about, report=report)
        self._handed = Path()

    def wanted(self, only: Sequence[str]) -> list[Subject]:
        """Return what documents are asked for; NotFoundError for a name that nothing answers to."""
        known = {subject.id: subject for subject in self.subjects}
        for name in only:
            if name not in known:
                raise NotFoundError.among(self.kind.about, name, list(known))
        return [subject for subject in self.subjects if not only or subject.id in only]

    def state(self, subject: Subject, newest: Render | None = None) -> State:
        """Return how a document stands, by what this run has read; `newest` may be a newer line."""
        line = newest or self._newest.get(subject.id)
        inputs = self._inputs.of(subject)
        return freshness(line, inputs=inputs, formats=self.formats, output=self.academy.output)

    @contextmanager
    def handing_over(self) -> Iterator[Path]:
        """Put what all documents share into a folder, which is there as long as this lasts."""
        with workshop(self.folder) as self._handed:
            hand_over(self._handed / SHARED, self.about, self._inputs.cohort)
            register, change = _register(self.store.database.identity, self.about.code)
            with change:
                register.refresh(self.store)
                register.save(self._handed / REGISTER)
            yield self._handed

    def one(self, subject: Subject, make: Maker, *, wait: bool) -> Done | None:
        """Make one document, publish it, and return its line; None when it cannot be had now.

        That is so where somebody else is making it and `wait` is not set, and when the run was stopped.
        What somebody else has made from the same since this run began is not made again.
        """
        if not _FILE_NAME.fullmatch(subject.id) or subject.id in _TAKEN:
            return Done(self._record(subject, self._unnameable(subject), self.academy.now()), here=True)
        with turn(self.folder, subject.id, wait=wait) as mine:
            if not mine:
                return None
            if made_by_others := self._made_since(subject):
                return Done(made_by_others, here=False)
            started = self.academy.now()
            made = make(self._job(subject))
            return None if self.stopped.is_set() else Done(self._record(subject, made, started), here=True)

    def _made_since(self, subject: Subject) -> Render | None:
        """Return the line of what somebody else has made, or tried in vain, from the same as we would."""
        newest = self.store.ledger.last(self.about.code, self.report, subject.id)
        if newest is None or newest == self._newest.get(subject.id):
            return None
        return newest if self.state(subject, newest) in ("fresh", "failed") else None

    def _job(self, subject: Subject) -> Job:
        return Job(
            academy=self.academy.folder,
            database_url=self.academy.database_url,
            handed=self._handed,
            edition=self.about.code,
            report=self.report,
            about=self.kind.about,
            subject=subject.id,
            formats=self.formats,
            limits=self.limits,
        )

    def _unnameable(self, subject: Subject) -> Made:
        fix = "Give it an id of letters, digits, “-”, “_” and “.”."
        return Made("error", f"“{subject.id}” cannot be the name of a file. {fix}")

    def _record(self, subject: Subject, made: Made, started: datetime) -> Render:
        """Publish what was made, unless it must not be, and write the line."""
        line, files = self._settled(subject, made)
        version = self._inputs.version(subject) if made.version is None else made.version
        base = f"{self.about.code}/{self.report}"
        render = Render(
            person=subject.id,
            edition=self.about.code,
            report=self.report,
            version=version,
            inputs=self._inputs.of(subject, version=version),
            status=line.status,
            started=started,
            ms=made.ms,
            files={form: f"{base}/{name}" for form, name in files.items()},
            error=line.error[:ERROR_LENGTH],
            notes=made.notes,
            sizes={form: len(content) for form, content in made.contents.items() if form in files},
            on_demand=self.on_demand,
        )
        try:
            self.store.ledger.record(render)
        except StoreError as error:  # told like any other failure; a line that is not there makes it stale
            return render.model_copy(update={"status": "error", "error": str(error)[:ERROR_LENGTH]})
        return render

    def _settled(self, subject: Subject, made: Made) -> tuple[Made, dict[str, str]]:
        if made.status == "ok":
            leak = self._judge.verdict(subject, made.suspects)
            if not leak:
                try:
                    return made, publish(self.folder, subject.id, made.contents)
                except OSError as error:
                    return Made("error", f"The files could not be written ({error.strerror})."), {}
            made = Made("withheld", leak, contents=made.contents)
        return made, keep_failed(self.folder, subject.id, made.contents)


def _checked(formats: Sequence[str]) -> tuple[str, ...]:
    unknown = [form for form in formats if form not in FORMATS]
    if unknown or not formats:
        raise RenderError(
            f"A report cannot be made as “{', '.join(unknown) or 'nothing'}”.",
            fix=f"Formats: {', '.join(FORMATS)}.",
        )
    return tuple(formats)


@cache
def _register(_database: str, edition: str) -> tuple[Register, threading.Lock]:
    """Return this process's register of an edition in a database: only what has changed is read again."""
    return Register(edition), threading.Lock()
