"""An academy's own notebook for the roadmap: a cover at a pinned time, and a cell of the test's own."""

from __future__ import annotations

from pathlib import Path

import nbformat
import psutil

PINNED = """\
from datetime import UTC, datetime

from cba_kit.config import Academy
from cba_kit.reports import roadmap

Academy.now = lambda self: datetime(2024, 3, 11, 9, 42, tzinfo=UTC)
book = roadmap.read(academy, person)
book.cover()"""


def own_notebook(templates: Path, *sources: str) -> Path:
    """Write it into an academy's templates, and return its path."""
    parameters = nbformat.v4.new_code_cell('academy = ""\nperson = ""', metadata={"tags": ["parameters"]})
    heading = nbformat.v4.new_markdown_cell("## The test")
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook = nbformat.v4.new_notebook(
        cells=[parameters, nbformat.v4.new_code_cell(PINNED), heading, *cells]
    )
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    path = templates / "reports/roadmap/roadmap.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def running_for(academy: Path) -> list[psutil.Process]:
    """Return the processes of an academy's notebooks: they, and what they start, work beside them."""
    found = []
    for process in psutil.process_iter():
        try:
            if Path(process.cwd()).is_relative_to(academy):
                found.append(process)
        except psutil.Error:
            continue
    return found
