"""The adapter: what papermill loads when it is asked for the engine “cba”.

Papermill's own modules are loaded late, because papermill loads this one while it is itself being loaded.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, TextIO

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from cba_kit.reports.engine.limits import Limits


class CbaEngine:
    """Executes a notebook for `papermill --engine cba`.

    `--execution-timeout` is the limit of a cell. Without it there is no limit of time, and never one of
    memory, as with the stock engine. A notebook of another language, or for another Python than this
    one, is given to the stock engine.
    """

    @classmethod
    def execute_notebook(
        cls,
        nb: NotebookNode,
        kernel_name: str,
        output_path: str | None = None,
        progress_bar: bool | dict[str, Any] = True,
        log_output: bool = False,
        autosave_cell_every: int = 30,
        **options: Any,
    ) -> NotebookNode:
        """Execute `nb` and return it; papermill names the arguments.

        Raises CellTimeoutError and DeadKernelError as the stock engine does, the latter also for a
        notebook that was stopped; an error in a cell is for papermill to find.
        """
        from papermill.engines import (  # type: ignore[import-untyped]  # noqa: PLC0415  # no types; see above
            NBClientEngine,
            NotebookExecutionManager,
        )

        settings = {
            "output_path": output_path,
            "progress_bar": progress_bar,
            "log_output": log_output,
            "autosave_cell_every": autosave_cell_every,
        }
        if not _is_for_this_python(cls.nb_language(nb), kernel_name):
            executed: NotebookNode = NBClientEngine.execute_notebook(nb, kernel_name, **settings, **options)
            return executed
        manager = NotebookExecutionManager(nb, **settings)
        manager.notebook_start()
        try:
            cls._conduct(manager, options)
        finally:
            manager.cleanup_pbar()
            manager.notebook_complete()
        return nb

    @classmethod
    def _conduct(cls, manager: Any, options: dict[str, Any]) -> None:
        from cba_kit.reports.engine.execution import conduct  # noqa: PLC0415  # loads papermill, see above

        echo = _Echo(manager.log_output, options.get("stdout_file"), options.get("stderr_file"))
        limits = Limits(cell=options.get("execution_timeout") or math.inf, wall=math.inf, memory=sys.maxsize)
        status, error, _ = conduct(manager, cwd=Path(), limits=limits, on_cell=echo.cell, warm=())
        if status == "timeout":
            raise CellTimeoutError(error)
        if status not in ("ok", "error"):
            raise DeadKernelError(error)

    @classmethod
    def nb_kernel_name(cls, nb: NotebookNode, name: str | None = None) -> str:
        """Return the name of the notebook's kernel; that of this Python when it names none."""
        return name or nb.metadata.get("kernelspec", {}).get("name") or "python3"

    @classmethod
    def nb_language(cls, nb: NotebookNode, language: str | None = None) -> str:
        """Return the notebook's language; Python when it names none."""
        named = nb.metadata.get("language_info", {}).get("name")
        return language or named or nb.metadata.get("kernelspec", {}).get("language") or "python"


def _is_for_this_python(language: str, kernel: str) -> bool:
    """Tell whether a kernel is this Python's own; so is one that nobody here has heard of."""
    if language != "python":
        return False
    try:
        command = KernelSpecManager().get_kernel_spec(kernel).argv
    except NoSuchKernel:
        return True
    own = ("python", "python3", PurePath(sys.executable).name, sys.executable)
    return command[0] in own and "ipykernel_launcher" in command


@dataclass(frozen=True, slots=True)
class _Echo:
    """Where papermill was asked to write what cells print, beside the notebook."""

    log_output: bool
    stdout: TextIO | None
    stderr: TextIO | None

    def cell(self, _index: int, cell: NotebookNode) -> None:
        """Write what a cell has printed."""
        from papermill.log import logger  # type: ignore[import-untyped]  # noqa: PLC0415  # the same

        for output in cell.outputs:
            text = output.text if output.output_type == "stream" else output.get("data", {}).get("text/plain")
            is_error = output.get("name") == "stderr"
            file = self.stderr if is_error else self.stdout
            if output.output_type == "stream" and file is not None:
                file.write(text)
                file.flush()
            if self.log_output and text:
                (logger.warning if is_error else logger.info)(text)
