"""Pen: what a report is written with — its words, its colours and the moment it is made at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cba_kit.config import Academy
from cba_kit.content import Library
from cba_kit.content.accent import LEAST, LIGHT_GROUNDS, contrast, nearest_shade
from cba_kit.errors import ContentError
from cba_kit.model.edition import Edition
from cba_kit.pictures import Style, palette
from cba_kit.reports.look import Look
from cba_kit.reports.section import Chapter, Document, Section
from cba_kit.reports.wording import wording
from cba_kit.reports.words import Words

_COLOUR = re.compile("#[0-9A-Fa-f]{6}")


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
    accent: str = "",
) -> Pen:
    """Return the pen for a report, whose words stand under its name in texts/.

    A language without words is written in English; left out, it is the academy's. `accent` is a colour
    (#RRGGBB) in place of the edition's; raises ContentError for one that cannot be read on white.
    """
    wanted = language or academy.settings.language
    known = wanted if wanted in library.languages() else "en"
    now = academy.now()
    return Pen(
        academy=academy,
        library=library,
        look=look,
        language=known,
        words=wording(library, report, look=look, language=known),
        colours=colours(library, edition, accent),
        made=now.astimezone(edition.zone_at(now) if edition else academy.timezone),
    )


def colours(library: Library, edition: Edition | None, accent: str = "") -> Mapping[str, str]:
    """Return a document's colours: the look's, with `accent`, else the edition's, worked in.

    Raises ContentError for an accent that is no colour or that cannot be read on white.
    """
    if accent and not _COLOUR.fullmatch(accent):
        raise ContentError(f"“{accent}” is no colour.", where="accent", fix="Write it like #0B5563.")
    if accent and any(contrast(accent, ground) < LEAST for ground in LIGHT_GROUNDS):
        shade = nearest_shade(accent, LIGHT_GROUNDS)
        raise ContentError(
            f"The accent {accent} is too weak to read on white (under {LEAST}:1).",
            where="accent",
            fix=f"Take {shade} instead: the nearest shade that passes.",
        )
    css = library.find("look/tokens.css").read_text(encoding="utf-8")
    return palette(accent or (edition.brand.light if edition else None), css=css)
