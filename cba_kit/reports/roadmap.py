"""The roadmap's notebook calls: `read` opens one person's roadmap, each method shows one part of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cba_kit.config import open_academy, shared_file
from cba_kit.content import Library
from cba_kit.model.roadmap import Roadmap, assemble
from cba_kit.reports.gather import gather
from cba_kit.reports.look import Look
from cba_kit.reports.pen import colours
from cba_kit.reports.section import Chapter, Document, Section
from cba_kit.reports.sections import closing, golden, opening, plan, sheets
from cba_kit.reports.sections import trends as trends_section
from cba_kit.reports.sections.desk import Desk
from cba_kit.reports.wording import wording
from cba_kit.store import open_store

REPORT = "roadmap"
_OWN_CALLS = ("profile", "strategy")
"""Forms that have a method of their own; `forms` shows the others."""


class RoadmapBook:
    """A person's roadmap, ready to be shown part by part. Make one with `read`."""

    def __init__(self, desk: Desk, look: Look, document: Document) -> None:
        self._desk = desk
        self._look = look
        self._document = document

    @property
    def facts(self) -> Roadmap:
        """The roadmap's facts, for a trainer's own analyses."""
        return self._desk.roadmap

    def cover(self) -> Chapter:
        """Show the cover."""
        return self._chapter([opening.cover(self._desk)])

    def plan_on_one_page(self) -> Chapter:
        """Show mission, promise, priorities, actions and first steps on one page."""
        return self._chapter([opening.plan_on_one_page(self._desk)])

    def profile(self) -> Chapter:
        """Show the cluster's profile; nothing in an edition without that sheet."""
        return self._form("profile")

    def strategy(self) -> Chapter:
        """Show the strategy; nothing in an edition without that sheet."""
        return self._form("strategy")

    def forms(self) -> Chapter:
        """Show the edition's other forms, each as a section."""
        others = [form for form in self.facts.forms if form.key not in _OWN_CALLS]
        return self._chapter([sheets.form(self._desk, form) for form in others])

    def canvases(self) -> Chapter:
        """Show every canvas of the edition, each as a section, and after it the picture of its numbers."""
        pairs = [
            (sheets.canvas(self._desk, board), sheets.figure(self._desk, board))
            for board in self.facts.boards
        ]
        return self._chapter([section for pair in pairs for section in pair if section is not None])

    def trends(self) -> Chapter:
        """Show the trends: own radar beside the cohort's, matrix and table."""
        return self._chapter([trends_section.trends(self._desk, found) for found in self.facts.outlooks])

    def actions(self) -> Chapter:
        """Show the action plan as a table."""
        return self._chapter([plan.actions(self._desk, found) for found in self.facts.plans])

    def over_time(self) -> Chapter:
        """Show the action plan over time."""
        return self._chapter([plan.over_time(self._desk, found) for found in self.facts.plans])

    def golden_thread(self) -> Chapter:
        """Show from which note and trend each action comes and in which number it ends."""
        return self._chapter([golden.golden_thread(self._desk, found) for found in self.facts.plans])

    def measures(self) -> Chapter:
        """Show the numbers that success is measured by."""
        return self._chapter([plan.measures(self._desk, found) for found in self.facts.plans])

    def money(self) -> Chapter:
        """Show the costs by source of funding."""
        return self._chapter([plan.money(self._desk, found) for found in self.facts.plans])

    def talks(self) -> Chapter:
        """Show the comments and the answers to them."""
        return self._chapter([closing.talks(self._desk)])

    def changes(self) -> Chapter:
        """Show what changed since the last roadmap."""
        return self._chapter([closing.changes(self._desk)])

    def credits(self) -> Chapter:
        """Show the credits."""
        return self._chapter([closing.credits(self._desk)])

    def _form(self, key: str) -> Chapter:
        form = self.facts.form(key)
        return self._chapter([sheets.form(self._desk, form)] if form else [])

    def _chapter(self, sections: Sequence[Section]) -> Chapter:
        return Chapter(self._document, sections, self._look.section)


def read(academy: str, person: str, *, look: str = REPORT, accent: str = "") -> RoadmapBook:
    """Open the roadmap of `person` (an id) in the academy's folder, as its workbook is now.

    `look` is the folder in templates/reports/ that it is drawn with: that of a copy under another name,
    `accent` a colour in place of the edition's. Raises SettingsError without an academy there,
    NotFoundError without such a person or workbook, ContentError for an accent that cannot be read.
    """
    place = open_academy(Path(academy) if academy else None)
    library = Library(place.templates)
    with open_store(place.database_url, clock=place.now) as store:
        source = gather(store, library, person, now=place.now(), report=REPORT, shared=shared_file())
    # a language without words shows English ones, and says so to screen readers
    language = source.person.language if source.person.language in library.languages() else "en"
    words = wording(library, REPORT, look=look, language=language)
    drawn = colours(library, source.edition, accent)
    desk = Desk(assemble(source), words, drawn, place.settings.name, place.settings.organiser)
    return RoadmapBook(desk, Look(library, look), _document(desk, language, look))


def _document(desk: Desk, language: str, look: str) -> Document:
    source, words = desk.roadmap.source, desk.words
    cluster = source.person.cluster.name if source.person.cluster else ""
    of = words.say("of", name=source.person.name)
    footer = words.say("footer", name=source.person.name, cluster=cluster) if cluster else of
    return Document(
        report=look,
        title=of,
        author=source.person.name,
        language=language,
        running=f"{desk.academy}, {source.edition.short}",
        footer=f"{footer} {words.say('fictional')}" if source.person.fictional else footer,
        page=words.say("page"),
        skip=words.say("skip"),
        version=source.version,
        made=source.made.isoformat(timespec="seconds"),
        colours=desk.colours,
    )
