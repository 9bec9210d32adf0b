"""Section: one part of a report as data, and Chapter, the sections that one notebook cell shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

MIME = "application/vnd.cba.section+json"
"""The type under which a notebook keeps a chapter's data, beside its HTML."""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a report. `kind` names the look's part that draws it, in HTML and in Typst.

    `empty` says what to do next where nothing was written yet; `data` then may lack everything.
    """

    key: str
    kind: str
    title: str
    headline: str = ""
    lead: str = ""
    empty: str = ""
    wide: bool = False
    """Printed on a landscape page."""
    credit: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """What belongs to the whole report: its names, language and colours."""

    report: str
    title: str
    author: str
    language: str
    running: str
    """Printed at the top of each page."""
    footer: str
    page: str
    """“{page} of {pages}”."""
    skip: str
    version: int
    """Of the workbook that it shows."""
    made: str
    """When its data was read: ISO 8601 with the zone."""
    colours: Mapping[str, str]


class Chapter:
    """One or more sections: what a cell of a report's notebook shows.

    A notebook keeps it twice: as data, from which the PDF is set, and as HTML, which pages show.
    """

    def __init__(
        self, document: Document, sections: Sequence[Section], draw: Callable[[Section], str]
    ) -> None:
        self.document = document
        self.sections = tuple(sections)
        self._draw = draw

    def _repr_mimebundle_(self, **_wanted: object) -> dict[str, Any]:
        """Return the chapter for every front end; IPython asks for it."""
        data = {
            "document": asdict(self.document),
            "sections": [asdict(section) for section in self.sections],
        }
        html = "\n".join(self._draw(section) for section in self.sections)
        return {MIME: data, "text/html": html}


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    caption: str = "",
    numbers: Sequence[int] = (),
    strong: Sequence[int] = (),
    places: Sequence[tuple[str, str]] = (),
) -> dict[str, Any]:
    """Return a table as data: each row begins with its header; `numbers` stand right, `strong` in bold.

    `places` are, for each row, the name of its place in the document and the one that its header leads to.
    """
    return {
        "caption": caption,
        "head": list(head),
        "rows": [list(row) for row in rows],
        "numbers": list(numbers),
        "strong": list(strong),
        "places": [{"name": name, "to": to} for name, to in places],
    }
