"""Pen: what a report is written with — its words, its colours and the moment it is made at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cba_kit.config import Academy
from cba_kit.content import Library
from cba_kit.model.edition import Edition
from cba_kit.pictures import Style, palette
from cba_kit.reports.look import Look
from cba_kit.reports.section import Chapter, Document, Section
from cba_kit.reports.words import Words


@dataclass(frozen=True, slots=True)
class Pen:
    """One document on its way: whose academy, in which look, language and colours."""

    academy: Academy
    library: Library
    look: str
    """The folder in templates/reports/ that it is drawn with."""
    language: str
    words: Words
    colours: Mapping[str, str]
    made: datetime
    """When its data was read, in the zone of the edition, or of the academy where there is none."""

    def style(self, *, compact: bool = False) -> Style:
        """Return the style of this document's pictures."""
        return Style(compact=compact, colours=self.colours, texts=self.words.texts)

    def document(
        self, *, title: str, author: str, running: str, footer: str = "", version: int = 0
    ) -> Document:
        """Return what belongs to the whole document."""
        return Document(
            report=self.look,
            title=title,
            author=author,
            language=self.language,
            running=running,
            footer=footer or title,
            page=self.words.say("page"),
            skip=self.words.say("skip"),
            version=version,
            made=self.made.isoformat(timespec="seconds"),
            colours=self.colours,
        )

    def chapter(self, document: Document, sections: Sequence[Section]) -> Chapter:
        """Return sections as what a notebook's cell shows."""
        return Chapter(document, sections, Look(self.library, self.look).section)


def pen(
    academy: Academy,
    library: Library,
    report: str,
    *,
    look: str,
    edition: Edition | None = None,
    language: str = "",
) -> Pen:
    """Return the pen for a report, whose words stand under its name in texts/.

    A language without words is written in English; left out, it is the academy's.
    """
    wanted = language or academy.settings.language
    known = wanted if wanted in library.languages() else "en"
    css = library.find("look/tokens.css").read_text(encoding="utf-8")
    now = academy.now()
    return Pen(
        academy=academy,
        library=library,
        look=look,
        language=known,
        words=Words(library.texts(known), report),
        colours=palette(edition.brand.light if edition else None, css=css),
        made=now.astimezone(edition.zone_at(now) if edition else academy.timezone),
    )
