"""The canvases' notebook calls: `read` opens one participant's canvases, or empty ones, for print on A3."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from cba_kit.config import Academy, open_academy
from cba_kit.content import Library
from cba_kit.errors import NotFoundError
from cba_kit.model.canvas import Canvas
from cba_kit.model.roadmap import Source
from cba_kit.model.roadmap.board import board
from cba_kit.reports.pen import Pen, pen
from cba_kit.reports.section import Chapter, Document, Section
from cba_kit.reports.sections.canvas_sheet import canvas_sheet
from cba_kit.reports.words import shorten
from cba_kit.store import open_store

REPORT = "canvases"
_HEAD = 95
"""Characters of name and cluster that the head of a sheet has room for."""


class CanvasesBook:
    """Canvases to be printed, one a page. Make one with `read`."""

    def __init__(self, pen: Pen, document: Document, sections: Sequence[Section]) -> None:
        self._pen = pen
        self._document = document
        self._sections = sections

    def canvases(self) -> Chapter:
        """Show every canvas."""
        return self._pen.chapter(self._document, self._sections)


def read(
    academy: str, person: str = "", *, edition: str = "", look: str = REPORT, accent: str = ""
) -> CanvasesBook:
    """Open the canvases of `person` (an id); without one, the empty canvases of `edition` (a code).

    Without both, all empty canvases that there are. `look` is the folder in templates/reports/ that they are
    drawn with: that of a copy under another name, `accent` a colour in place of the edition's. Raises
    SettingsError without an academy in that folder, NotFoundError without such a person, workbook or
    edition, or where there is no canvas, ContentError for an accent that cannot be read.
    """
    place = open_academy(Path(academy) if academy else None)
    library = Library(place.templates)
    given = partial(pen, place, library, REPORT, look=look, accent=accent)
    return _filled(given, place, library, person) if person else _empty(given, place, library, edition)


def _filled(given: Callable[..., Pen], place: Academy, library: Library, person: str) -> CanvasesBook:
    with open_store(place.database_url, clock=place.now) as store, store.reading():
        who = store.people.person(person)
        workbook = store.journal.workbook_of(who.id)
        entries = store.journal.entries(workbook.id)
    edition = library.edition(who.edition)
    ink = given(edition=edition, language=who.language)
    sheets = library.sheets(edition)
    source = Source(
        person=who, edition=edition, made=ink.made, version=workbook.version, sheets=sheets, entries=entries
    )
    words = ink.words
    name = f"{who.name} {words.say('fictional')}" if who.fictional else who.name
    cluster = [who.cluster.name] if who.cluster else []
    as_of = words.say("as_of", day=words.day(ink.made), time=words.clock(ink.made))
    about = "\n".join([shorten(", ".join([name, *cluster]), _HEAD), as_of])
    document = ink.document(
        title=words.say("of", name=who.name),
        author=who.name,
        running=f"{place.settings.name}, {edition.short}",
        version=workbook.version,
    )
    found = _canvases(list(sheets.values()), edition.code)
    sections = [canvas_sheet(ink, canvas, board(source, canvas), about=about) for canvas in found]
    return CanvasesBook(ink, document, sections)


def _empty(given: Callable[..., Pen], place: Academy, library: Library, code: str) -> CanvasesBook:
    edition = library.edition(code) if code else None
    sheets = library.sheets(edition).values() if edition else map(library.sheet, library.sheet_keys())
    ink = given(edition=edition)
    say = ink.words.say
    document = ink.document(
        title=say("empty_of", edition=edition.short) if edition else say("empty_all"),
        author=place.settings.organiser or place.settings.name,
        running=f"{place.settings.name}, {edition.short}" if edition else place.settings.name,
    )
    found = _canvases(list(sheets), code)
    return CanvasesBook(ink, document, [canvas_sheet(ink, canvas) for canvas in found])


def _canvases(sheets: Sequence[object], edition: str) -> list[Canvas]:
    found = [sheet for sheet in sheets if isinstance(sheet, Canvas)]
    if not found:
        raise NotFoundError(
            f"The edition “{edition}” has no canvas to print.",
            fix="Name one under sheets in the edition's file.",
        )
    return found
