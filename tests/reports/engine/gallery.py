"""A gallery of small notebooks that have nothing to do with us: what people put into cells.

Each is a text file in the folder of the same name: a line `# %%`, with tags behind it, begins a cell.
"""

from __future__ import annotations

import re
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

FOLDER = Path(__file__).with_suffix("")
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
"""A picture of one pixel."""
_CELL = re.compile(r"^# %%(.*)\n", re.MULTILINE)


def notebook(*cells: str | NotebookNode) -> NotebookNode:
    """Make a notebook; a text is a code cell."""
    nodes = [new_code_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    for number, node in enumerate(nodes):
        node.id = f"cell-{number}"
    made: NotebookNode = new_notebook(cells=nodes, metadata={"kernelspec": KERNEL})
    return made


def tagged(source: str, *tags: str) -> NotebookNode:
    """Make a code cell with tags."""
    return new_code_cell(source, metadata={"tags": list(tags)})


def gallery() -> dict[str, NotebookNode]:
    """Return all notebooks by their names."""
    return {"other_cells": other_cells()} | {path.stem: read(path) for path in sorted(FOLDER.glob("*.txt"))}


def read(path: Path) -> NotebookNode:
    """Read one notebook of the folder."""
    _, *parts = _CELL.split(path.read_text(encoding="utf-8"))
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return notebook(*(tagged(source.rstrip("\n"), *tags.split()) for tags, source in pairs))


def other_cells() -> NotebookNode:
    """Make a notebook of all that is not simply code."""
    picture = {"dot.png": {"image/png": DOT}}
    return notebook(
        new_markdown_cell("# Title\n\n![dot](attachment:dot.png)", attachments=picture),
        new_raw_cell("raw *words*", metadata={"format": "text/restructuredtext"}),
        "",
        "   \n",
        "# only a comment",
        tagged("1 / 0", "skip-execution"),
        new_code_cell("1", execution_count=17, metadata={"collapsed": True}),
    )
