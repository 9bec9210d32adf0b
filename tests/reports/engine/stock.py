"""The stock side: papermill's own engine with an ordinary kernel, one for many notebooks."""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync
from nbclient.exceptions import CellTimeoutError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient  # type: ignore[import-untyped]  # has no types
from papermill.engines import NotebookExecutionManager  # type: ignore[import-untyped]  # the same

RESET = "get_ipython().reset(new_session=False)\nget_ipython().execution_count = 1"
PATIENCE = 60
"""Seconds that a cell of these tests may take at the very most."""
ATTEMPTS = 3
SILENCING = "PYTEST_CURRENT_TEST"
"""Where this is in its environment, a kernel does not look at what is written to descriptors."""


class Stock:
    """Executes notebooks with an ordinary kernel, which forgets one before it gets the next."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._kernel: AsyncKernelManager | None = None

    def execute(self, notebook: NotebookNode, *, alone: bool = False) -> NotebookNode:
        """Return the notebook as papermill's engine leaves it; `alone` with a kernel of its own.

        On a busy machine ipykernel leaves a request without an answer once in a while: then the notebook
        goes to another kernel.
        """
        for _ in range(ATTEMPTS - 1):
            try:
                return self._execute(notebook, alone=alone)
            except CellTimeoutError:
                self.end()
        return self._execute(notebook, alone=alone)

    def _execute(self, notebook: NotebookNode, *, alone: bool) -> NotebookNode:
        executed = copy.deepcopy(notebook)
        executed.metadata["papermill"] = NotebookNode()
        manager = NotebookExecutionManager(executed, progress_bar=False)
        manager.notebook_start()
        if alone:
            self.end()
        self._kernel = self._kernel or AsyncKernelManager(kernel_name="python3")
        client = PapermillNotebookClient(manager, km=self._kernel, timeout=PATIENCE)
        env = {name: value for name, value in os.environ.items() if name != SILENCING}
        client.execute(cwd=str(self.folder), env=env)
        run_sync(_reset)(client.kc)
        if alone:
            self.end()
        manager.notebook_complete()
        return executed

    def end(self) -> None:
        """End the kernel; the next notebook gets another one."""
        if self._kernel is not None:
            run_sync(self._kernel.shutdown_kernel)(now=True)
            self._kernel = None


async def _reset(client: Any) -> None:
    await client.execute(RESET, silent=True, reply=True, timeout=60)
    client.stop_channels()


@contextmanager
def stock_engine(folder: Path) -> Iterator[Stock]:
    """Have a stock engine whose notebooks run in `folder`."""
    stock = Stock(folder)
    try:
        yield stock
    finally:
        stock.end()
