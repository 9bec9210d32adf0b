"""PDF: an nbconvert exporter that sets an executed notebook with Typst, tagged for screen readers."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst
from nbconvert.exporters.base import Exporter
from nbformat import NotebookNode
from traitlets import Unicode

from cba_kit.content import Library
from cba_kit.errors import RenderError
from cba_kit.reports.blocks.tree import text, walk
from cba_kit.reports.composition import Composition, Origin, compose
from cba_kit.reports.look import Look
from cba_kit.reports.origin import origin_of
from cba_kit.reports.press import printed
from cba_kit.reports.typeface import Setting

_SANS = "Source Sans Pro"
# how Typst writes the structure, each part of which stands open in the file
_STRONG = re.compile(rb"\n(\d+ 0) obj\n<</Type/StructElem/S/Strong/")
_CELL = re.compile(
    rb"\n(\d+) 0 obj\n<</Type/StructElem/S/TD/P (\d+ 0 R)(?:/A\[([^\n]*)\])?/K\[(\d+ 0) R\]>>\nendobj"
)
_TRAILER = re.compile(rb"\ntrailer\n<<(.*)>>\nstartxref\n(\d+)")


class ReportPdfExporter(Exporter):
    """An executed notebook as a tagged PDF: `jupyter nbconvert --to cba_pdf`."""

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
        library = Library(Path(self.templates) if self.templates else None)
        made, notes = pdf(nb, library, origin_of(self, resources))
        for note in notes:
            self.log.warning(note)
        return made, resources | {"cba_notes": notes}


def pdf(
    notebook: NotebookNode, library: Library, origin: Origin | None = None
) -> tuple[bytes, tuple[str, ...]]:
    """Return an executed notebook as a tagged PDF, and notes on what was repaired for it.

    Raises RenderError when a report of ours failed, or when the document cannot be set.
    """
    made = compose(notebook, library, origin or Origin())
    setting = Setting()
    data = setting.printable(
        {"document": {**made.about, "titled": made.titled}, "pieces": _with_fonts(_data(made), made.about)}
    )
    look = Look(library, made.about["report"])
    sources: dict[str, bytes | str] = {**look.typst()}
    notes = [*made.notes, *setting.notes]
    try:
        result = _set(sources, data, made)
    except typst.TypstError as error:
        if not _repaired(data, made, library, notes):
            raise _failed(error) from error
        try:
            result = _set(sources, data, made)
        except typst.TypstError as other:
            raise _failed(other) from other
    return row_headers(result), tuple(notes)


def _data(made: Composition) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for piece in made.pieces:
        found += [{"kind": "section", "section": section} for section in piece.sections]
        if piece.blocks:
            found.append({"kind": "prose", "blocks": piece.blocks})
    return found


def _set(sources: Mapping[str, bytes | str], data: Any, made: Composition) -> bytes:
    given = {**sources, "data.json": json.dumps(data, ensure_ascii=False)}
    return printed(given, made.files, made=made.made)


def _failed(error: typst.TypstError) -> RenderError:
    return RenderError(
        f"The PDF cannot be set: {error}.",
        where="typst",
        fix="Look at the pictures and the Markdown of the notebook; the HTML is not touched by this.",
    )


def _repaired(data: Any, made: Composition, library: Library, notes: list[str]) -> bool:
    """Put words where a picture is that cannot be set; tell whether there was one."""
    probe = library.find("reports/shared/typst/picture.typ").read_bytes()
    found = [part for part in walk(data) if part["t"] == "image"]
    bad = [part for part in found if not _stands(part, probe, made.files)]
    for part in bad:
        notes.append(f"{part['where']}: a picture is broken, so it is not shown: {part['alt'][:80]}")
        instead = text(made.words.say("broken_picture", words=part["alt"]))
        part.clear()
        part.update(instead)
    return bool(bad)


def _stands(part: Mapping[str, Any], probe: bytes, files: Mapping[str, bytes]) -> bool:
    name = part.get("file", "")
    try:
        printed({"main.typ": probe, "data.json": json.dumps(part)}, {name: files[name]} if name else {})
    except typst.TypstError:
        return False
    return True


def _with_fonts(found: list[dict[str, Any]], about: Mapping[str, Any]) -> Any:
    """Name our typeface in the pictures, which name the screen's."""
    screen = about["colours"].get("sans", "")
    return _replaced(found, screen, _SANS) if screen else found


def _replaced(value: Any, old: str, new: str) -> Any:
    if isinstance(value, str):
        return value.replace(old, new) if value.startswith("<svg") else value
    if isinstance(value, dict):
        return {key: _replaced(item, old, new) for key, item in value.items()}
    return [_replaced(item, old, new) for item in value] if isinstance(value, list | tuple) else value


def row_headers(made: bytes) -> bytes:
    """Return the PDF with the first cell of a row tagged as that row's header.

    Typst tags them as data; our tables set nothing else as the only strong part of a cell. What changes is
    appended, as the format has it: to write the whole file anew takes as long as a tenth of its setting.
    """
    strong = set(_STRONG.findall(made))
    result, places = bytearray(made + b"\n"), b""
    for cell in _CELL.finditer(made):
        number, parent, attributes, content = cell.groups(b"")
        if content in strong:
            places += b"%b 1\n%010d 00000 n\r\n" % (number, len(result))
            result += b"%b 0 obj\n<</Type/StructElem/S/TH/P %b" % (number, parent)
            result += b"/A[%b<</O/Table/Scope/Row>>]/K[%b R]>>\nendobj\n" % (attributes, content)
    if not places:
        return made
    trailer, before = _TRAILER.findall(made)[-1]
    ended = b"xref\n%btrailer\n<<%b/Prev %b>>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(result) + ended % (places, trailer, before, len(result))
