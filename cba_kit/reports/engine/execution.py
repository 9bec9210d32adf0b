"""Executing a notebook: in a process of its own, within limits, and with a status that can be believed."""

from __future__ import annotations

import copy
import logging
import os
import signal
import time
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from papermill.engines import NotebookExecutionManager  # type: ignore[import-untyped]  # has no types

from cba_kit.kernels import ForkError
from cba_kit.model.render import RenderStatus
from cba_kit.reports.engine.forked import Forked
from cba_kit.reports.engine.limits import Limits
from cba_kit.reports.engine.record import OnCell, Record
from cba_kit.reports.engine.spawned import take
from cba_kit.reports.engine.wants import wants
from cba_kit.reports.engine.watch import Broken, Process, Watch
from cba_kit.reports.nursery import WARM

log = logging.getLogger(__name__)

LIMITS = Limits()
"""What a notebook may use that is not told otherwise."""
ERROR_LENGTH = 400
"""Characters of an error that are told."""
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Execution:
    """What came of a notebook. `error` says in plain words what went wrong, and in which cell."""

    status: RenderStatus
    error: str
    notebook: NotebookNode
    """The notebook with the outputs of all cells that came to their end; of one that did not, its words."""
    ms: int


def execute(
    notebook: NotebookNode,
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    limits: Limits = LIMITS,
    on_cell: OnCell | None = None,
    warm: Sequence[str] = WARM,
) -> Execution:
    """Execute a notebook and return it with its outputs; the one that is given stays as it is.

    `cwd` is the working directory (None: ours), `env` what its environment has beyond ours. `on_cell` is
    called with the index and the cell whenever one has ended. `warm` names what its process has loaded
    when it begins, as “module” or “module:function”; nothing there may start a thread.

    May be called from several threads at once. Waits for the end, and raises nothing, whatever the
    notebook does: the status tells it.
    """
    executed = copy.deepcopy(notebook)
    executed.metadata.setdefault("papermill", nbformat.from_dict({}))  # type: ignore[no-untyped-call]  # no types
    manager = NotebookExecutionManager(executed, progress_bar=False)
    manager.notebook_start()
    status, error, ms = conduct(manager, cwd=cwd, env=env, limits=limits, on_cell=on_cell, warm=warm)
    manager.notebook_complete()
    return Execution(status, error, executed, ms)


def conduct(
    manager: NotebookExecutionManager,
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    limits: Limits = LIMITS,
    on_cell: OnCell | None = None,
    warm: Sequence[str] = WARM,
) -> tuple[RenderStatus, str, int]:
    """Execute the notebook that papermill's `manager` has; return the status, the error, milliseconds."""
    begun = time.monotonic()
    record = Record(manager, on_cell)
    try:
        process = _process(record.notebook, warm, {**os.environ, **(env or {})}, (cwd or Path()).absolute())
    except OSError as reason:
        record.fail()
        return "died", f"No process for the notebook could be started: {reason}."[:ERROR_LENGTH], _ms(begun)
    with closing(process.printed) as printed:
        with suppress(OSError):  # it has ended already, which the watch will tell
            process.line.send({"notebook": record.notebook, "output": limits.output})
        broken = Watch(process, record, limits).keep()
        record.keep(printed.since(record.printed, limits.output))
    status, error = _verdict(record, broken, process, limits)
    if status != "ok" and not record.failure:
        record.fail()
    return status, error[:ERROR_LENGTH], _ms(begun)


def _process(notebook: NotebookNode, warm: Sequence[str], env: Mapping[str, str], cwd: Path) -> Process:
    try:
        return Forked(warm, env, cwd, wants(notebook, env))
    except ForkError as error:
        process = take(warm, env, cwd)
        _say_once(str(error))
        return process


@lru_cache(maxsize=64)
def _say_once(reason: str) -> None:
    log.warning("A notebook is executed in a process that is started for it, which is slower: %s.", reason)


def _verdict(record: Record, broken: Broken, process: Process, limits: Limits) -> tuple[RenderStatus, str]:
    """Return the status and the error."""
    where = record.where
    if broken == "cell":
        return "timeout", f"{_upper(where)} took longer than {limits.cell:g} seconds."
    if broken == "wall":
        return "killed", f"The notebook took longer than {limits.wall:g} seconds; it was stopped in {where}."
    if broken == "memory":
        return "killed", f"{_upper(where)} used more than {limits.memory // MIB} MiB of memory."
    if process.line.garbled:
        return "died", f"{_upper(where)} disturbed what its process tells us; it was stopped."
    if not record.done:
        return "died", f"The process ended in {where}{_manner(process.code)}."
    if record.failure:
        return "error", f"{_upper(where)} stopped with an error: {' '.join(record.failure.split())}"
    if record.left:
        return "died", f"The notebook ended itself in {where}."
    return "ok", ""


def _manner(code: int | None) -> str:
    """Say how a process ended."""
    if code is None:
        return ""
    if code >= 0:
        return f" with exit code {code}"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
    return f" by signal {name}"


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _ms(begun: float) -> int:
    return round(1000 * (time.monotonic() - begun))
