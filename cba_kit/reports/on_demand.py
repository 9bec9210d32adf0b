"""On demand: one document at a time, for a server; what makes it stays warm between two of them."""

from __future__ import annotations

from cba_kit.config import Academy
from cba_kit.content import Library
from cba_kit.model.render import Render
from cba_kit.programme.documents.catalogue import ReportKind, report_kind
from cba_kit.store import Store

CELL = 30.0
"""Seconds that one cell may take: somebody waits. A batch gives it more."""
WALL = 60.0
"""Seconds that a whole document may take."""


class OnDemand:
    """Makes documents of one academy. May be used from several threads.

    What it is made with is loaded when it is first needed, or by `warm`: a server has to start quickly.
    """

    def __init__(self, academy: Academy, store: Store, library: Library) -> None:
        self._academy = academy
        self._store = store
        self._library = library
        self._begun = False
        self._ended = False

    def kind(self, report: str) -> ReportKind:
        """Return what a report is; NotFoundError where there is none, ContentError for a mistake in it."""
        return report_kind(self._library, report)

    def render(self, edition: str, report: str, subject: str) -> Render:
        """Return the newest line of a document, made anew unless it is fresh, in all its formats."""
        from cba_kit.reports.batch import render_one  # noqa: PLC0415  # slow import
        from cba_kit.reports.engine import Limits  # noqa: PLC0415  # slow import

        self._begun = True
        return render_one(
            self._academy,
            self._store,
            self._library,
            edition,
            subject,
            report,
            formats=self.kind(report).formats,
            limits=Limits(cell=CELL, wall=WALL),
        )

    def warm(self) -> None:
        """Load what makes documents, and start the parent of forks and one setter."""
        import cba_kit.reports.batch  # noqa: F401, PLC0415  # slow import
        from cba_kit.reports.workers import setters  # noqa: PLC0415  # slow import

        self._begun = True
        if not self._ended:  # what is loaded above takes its time
            with setters().lend():
                pass

    def end(self) -> None:
        """End the parent of forks and all setters: what is being made is lost, and none gets warm again."""
        self._ended = True
        if self._begun:
            from cba_kit.reports.workers import setters  # noqa: PLC0415  # slow import

            setters().halt()
