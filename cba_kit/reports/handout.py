"""The handout's notebook calls: `read` opens a teaching notebook, `pages` shows it to participants."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

from IPython.display import Markdown, display
from nbformat import NotebookNode

from cba_kit.config import open_academy
from cba_kit.content import Library
from cba_kit.errors import NotFoundError
from cba_kit.reports.executed import HIDDEN, load
from cba_kit.reports.pen import Pen, pen
from cba_kit.reports.section import Chapter, Document, Section
from cba_kit.reports.sections.blank import blank

REPORT = "handout"
FACILITATOR = "facilitator"
"""The tag of cells that are for those who teach."""
_LEFT_OUT = ("notes", "skip")
_NEW_SLIDE = ("slide", "subslide")


class Pages:
    """What a teaching notebook shows, in order: Markdown, and chapters for slides and sheets."""

    def __init__(self, parts: Sequence[Chapter | Markdown]) -> None:
        self.parts = tuple(parts)

    def _ipython_display_(self) -> None:
        for part in self.parts:
            display(part)  # type: ignore[no-untyped-call]  # IPython has no types


class HandoutBook:
    """A teaching notebook as participants get it. Make one with `read`."""

    def __init__(self, pen: Pen, cells: Sequence[NotebookNode], document: Document) -> None:
        self._pen = pen
        self._cells = cells
        self._document = document

    def pages(self) -> Pages:
        """Show everything but the notes for facilitators; a live sheet as a form to print."""
        slides = [cell for cell in self._cells if _slide(cell) in _NEW_SLIDE]
        parts: list[Chapter | Markdown] = []
        number = 0
        for cell in self._cells:
            if _slide(cell) in _NEW_SLIDE or not number:
                number += 1
                parts.append(self._chapter(self._mark(number, max(len(slides), number))))
            parts += self._shown(cell)
        return Pages(parts)

    def _shown(self, cell: NotebookNode) -> Iterator[Chapter | Markdown]:
        if cell.cell_type == "markdown":
            yield Markdown(_with_attachments(cell))  # type: ignore[no-untyped-call]  # the same
        elif cell.cell_type == "code":
            keys = _sheets(cell.source)
            yield from (self._chapter(blank(self._pen, self._pen.library.sheet(key))) for key in keys)
            if not keys and _shows_something(cell.source):
                yield self._chapter(
                    Section(key=f"live-{cell.id}", kind="live", title=self._pen.words.say("live"))
                )

    def _mark(self, number: int, count: int) -> Section:
        title = self._pen.words.say("slide", n=number, all=count)
        return Section(key=f"slide-{number}", kind="slide", title=title)

    def _chapter(self, section: Section) -> Chapter:
        return self._pen.chapter(self._document, [section])


def read(academy: str, notebook: str, *, look: str = REPORT, accent: str = "") -> HandoutBook:
    """Open a teaching notebook (its path) for the academy in that folder.

    `look` is the folder in templates/reports/ that it is drawn with: that of a copy under another name,
    `accent` a colour in place of the look's own. Raises SettingsError without an academy there,
    NotFoundError without such a notebook, ContentError for an accent that cannot be read.
    """
    place = open_academy(Path(academy) if academy else None)
    path = Path(notebook)
    if not path.is_file():
        raise NotFoundError(
            f"There is no teaching notebook “{notebook}”.", fix="Give the path of a notebook in notebooks/."
        )
    taught = load(path)
    cells = [cell for cell in taught.cells if not _is_left_out(cell)]
    ink = pen(place, Library(place.templates), REPORT, look=look, accent=accent)
    title = str(taught.metadata.get("title") or path.stem.replace("_", " "))
    document = ink.document(
        title=title,
        author=place.settings.organiser or place.settings.name,
        running=place.settings.name,
        footer=ink.words.say("footer", title=title),
    )
    return HandoutBook(ink, cells, document)


def _is_left_out(cell: NotebookNode) -> bool:
    tags = cell.metadata.get("tags", [])
    return FACILITATOR in tags or HIDDEN in tags or _slide(cell) in _LEFT_OUT


def _slide(cell: NotebookNode) -> str:
    return str(cell.metadata.get("slideshow", {}).get("slide_type", ""))


def _with_attachments(cell: NotebookNode) -> str:
    """Return the cell's Markdown with its attached pictures inside."""
    text = str(cell.source)
    for name, bundle in cell.get("attachments", {}).items():
        for mime, content in bundle.items():
            text = text.replace(f"attachment:{name}", f"data:{mime};base64,{content}")
    return text


def _sheets(source: str) -> list[str]:
    """Return the keys of the sheets that a cell shows with `sheet("KEY")`."""
    return [
        str(call.args[0].value)
        for call in ast.walk(_tree(source))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name | ast.Attribute)
        and (call.func.id if isinstance(call.func, ast.Name) else call.func.attr) == "sheet"
        and len(call.args) == 1
        and isinstance(call.args[0], ast.Constant)
    ]


def _shows_something(source: str) -> bool:
    body = _tree(source).body
    return bool(body) and isinstance(body[-1], ast.Expr)


def _tree(source: str) -> ast.Module:
    """Return the code as a tree; what is not plain Python (a magic) shows something of its own."""
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.parse("...")
