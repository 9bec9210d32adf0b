"""The record: what has come back of an execution, written into the notebook as papermill would."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import nbformat
from nbformat import NotebookNode
from papermill.engines import NotebookExecutionManager  # type: ignore[import-untyped]  # has no types

from cba_kit.reports.engine.place import place
from cba_kit.reports.engine.tags import may_fail, runs
from cba_kit.reports.engine.told import Begins, Done, Ended, read

OnCell = Callable[[int, NotebookNode], None]
"""Called with the index of a cell that has ended, and the cell."""


class Record:
    """A notebook that fills up, message by message."""

    def __init__(self, manager: NotebookExecutionManager, on_cell: OnCell | None) -> None:
        self.failure = ""
        """What the cell said that failed and must not; empty while there is none."""
        self.running: int | None = None
        """The cell that runs."""
        self.printed: Sequence[int] = ()
        """The place in each stream's file behind which stands what that cell has printed."""
        self.done = False
        """Whether the process has come to its end."""
        self.left = False
        """Whether the notebook ended itself before its last cell."""
        self._manager = manager
        self._on_cell = on_cell
        self._count = len(manager.nb.cells)
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

    def take(self, message: Mapping[str, Any]) -> bool:
        """Write down what a message says; False for one that `cells.run` would not send now."""
        if self._closed:
            return True
        try:
            told = read(message)
        except ValueError:
            return False
        if not self._makes_sense(told):
            return False
        if isinstance(told, Begins):
            self._begin(told)
        elif isinstance(told, Ended):
            self._end(told)
        else:
            self._finish(told)
        return True

    def end_after_this_cell(self) -> None:
        """Take nothing more than what the running cell still has to say."""
        self._is_last = True

    def keep(self, texts: Iterable[tuple[str, str]]) -> None:
        """Let a cell that came to no end have at least what it has printed: streams and texts."""
        if self.running is not None:
            self.notebook.cells[self.running].outputs = [
                nbformat.v4.new_output("stream", name=name, text=text)  # type: ignore[no-untyped-call]  # no types
                for name, text in texts
            ]

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

    def _makes_sense(self, told: Begins | Ended | Done) -> bool:
        """Tell whether this may follow on what is known: each cell that is to run does, in its turn."""
        if isinstance(told, Ended):
            return told.cell == self.running and all(other < self._count for other in told.others)
        if self.running is not None or self.done:
            return False
        ahead = (index for index in range(self._passed, self._count) if runs(self.notebook.cells[index]))
        following = None if self.failure else next(ahead, None)
        if isinstance(told, Begins):
            return told.begins == following
        return told.left or following is None

    def _begin(self, told: Begins) -> None:
        index = told.begins
        self._pass(index)
        self.printed = told.printed
        self._passed = index + 1
        self.running = index
        self._manager.cell_start(self.notebook.cells[index], index)

    def _pass(self, until: int) -> None:
        """Pass cells in which there is nothing to run."""
        for index in range(self._passed, until):
            self._manager.cell_start(self.notebook.cells[index], index)
            self._manager.cell_complete(self.notebook.cells[index], cell_index=index)
        self._passed = max(self._passed, until)

    def _end(self, told: Ended) -> None:
        index, cell = told.cell, self.notebook.cells[told.cell]
        cell.outputs = told.outputs
        cell.execution_count = told.count
        cell.metadata["execution"] = told.execution
        for other, outputs in told.others.items():
            self.notebook.cells[other].outputs = outputs
        self.running = None
        self._closed = self._is_last
        if told.failure and not may_fail(cell):
            self.failure = told.failure
            self._manager.cell_exception(cell, cell_index=index)
        self._manager.cell_complete(cell, cell_index=index)
        if self._on_cell is not None:
            self._on_cell(index, cell)

    def _finish(self, told: Done) -> None:
        self.done, self.left = True, told.left
        self.notebook.metadata["language_info"] = told.language
        if told.widgets:
            self.notebook.metadata["widgets"] = told.widgets
        if not (self.failure or self.left):
            self._pass(self._count)
