"""HTML: an nbconvert exporter that makes one file of an executed notebook; it asks no other host."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from nbconvert.exporters.base import Exporter
from nbformat import NotebookNode
from traitlets import Unicode

from cba_kit.content import Library
from cba_kit.reports.blocks.pictures import data_url
from cba_kit.reports.composition import Composition, Origin, compose
from cba_kit.reports.look import Look
from cba_kit.reports.origin import origin_of

_ACCENT = ("accent", "accent-hover", "accent-soft", "accent-line", "on-accent", "focus", "chart-1", "chart-2")
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class ReportHtmlExporter(Exporter):
    """An executed notebook as one HTML file: `jupyter nbconvert --to cba_html`."""

    export_from_notebook = "Report (HTML)"
    output_mimetype = "text/html"
    templates = Unicode("", help="An academy's own templates folder").tag(config=True)

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(  # type: ignore[override]  # nbconvert's own exporters return text, too
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the HTML; a report of ours raises RenderError when a cell of it failed."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        library = Library(Path(self.templates) if self.templates else None)
        made = compose(nb, library, origin_of(self, resources))
        for note in made.notes:
            self.log.warning(note)
        return _page(made, library), resources | {"cba_notes": made.notes}


def page(notebook: NotebookNode, library: Library, origin: Origin | None = None) -> str:
    """Return an executed notebook as one HTML file; raises RenderError for a report of ours that failed."""
    return _page(compose(notebook, library, origin or Origin()), library)


def _page(made: Composition, library: Library) -> str:
    look = Look(library, made.about["report"])
    look.environment.filters["css_string"] = css_string
    look.environment.filters["data_url"] = lambda picture: data_url(picture, made.files)
    own = any(piece.sections for piece in made.pieces)
    text = look.drawn(
        "page.html.j2",
        d=made.about,
        css=look.css(),
        accent={name: made.about["colours"][name] for name in _ACCENT},
        pieces=made.pieces,
        feet=made.feet,
        say=made.words.say,
        titled=made.titled,
        # the title, a cover's or our own, is the only heading of the first level
        deeper=1 if own or made.titled else 0,
    )
    return _REFUSED.sub("", text)


def css_string(text: str) -> str:
    """Return `text` as a string of CSS that can end neither the string nor the style element."""
    plain = " ".join(text.split())
    return '"' + "".join(c if c.isalnum() or c in " .,()" else f"\\{ord(c):x} " for c in plain) + '"'
