"""Tags: what a cell's tags ask of whoever runs it. Both sides of the line look here."""

from __future__ import annotations

from nbformat import NotebookNode

SKIPPED, MAY_FAIL = "skip-execution", "raises-exception"


def runs(cell: NotebookNode) -> bool:
    """Tell whether a cell is one to run."""
    return bool(cell.cell_type == "code" and cell.source.strip() and SKIPPED not in _tags(cell))


def may_fail(cell: NotebookNode) -> bool:
    """Tell whether the next cell runs even after an error in this one."""
    return MAY_FAIL in _tags(cell)


def _tags(cell: NotebookNode) -> list[str]:
    tags: list[str] = cell.metadata.get("tags", [])
    return tags
