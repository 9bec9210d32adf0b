"""The place of a cell, in words that its reader finds in the notebook."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nbformat import NotebookNode

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_MARKS = re.compile(r"[*_`]|<[^>]*>")


def place(cells: Sequence[NotebookNode], index: int) -> str:
    """Name a cell by the nearest heading above it, or by its number where there is none."""
    for cell in reversed(cells[:index]):
        titles = list(headings(cell.source)) if cell.cell_type == "markdown" else []
        if titles:
            return f"the cell under “{titles[-1]}”"
    return f"cell {index + 1}"


def headings(markdown: str) -> Iterator[str]:
    """Yield the headings of a Markdown text, without their marks."""
    fenced = False
    for line in markdown.splitlines():
        if _FENCE.match(line):
            fenced = not fenced
        heading = None if fenced else _HEADING.fullmatch(line)
        title = _MARKS.sub("", heading[1]).strip() if heading else ""
        if title:
            yield title
