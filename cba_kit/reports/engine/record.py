"""The record: what has come back of an execution, written into the notebook as papermill would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import nbformat
from nbformat import NotebookNode
from papermill.engines import NotebookExecutionManager  # type: ignore[import-untyped]  # has no types

from cba_kit.reports.engine.place import place

OnCell = Callable[[int, NotebookNode], None]
"""Called with the index of a cell that has ended, and the cell."""


class Record:
    """A notebook that fills up, message by message."""

    def __init__(self, manager: NotebookExecutionManager, on_cell: OnCell | None) -> None:
        self.failure = ""
        """What the cell said that failed and must not; empty while there is none."""
        self.running: int | None = None
        """The cell that runs."""
        self.done = False
        """Whether the process has come to its end."""
        self.left = False
        """Whether the notebook ended itself before its last cell."""
        self._manager = manager
        self._on_cell = on_cell
        self._is_last = self._closed = False
        self._passed = 0
        """How many cells are behind us; the last one of them may still run."""

    @property
    def notebook(self) -> NotebookNode:
        """The notebook as far as it is known."""
        notebook: NotebookNode = self._manager.nb
        return notebook

    @property
    def where(self) -> str:
        """The cell that runs, or the one that ran last, in words."""
        return place(self.notebook.cells, max(0, self._passed - 1))

    def take(self, message: Mapping[str, Any]) -> None:
        """Write down what a message of `cells.run` says."""
        if self._closed:
            return
        if "begins" in message:
            self._begin(message["begins"])
        elif "cell" in message:
            self._end(message["cell"], message)
        elif "done" in message:
            self._finish(message)

    def end_after_this_cell(self) -> None:
        """Take nothing more than what the running cell still has to say."""
        self._is_last = True

    def fail(self) -> None:
        """Mark the cell that ran last as failed; papermill would believe that all is well."""
        if not self.notebook.cells:
            return
        index = max(0, self._passed - 1)
        cell = self.notebook.cells[index]
        self._manager.cell_exception(cell, cell_index=index)
        if self.running is not None:
            self._manager.cell_complete(cell, cell_index=index)
            self.running = None

    def _begin(self, index: int) -> None:
        self._pass(index)
        self._passed = index + 1
        self.running = index
        self._manager.cell_start(self.notebook.cells[index], index)

    def _pass(self, until: int) -> None:
        """Pass cells in which there is nothing to run."""
        for index in range(self._passed, until):
            self._manager.cell_start(self.notebook.cells[index], index)
            self._manager.cell_complete(self.notebook.cells[index], cell_index=index)
        self._passed = max(self._passed, until)

    def _end(self, index: int, message: Mapping[str, Any]) -> None:
        cell = self.notebook.cells[index]
        cell.outputs = _nodes(message["outputs"])
        cell.execution_count = message["count"]
        cell.metadata["execution"] = message["execution"]
        for other, outputs in message["others"].items():
            self.notebook.cells[int(other)].outputs = _nodes(outputs)
        self.running = None
        self._closed = self._is_last
        if message["failure"] and not message["may_fail"]:
            self.failure = message["failure"]
            self._manager.cell_exception(cell, cell_index=index)
        self._manager.cell_complete(cell, cell_index=index)
        if self._on_cell is not None:
            self._on_cell(index, cell)

    def _finish(self, message: Mapping[str, Any]) -> None:
        self.done, self.left = True, message["left"]
        self.notebook.metadata["language_info"] = nbformat.from_dict(message["language"])  # type: ignore[no-untyped-call]  # no types
        if message["widgets"]:
            self.notebook.metadata["widgets"] = nbformat.from_dict(message["widgets"])  # type: ignore[no-untyped-call]  # the same
        if not (self.failure or self.left):
            self._pass(len(self.notebook.cells))


def _nodes(outputs: list[dict[str, Any]]) -> list[NotebookNode]:
    return [nbformat.from_dict(output) for output in outputs]  # type: ignore[no-untyped-call]  # no types
