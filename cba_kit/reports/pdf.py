"""PDF: an nbconvert exporter that sets an executed report with Typst, tagged for screen readers."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pikepdf
import typst
from nbconvert.exporters.base import Exporter
from nbformat import NotebookNode
from traitlets import Unicode

from cba_kit.content import Library
from cba_kit.errors import RenderError
from cba_kit.reports.executed import Piece, document, pieces
from cba_kit.reports.look import Look
from cba_kit.reports.prose import Prose
from cba_kit.reports.typeface import Setting, compiler

_SANS = "Source Sans Pro"
_EXTENSIONS = {"image/png": "png", "image/jpeg": "jpg", "image/svg+xml": "svg"}
_UNDESCRIBED = "Picture without a description"


class ReportPdfExporter(Exporter):
    """An executed report as a tagged PDF: `jupyter nbconvert --to cba_pdf`."""

    export_from_notebook = "Report (PDF)"
    output_mimetype = "application/pdf"
    templates = Unicode("", help="An academy's own templates folder").tag(config=True)

    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(  # type: ignore[override]  # nbconvert's own exporters return bytes, too
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """Return the PDF; what was repaired for it stands in `resources["cba_notes"]`."""
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        made, notes = pdf(nb, Library(Path(self.templates) if self.templates else None))
        for note in notes:
            self.log.warning(note)
        return made, resources | {"cba_notes": notes}


class _Pages:
    """One document on its way from a notebook to Typst: its data, its picture files, its notes."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.notes: list[str] = []
        self._prose = Prose()

    def add(self, piece: Piece) -> list[dict[str, Any]]:
        """Return a piece as data."""
        if piece.kind == "chapter":
            sections = piece.data["sections"]
            if sections and sections[-1]["kind"] != "cover":
                self._prose.level = 2
            return [{"kind": "section", "section": section} for section in sections]
        if piece.kind == "markdown":
            blocks = self._prose.blocks(piece.source)
        elif piece.kind == "image":
            blocks = [self._image(piece)]
        else:
            if piece.kind == "html":
                self.notes.append(f"{piece.where}: an HTML output is printed as plain text.")
            blocks = [{"t": "code", "s": piece.source}] if piece.source.strip() else []
        return [{"kind": "prose", "blocks": blocks}] if blocks else []

    def _image(self, piece: Piece) -> dict[str, Any]:
        svg = piece.mime == "image/svg+xml"
        raw = piece.source.encode() if svg else base64.b64decode(piece.source)
        name = f"{hashlib.sha256(raw).hexdigest()[:20]}.{_EXTENSIONS[piece.mime]}"
        self.files[name] = raw
        if not piece.alt:
            self.notes.append(f"{piece.where}: a picture has no description (metadata “alt”).")
        return {"t": "image", "file": name, "alt": piece.alt or _UNDESCRIBED}


def pdf(notebook: NotebookNode, library: Library) -> tuple[bytes, tuple[str, ...]]:
    """Return an executed report as a tagged PDF, and notes on what was repaired for it.

    Raises RenderError when the notebook failed, was not executed, or cannot be set.
    """
    about = document(notebook)
    pages, setting = _Pages(), Setting()
    found = [part for piece in pieces(notebook) for part in pages.add(piece)]
    data = setting.printable({"document": about, "pieces": _with_fonts(found, about)})
    sources = Look(library, about["report"]).typst() | {
        "data.json": json.dumps(data, ensure_ascii=False).encode()
    }
    made = _compile(sources, pages.files, about["made"])
    return row_headers(made), (*pages.notes, *setting.notes)


def _with_fonts(found: list[dict[str, Any]], about: Mapping[str, Any]) -> Any:
    """Name our typeface in the pictures, which name the screen's."""
    screen = about["colours"].get("sans", "")
    return _replaced(found, screen, _SANS) if screen else found


def _replaced(value: Any, old: str, new: str) -> Any:
    if isinstance(value, str):
        return value.replace(old, new) if value.startswith("<svg") else value
    if isinstance(value, dict):
        return {key: _replaced(item, old, new) for key, item in value.items()}
    return [_replaced(item, old, new) for item in value] if isinstance(value, list) else value


def _compile(sources: Any, files: Mapping[str, bytes], made: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="cba-pdf-") as root:
        for name, raw in files.items():
            Path(root, name).write_bytes(raw)
        try:
            result = compiler().compile(
                sources,
                root=root,
                format="pdf",
                pdf_standards=["ua-1"],
                timestamp=int(datetime.fromisoformat(made).timestamp()),
            )
        except typst.TypstError as error:
            raise RenderError(
                f"The PDF cannot be set: {error}.",
                where="typst",
                fix="Look at the pictures and the Markdown of the notebook; the HTML is not touched by this.",
            ) from error
    if not isinstance(result, bytes):
        raise RenderError("Typst returned no document.", where="typst")
    return result


def row_headers(made: bytes) -> bytes:
    """Return the PDF with the first cell of a row tagged as that row's header.

    Typst tags them as data; our tables set nothing else as the only strong part of a cell.
    """
    with pikepdf.open(io.BytesIO(made)) as file:
        for thing in file.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/TD" and _is_strong(thing):
                thing["/S"] = pikepdf.Name.TH
                scope = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
                old = thing.get("/A")
                before = [] if old is None else list(old) if isinstance(old, pikepdf.Array) else [old]
                thing["/A"] = pikepdf.Array([*before, scope])
        result = io.BytesIO()
        file.save(result, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return result.getvalue()


def _is_strong(cell: pikepdf.Dictionary) -> bool:
    inside = cell.get("/K")
    parts = list(inside) if isinstance(inside, pikepdf.Array) else [inside]
    return len(parts) == 1 and isinstance(parts[0], pikepdf.Dictionary) and parts[0].get("/S") == "/Strong"
