"""Executed: what an executed notebook shows, piece by piece, for both exporters."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import nbformat
from nbformat import NotebookNode

from cba_kit.errors import RenderError
from cba_kit.reports.section import MIME

HIDDEN = "remove_cell"
"""The tag of cells that are for the notebook's readers only."""
_IMAGES = ("image/svg+xml", "image/png", "image/jpeg")

PieceKind = Literal["markdown", "chapter", "html", "image", "text"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A Markdown cell or one output. `source` is Markdown, text, SVG or base64, as `kind` says."""

    kind: PieceKind
    where: str
    source: str = ""
    html: str = ""
    mime: str = ""
    alt: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def load(path: Path) -> NotebookNode:
    """Read a notebook."""
    found: NotebookNode = nbformat.read(path, 4)  # type: ignore[no-untyped-call]  # has no types
    return found


def pieces(notebook: NotebookNode) -> Iterator[Piece]:
    """Yield what the notebook shows, in order; code itself is never shown.

    Raises RenderError at the first error output: a document with a hole must not look like a good one.
    """
    for index, cell in enumerate(notebook.cells, start=1):
        where = f"cell {index}"
        if HIDDEN in cell.metadata.get("tags", []):
            continue
        if cell.cell_type == "markdown" and cell.source.strip():
            yield Piece("markdown", where, cell.source)
        elif cell.cell_type == "code":
            for output in cell.get("outputs", []):
                if output.output_type == "error":
                    raise RenderError(f"The cell failed: {output.ename}: {output.evalue}.", where=where)
                if output.output_type == "stream":
                    yield Piece("text", where, _joined(output.text))
                elif piece := _bundle(output, where):
                    yield piece


def document(notebook: NotebookNode) -> Mapping[str, Any]:
    """Return the document's names, language and colours, which every chapter carries.

    Raises RenderError when the notebook has no chapter, that is, when it was not executed.
    """
    for piece in pieces(notebook):
        if piece.kind == "chapter":
            found: Mapping[str, Any] = piece.data["document"]
            return found
    raise RenderError(
        "The notebook shows no section of a report.",
        fix="Execute it first; a cell ends with a call such as book.cover().",
    )


def _bundle(output: NotebookNode, where: str) -> Piece | None:
    data = output.data
    alt = str(output.get("metadata", {}).get("alt", ""))
    if MIME in data:
        content = data[MIME]
        parsed = json.loads(content) if isinstance(content, str) else content
        return Piece("chapter", where, html=_joined(data.get("text/html", "")), data=parsed)
    for mime in _IMAGES:
        if mime in data:
            return Piece("image", where, _joined(data[mime]), mime=mime, alt=alt)
    if "text/html" in data:
        text = _joined(data.get("text/plain", ""))
        return Piece("html", where, text, html=_joined(data["text/html"]))
    if "text/markdown" in data:
        return Piece("markdown", where, _joined(data["text/markdown"]))
    text = _joined(data.get("text/plain", ""))
    return Piece("text", where, text) if text else None


def _joined(text: Any) -> str:
    return "".join(text) if isinstance(text, list) else str(text)
