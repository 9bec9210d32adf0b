"""The probe: fork one kernel for real, and tell how long it took and what it costs."""

from __future__ import annotations

import os
import secrets
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.connect import write_connection_file

from cba_kit.kernels.owner import ForkParent
from cba_kit.kernels.provisioner import KERNEL
from cba_kit.kernels.request import ForkError, ForkRequest

PATIENCE = 30.0
"""Seconds that the parent, and then the kernel, may take."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What came of it. `trouble` says why no kernel was forked, and then the figures are 0."""

    trouble: str = ""
    parent_ms: float = 0.0
    """From the start of the parent until it could fork: once a server."""
    kernel_ms: float = 0.0
    """From the request until the kernel answered."""
    own_mib: float = 0.0
    """Memory that this kernel shares with nobody: what one more of its kind costs."""
    pss_mib: float = 0.0
    """Its proportional share: own memory, and half of what it shares with its only parent."""


def probe(preload: Sequence[str] = ()) -> Probe:
    """Start a parent with these modules, fork a kernel, ask it who it is, and end both."""
    parent = ForkParent((f"{KERNEL}:warm", *preload), patience=PATIENCE)
    try:
        with tempfile.TemporaryDirectory(prefix="cba-") as folder:
            return _try(parent, Path(folder))
    except (ForkError, OSError, RuntimeError) as error:
        return Probe(trouble=str(error))
    finally:
        parent.end()


def _try(parent: ForkParent, folder: Path) -> Probe:
    begin = time.monotonic()
    parent.wait_ready()
    ready = time.monotonic()
    file, _ = write_connection_file(
        str(folder / "kernel.json"),
        transport="ipc",
        ip=str(folder / "kernel"),
        key=secrets.token_hex(32).encode(),
    )
    env = {"PATH": os.defpath, "HOME": str(folder), "IPYTHONDIR": str(folder)}
    request = ForkRequest(f"{KERNEL}:run", {"argv": ["-f", file]}, env=env, cwd=str(folder))
    kernel = parent.fork(request)
    kernel.settled(PATIENCE)
    _ask(file)
    answered = time.monotonic()
    own, pss = memory(kernel.pid)
    kernel.kill()
    kernel.wait(PATIENCE)
    return Probe("", 1000 * (ready - begin), 1000 * (answered - ready), own, pss)


def _ask(file: str) -> None:
    """Ask the kernel who it is, and wait for the answer."""
    client = BlockingKernelClient()
    client.load_connection_file(file)
    client.start_channels(iopub=False, stdin=False, hb=False, control=False)
    try:
        client.kernel_info()
        client.get_shell_msg(timeout=PATIENCE)
    except Empty:
        raise ForkError(f"the forked kernel did not answer within {PATIENCE:.0f} seconds") from None
    finally:
        client.stop_channels()


def memory(pid: int) -> tuple[float, float]:
    """Return a process's own memory and its proportional share, in MiB."""
    sizes = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]:
        name, size, _ = line.split()
        sizes[name] = int(size) / 1024
    return sizes["Private_Clean:"] + sizes["Private_Dirty:"], sizes["Pss:"]
