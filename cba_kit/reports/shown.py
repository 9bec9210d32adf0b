"""Shown: every text of an executed notebook with the place where it stands, to look for leaks in."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

from nbformat import NotebookNode

from cba_kit.reports.engine.place import place
from cba_kit.reports.phrases import strings
from cba_kit.reports.section import MIME

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z!?][^<>]*>")
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|big|br|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|small|span|strong|sub|sup"
    r"|tspan|tt|u|var|wbr)\b[^<>]*>",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"""[\s"':](?:alt|title|content|href|label|placeholder|summary|value|aria-[\w-]+|data-[\w-]+)"""
    r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""",
    re.IGNORECASE,
)
_SEAM = "\x00"
_PICTURES = ("image/png", "image/jpeg", "image/gif", "application/pdf")

Place = tuple[str, str]
"""Where a text stands (“Trends”, “the cell under …”), and the text."""


def texts(notebook: NotebookNode) -> Iterator[Place]:
    """Yield all texts of cells, outputs and metadata: what a reader sees, and the rest."""
    for index, cell in enumerate(notebook.cells):
        where = place(notebook.cells, index)
        for text in (cell.source, *strings(cell.metadata)):
            yield from _parted(where, text)
        for output in cell.get("outputs", []):
            yield from _output(where, output)
    for key, value in notebook.metadata.items():
        for text in strings(value):
            yield from _parted("the widgets" if key == "widgets" else "the notebook's metadata", text)


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
            for text in strings(content["document"]):
                yield from _parted("title and author", text)
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
    """Yield a text; one with markup in its parts between the tags, and without what marks words in a line."""
    if "<" not in text:
        yield where, text
        return
    if not text.lstrip().startswith("<"):  # perhaps no markup at all: “a < b”, “<Ann Lee>”
        yield where, text
    told = [found[1] for found in _COMMENT.finditer(text)] if "<!--" in text else []
    seen = _COMMENT.sub("", text) if told else text
    told += _TAG.split(seen)
    for gap in ("", " ") if _INLINE.search(seen) else ():  # “An<b>n</b>”, and “Ann<br>Lee”
        joined = _TAG.split(_INLINE.sub(_SEAM + gap, seen))
        told += [part.replace(_SEAM, "") for part in joined if _SEAM in part]
    for part in told:
        if len(part) > 3 and not part.isspace():
            yield where, html.unescape(part)
    for found in _SAID.finditer(text):
        yield where, unquote(html.unescape(found[1] or found[2] or found[3] or ""))
