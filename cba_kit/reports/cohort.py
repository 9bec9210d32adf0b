"""The cohort report's notebook calls: `read` opens an edition's, each method shows one part of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cba_kit.config import open_academy
from cba_kit.content import Library
from cba_kit.model.cohort import Cohort, Member
from cba_kit.model.edition import Edition
from cba_kit.model.plan import Plan
from cba_kit.model.trends import Trends
from cba_kit.reports.pen import Pen, pen
from cba_kit.reports.section import Chapter, Document, Section
from cba_kit.reports.sections import cohort as sections
from cba_kit.reports.sections import cohort_plans, cohort_trends
from cba_kit.store import Store, open_store
from cba_kit.store.cohort import cohort

REPORT = "cohort"


class CohortBook:
    """An edition's cohort report, ready to be shown part by part. Make one with `read`."""

    def __init__(self, pen: Pen, facts: Cohort, document: Document) -> None:
        self._pen = pen
        self._facts = facts
        self._document = document

    def cover(self) -> Chapter:
        """Show the cover."""
        return self._chapter([sections.cover(self._pen, self._facts)])

    def people(self) -> Chapter:
        """Show who takes part: countries, ecosystems, roles."""
        return self._chapter([sections.people(self._pen, self._facts)])

    def progress(self) -> Chapter:
        """Show how far the sheets are."""
        return self._chapter([sections.progress(self._pen, self._facts)])

    def trends(self) -> Chapter:
        """Show what the edition says about trends: one section for each such sheet."""
        found = [sheet for sheet in self._facts.sheets.values() if isinstance(sheet, Trends)]
        return self._chapter([cohort_trends.trends(self._pen, self._facts, sheet) for sheet in found])

    def themes(self) -> Chapter:
        """Show the words and the blocks that people write most in."""
        return self._chapter([sections.themes(self._pen, self._facts)])

    def plans(self) -> Chapter:
        """Show the actions of all plans: how many, until when, how finished."""
        return self._chapter([cohort_plans.actions(self._pen, self._facts, plan) for plan in self._plans])

    def money(self) -> Chapter:
        """Show what the plans cost, and who pays."""
        return self._chapter([cohort_plans.money(self._pen, self._facts, plan) for plan in self._plans])

    def impact(self) -> Chapter:
        """Show by which numbers success will be measured."""
        return self._chapter([cohort_plans.impact(self._pen, self._facts, plan) for plan in self._plans])

    def about(self) -> Chapter:
        """Show how the numbers are protected, and the credits."""
        return self._chapter([sections.about(self._pen, self._facts)])

    @property
    def _plans(self) -> list[Plan]:
        return [sheet for sheet in self._facts.sheets.values() if isinstance(sheet, Plan)]

    def _chapter(self, shown: Sequence[Section]) -> Chapter:
        return self._pen.chapter(self._document, shown)


def read(academy: str, edition: str, *, look: str = REPORT, accent: str = "") -> CohortBook:
    """Open the cohort report of `edition` (a code) in the academy's folder, as its workbooks are now.

    `look` is the folder in templates/reports/ that it is drawn with: that of a copy under another name,
    `accent` a colour in place of the edition's. Raises SettingsError without an academy there,
    NotFoundError without such an edition, ContentError for an accent that cannot be read.
    """
    place = open_academy(Path(academy) if academy else None)
    library = Library(place.templates)
    found = library.edition(edition)
    with open_store(place.database_url, clock=place.now) as store:
        facts, version = _gathered(store, library, found)
    with_pen = pen(place, library, REPORT, look=look, edition=found, accent=accent)
    document = with_pen.document(
        title=with_pen.words.say("of", edition=found.title),
        author=place.settings.organiser or place.settings.name,
        running=f"{place.settings.name}, {found.short}",
        version=version,
    )
    return CohortBook(with_pen, facts, document)


def _gathered(store: Store, library: Library, edition: Edition) -> tuple[Cohort, int]:
    """Return the cohort as it is at one moment, and the sum of its workbooks' versions."""
    with store.reading():
        people = store.people.of(edition.code)
        books = {book.owner: book for book in store.journal.workbooks(edition.code)}
        members = [
            Member(person, store.journal.entries(books[person.id].id))
            for person in people
            if person.is_a("participant")
        ]
        sheets = library.sheets(edition)
        facts = Cohort(edition, sheets, members, people, cohort(store, edition, sheets))
    return facts, sum(books[member.person.id].version for member in members)
