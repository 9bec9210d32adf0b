"""Composition: an executed notebook as the pieces that both exporters print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from cba_kit.content import Library
from cba_kit.pictures import palette
from cba_kit.reports.blocks import maths
from cba_kit.reports.blocks.htmltree import HtmlTree
from cba_kit.reports.blocks.markdown import Prose
from cba_kit.reports.blocks.outputs import Outputs, joined, options
from cba_kit.reports.blocks.tree import Block, Draft, settle, visible
from cba_kit.reports.executed import chapter, chapters, document, names, shown, whole
from cba_kit.reports.look import PLAIN
from cba_kit.reports.press import MADE
from cba_kit.reports.section import MIME
from cba_kit.reports.words import Words

_UNHEADED = ("cover", "slide", "live")
"""Kinds of sections that print no heading, so that the next one follows the heading before them."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a notebook comes from: the folder of its pictures, its file's name without the ending."""

    folder: Path | None = None
    name: str = ""
    code: bool = True
    """Whether the code of its cells is shown; that of our own reports never is."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Blocks, or a chapter of ours with the HTML that it was drawn as."""

    blocks: list[Block] = field(default_factory=list)
    sections: Sequence[Mapping[str, Any]] = ()
    html: str = ""


@dataclass(frozen=True, slots=True)
class Composition:
    """A document ready for print; `about` is like section.Document, `files` are pictures by name."""

    about: Mapping[str, Any]
    pieces: tuple[Piece, ...]
    files: Mapping[str, bytes]
    feet: list[list[Block]]
    notes: tuple[str, ...]
    words: Words
    titled: bool
    """Whether the title has to be printed on top, since no heading says it."""
    made: int
    """Seconds since 1970."""


def compose(notebook: NotebookNode, library: Library, origin: Origin = Origin()) -> Composition:
    """Return what the notebook shows.

    Our own reports raise RenderError when a cell failed; any other notebook shows its errors.
    """
    own = next(chapters(notebook), None) is not None
    about = dict(document(notebook)) if own else None
    said = names(notebook)
    words = Words(library.texts(about["language"] if about else said.language or "en"), "document")
    draft = Draft(words, origin.folder)
    pieces = list(_pieces(notebook, draft, code=origin.code and not own))
    blocks = [block for piece in pieces for block in piece.blocks]
    settle([*blocks, *(part for foot in draft.feet for part in foot)], draft.anchors)
    maths.settle(draft, [*blocks, *(part for foot in draft.feet for part in foot)], library)
    title = visible(said.title) or draft.title or visible(origin.name) or words.say("untitled")
    if not (own or said.title or draft.title):
        draft.note(f"the notebook has no title, so it is called “{title}”.")
    titled = not own and title.casefold() != draft.title.casefold()
    if not own and not _is_executed(notebook):
        draft.note("no cell was executed, so the document has no results (execute the notebook first).")
    if about is None:
        about = _about(library, words, title, said.author, said.language or "en")
        _sign(pieces, said.author, titled=titled)
    return Composition(
        about,
        tuple(pieces),
        draft.files,
        draft.feet,
        tuple(draft.notes),
        words,
        titled,
        made=int(datetime.fromisoformat(about["made"]).timestamp()) if about["made"] else MADE,
    )


def _is_executed(notebook: NotebookNode) -> bool:
    """Tell whether any of the notebook's code was run; one without code needs nothing."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    return not cells or any(cell.get("execution_count") or cell.get("outputs") for cell in cells)


def _sign(pieces: list[Piece], author: str, *, titled: bool) -> None:
    """Put the author below the title: the one printed on top, or the notebook's own first heading."""
    if not author:
        return
    line: Block = {"t": "byline", "s": author}
    heads = not titled and bool(pieces) and bool(pieces[0].blocks) and pieces[0].blocks[0]["t"] == "heading"
    if heads:
        pieces[0].blocks.insert(1, line)
    else:
        pieces.insert(0, Piece([line]))


def _pieces(notebook: NotebookNode, draft: Draft, *, code: bool) -> list[Piece]:
    language = notebook.metadata.get("language_info", {})
    prose = Prose(draft)
    outputs = Outputs(draft, prose, language.get("pygments_lexer") or language.get("name") or "python")
    found: list[Piece] = []
    for where, cell in shown(whole(notebook)):
        draft.where, draft.attachments = where, cell.get("attachments", {})
        if cell.cell_type == "markdown":
            found.append(Piece(prose.blocks(cell.source)))
        elif cell.cell_type == "raw":
            found.append(Piece(_raw(cell, draft, prose)))
        elif options(cell).get("include") is not False:
            shown_code = outputs.code(cell) if code else []
            shown_below = _shown(cell, draft, outputs)
            # code is not parted from what comes of it
            found += [Piece([block | {"keep": bool(shown_below)} for block in shown_code]), *shown_below]
    draft.where = ""
    return [piece for piece in found if piece.blocks or piece.sections]


def _shown(cell: NotebookNode, draft: Draft, outputs: Outputs) -> list[Piece]:
    """Return a cell's chapters of ours as they are, and all its other outputs as blocks."""
    found: list[Piece] = []
    rest: list[Any] = []

    def flush() -> None:
        if rest:
            found.append(Piece(outputs.outputs(cell, list(rest))))
            rest.clear()

    for output in cell.get("outputs", []):
        if MIME not in output.get("data", {}):
            rest.append(output)
            continue
        flush()
        sections = chapter(output)["sections"]
        if any(section["kind"] not in _UNHEADED for section in sections):
            draft.level = 1
        found.append(Piece(sections=sections, html=joined(output.data.get("text/html", ""))))
    flush()
    return [piece for piece in found if piece.blocks or piece.sections]


def _raw(cell: NotebookNode, draft: Draft, prose: Prose) -> list[Block]:
    """Return a raw cell meant for every reader; one for another format is not for us."""
    mime = cell.metadata.get("raw_mimetype") or cell.metadata.get("format") or ""
    if mime == "text/markdown":
        return prose.blocks(cell.source)
    return HtmlTree(draft).blocks(cell.source) if mime == "text/html" else []


def _about(library: Library, words: Words, title: str, author: str, language: str) -> dict[str, Any]:
    return {
        "report": PLAIN,
        "title": title,
        "author": author,
        "language": language,
        "running": title,
        "footer": author or title,
        "page": words.say("page"),
        "skip": words.say("skip"),
        "version": 0,
        "made": "",
        "colours": palette(css=library.find("look/tokens.css").read_text(encoding="utf-8")),
    }
