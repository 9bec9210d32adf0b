"""Engine: execute a report's notebook with papermill, and prove that every cell really ran."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import papermill  # type: ignore[import-untyped]  # has no types
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError  # type: ignore[import-untyped]  # has no types
from traitlets.config import Config

from cba_kit.model.render import RenderStatus
from cba_kit.reports.executed import load

START_SECONDS = 60
"""How long a kernel may take to start, on a machine where everybody renders."""
_ERROR_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a notebook: its status, and in plain words what went wrong."""

    status: RenderStatus
    error: str = ""


def execute(
    source: Path,
    target: Path,
    parameters: Mapping[str, str],
    *,
    timeout: int,
    engine: str | None = None,
) -> Outcome:
    """Execute `source` with `parameters` and write the result to `target`, the partial one too.

    `timeout` counts seconds for one cell. `engine` names a papermill engine; None is the stock one.
    Nothing is believed that papermill writes about the run: it marks a notebook whose kernel died as
    completed. A cell counts as executed only when the kernel's reply to it is on record.
    """
    with _private_sockets() as config:
        return _execute(source, target, parameters, timeout=timeout, engine=engine, config=config)


def _execute(
    source: Path,
    target: Path,
    parameters: Mapping[str, str],
    *,
    timeout: int,
    engine: str | None,
    config: Config,
) -> Outcome:
    try:
        papermill.execute_notebook(
            str(source),
            str(target),
            parameters=dict(parameters),
            engine_name=engine,
            progress_bar=False,
            log_output=False,
            execution_timeout=timeout,
            start_timeout=START_SECONDS,
            config=config,
        )
    except PapermillExecutionError as error:
        where = _unproven(load(target)) or "a cell"
        return Outcome("error", f"{where}: {error.ename}: {error.evalue}"[:_ERROR_LENGTH])
    except CellTimeoutError:
        where = _unproven(load(target)) or "a cell"
        return Outcome("timeout", f"{where} took longer than {timeout} seconds.")
    except DeadKernelError:
        where = _unproven(load(target)) or "a cell"
        return Outcome("died", f"The kernel stopped in {where}.")
    except RuntimeError as error:  # jupyter_client's way to say that a kernel does not start
        return Outcome("died", f"The kernel does not start: {error}."[:_ERROR_LENGTH])
    where = _unproven(load(target))
    return Outcome("died", f"The kernel stopped in {where}.") if where else Outcome("ok")


@contextmanager
def _private_sockets() -> Iterator[Config]:
    """Give a kernel sockets in a folder of its own instead of open ports, where the system has them.

    The folder is a short one: a socket's path may have about a hundred characters. The kernel says less
    on the terminal: that it is interrupted when it ends is no news, and what fails is in the notebook.
    """
    quiet = {"extra_arguments": ["--IPKernelApp.log_level=50"]}
    if sys.platform == "win32":
        yield Config({"NotebookClient": quiet})
        return
    with tempfile.TemporaryDirectory(prefix="cba-") as folder:
        file = str(Path(folder, "kernel.json"))
        kernel = {"transport": "ipc", "connection_file": file}
        yield Config({"KernelManager": kernel, "NotebookClient": quiet})


def _unproven(notebook: NotebookNode) -> str:
    """Return the name of the first code cell without a recorded reply; empty when all have one."""
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        replied = "shell.execute_reply" in cell.metadata.get("execution", {})
        failed = any(output.output_type == "error" for output in cell.outputs)
        if not replied or failed or cell.execution_count is None:
            return f"the cell “{cell.get('id', index + 1)}”"
    return ""
