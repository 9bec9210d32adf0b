"""Sample: one page made for real, to know what pages take on this machine."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import psutil  # type: ignore[import-untyped]  # no types
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

from cba_kit.config import Academy, kernel_environment
from cba_kit.errors import RenderError
from cba_kit.kernels import Child, forkable
from cba_kit.server.memory import PAGE, RESERVE, machine
from cba_kit.server.notebooks import notebook
from cba_kit.server.specs import ORDINARY, ForkedSpecs

PATIENCE = 60
"""Seconds that a kernel, or one cell, may take."""


class Sample(NamedTuple):
    """What one page took."""

    forked: bool
    seconds: float
    """From the request for a kernel until the page had run."""
    memory: int
    """Bytes that its kernel shares with no other process: what one more page takes."""


def make_sample(academy: Academy) -> Sample:
    """Start a kernel as the server does, run the participants' page in it for nobody, and end it.

    The first kernel waits for its parent, so the second one is measured. Raises RenderError when a
    kernel does not start or a cell fails.
    """
    _make(academy)
    return _make(academy)


def _make(academy: Academy) -> Sample:
    path = notebook(academy, "participant.ipynb")
    kernels = KernelManager(kernel_name=ORDINARY, kernel_spec_manager=ForkedSpecs())
    env = kernel_environment(academy, academy.settings.language)
    begin = time.monotonic()
    kernels.start_kernel(env=env, cwd=str(path.parent))
    provisioner: Any = kernels.provisioner
    try:
        _run(path, kernels.blocking_client())
        seconds = time.monotonic() - begin
        forked = isinstance(provisioner.process, Child)
        memory: int = psutil.Process(provisioner.pid).memory_full_info().uss
    except psutil.Error as error:
        raise RenderError("The kernel of a page died.", where=path.name) from error
    finally:
        kernels.shutdown_kernel(now=True)
    return Sample(forked, seconds, memory)


def fitting(memory: int) -> int:
    """Return how many pages of `memory` bytes fit into what is free on this machine now."""
    total, available = machine()
    return int(max(0, available - max(RESERVE * total, 2 * PAGE)) // memory)


def unforked() -> str:
    """Return why kernels are not forked on this system; empty where they should be."""
    return forkable()


def _run(path: Path, client: BlockingKernelClient) -> None:
    client.start_channels()
    try:
        client.wait_for_ready(timeout=PATIENCE)
        cells = nbformat.read(path, as_version=4).cells  # type: ignore[no-untyped-call]  # no types
        for number, cell in enumerate(cells, start=1):
            if cell.cell_type != "code":
                continue
            reply = client.execute_interactive(
                cell.source, timeout=PATIENCE, allow_stdin=False, output_hook=lambda _: None
            )
            if reply["content"]["status"] != "ok":
                raise RenderError(f"The page stopped in cell {number}.", where=path.name)
    except (RuntimeError, TimeoutError) as error:
        raise RenderError("The kernel of a page does not answer.", where=path.name) from error
    finally:
        client.stop_channels()
