"""HTML: an nbconvert exporter that makes one file of an executed report; it asks no other host."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path
from typing import Any

from nbconvert.exporters.base import Exporter
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from nbformat import NotebookNode
from traitlets import Unicode

from cba_kit.content import Library
from cba_kit.reports.executed import Piece, document, pieces
from cba_kit.reports.look import Look

_ACCENT = ("accent", "accent-hover", "accent-soft", "accent-line", "on-accent", "focus", "chart-1", "chart-2")


class ReportHtmlExporter(Exporter):
    """An executed report as one HTML file: `jupyter nbconvert --to cba_html`."""

    export_from_notebook = "Report (HTML)"
    output_mimetype = "text/html"
    templates = Unicode("", help="An academy's own templates folder").tag(config=True)

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(  # type: ignore[override]  # nbconvert's own exporters return text, too
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the HTML; raises RenderError for a notebook that failed or was not executed."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return page(nb, Library(Path(self.templates) if self.templates else None)), resources


def page(notebook: NotebookNode, library: Library) -> str:
    """Return an executed report as one HTML file."""
    about = document(notebook)
    look = Look(library, about["report"])
    look.environment.filters["css_string"] = css_string
    return look.environment.get_template("page.html.j2").render(
        d=about,
        css=look.css(),
        accent={name: about["colours"][name] for name in _ACCENT},
        pieces=[_shown(piece) for piece in pieces(notebook)],
    )


def css_string(text: str) -> str:
    """Return `text` as a string of CSS that can end neither the string nor the style element."""
    plain = " ".join(text.split())
    return '"' + "".join(c if c.isalnum() or c in " .,()" else f"\\{ord(c):x} " for c in plain) + '"'


def _shown(piece: Piece) -> Piece:
    if piece.kind == "markdown":
        return replace(piece, html=markdown2html_mistune(piece.source))
    if piece.mime == "image/svg+xml":
        return replace(piece, source=base64.b64encode(piece.source.encode()).decode())
    return piece
