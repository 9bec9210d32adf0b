"""The shipped notebook with its outputs, made in this process: for tests that need no kernel."""

from __future__ import annotations

import nbformat
from nbformat import NotebookNode

from cba_kit.reports import roadmap
from tests.reports.report_team import Team


def executed(team: Team, person: str) -> NotebookNode:
    """Return the roadmap's notebook as a kernel would leave it."""
    notebook: NotebookNode = nbformat.read(team.library.find("reports/roadmap/roadmap.ipynb"), 4)
    book = roadmap.read(str(team.academy.folder), person)
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.source.startswith("book."):
            call = cell.source.removeprefix("book.").removesuffix("()")
            bundle = getattr(book, call)()._repr_mimebundle_()
            cell.outputs = [nbformat.v4.new_output("execute_result", bundle, execution_count=1)]
    return notebook
