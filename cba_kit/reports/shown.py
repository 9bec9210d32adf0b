"""Shown: every text of an executed notebook with the place where it stands, to look for leaks in."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from nbformat import NotebookNode

from cba_kit.reports.engine.place import place
from cba_kit.reports.phrases import strings
from cba_kit.reports.section import MIME

_TAG = re.compile(r"<[^<>]*>")
_SAID = re.compile(r"""\b(?:alt|title|content|aria-label)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_PICTURES = ("image/png", "image/jpeg", "image/gif", "application/pdf")

Place = tuple[str, str]
"""Where a text stands (“Trends”, “the cell under …”), and the text."""


def texts(notebook: NotebookNode) -> Iterator[Place]:
    """Yield all texts of the cells' outputs, of Markdown cells and of the notebook's metadata."""
    for index, cell in enumerate(notebook.cells):
        where = place(notebook.cells, index)
        if cell.cell_type == "markdown":
            yield from _parted(where, cell.source)
        for output in cell.get("outputs", []):
            yield from _output(where, output)
    for text in strings(notebook.metadata.get("widgets", {})):
        yield from _parted("the widgets", text)


def page_texts(page: str) -> Iterator[Place]:
    """Yield all texts of an HTML page, those of attributes that are read aloud, too."""
    return _parted("the page", page)


def version(notebook: NotebookNode) -> int | None:
    """Return the version of the workbook that the notebook shows; None where it does not say."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if MIME in output.get("data", {}):
                return int(output.data[MIME]["document"]["version"])
    return None


def _output(where: str, output: NotebookNode) -> Iterator[Place]:
    data = output.get("data", {})
    for mime, content in data.items():
        if mime == MIME:
            for section in content["sections"]:
                for text in strings(section):
                    yield from _parted(f"“{section['title']}”", text)
        elif mime not in _PICTURES:
            for text in strings(content):
                yield from _parted(where, text)
    for key in ("text", "ename", "evalue", "traceback"):
        for text in strings(output.get(key, "")):
            yield from _parted(where, text)


def _parted(where: str, text: str) -> Iterator[Place]:
    """Yield a text, one with markup in its parts between the tags."""
    if "<" not in text:
        yield where, text
        return
    for part in _TAG.split(text):
        if len(part) > 3 and not part.isspace():
            yield where, html.unescape(part)
    for found in _SAID.finditer(text):
        yield where, html.unescape(found[1] or found[2] or "")
