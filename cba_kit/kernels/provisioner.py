"""The provisioner: how jupyter_client starts and ends a forked kernel."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import List, Unicode

from cba_kit.kernels.handle import Child
from cba_kit.kernels.owner import ForkParent, parent_of
from cba_kit.kernels.request import ForkError, ForkRequest

log = logging.getLogger(__name__)

KERNEL = "cba_kit.kernels.kernel"
BIND = 10.0
"""Seconds to wait for a kernel's sockets; who connects earlier waits for a retry instead."""


def kernel_parent(preload: Sequence[str] = ()) -> ForkParent:
    """Return the parent that kernels with these modules come from; call its `start` to have it ready."""
    return parent_of((f"{KERNEL}:warm", *preload))


class ForkProvisioner(LocalProvisioner):
    """Forks an IPython kernel; where that is not possible, starts it as LocalProvisioner does.

    A kernelspec names it in its metadata:
    `"kernel_provisioner": {"provisioner_name": "cba-fork", "config": {"preload": ["pandas"]}}`.
    """

    preload = List(Unicode(), help="modules, or module:function, that are there when a kernel starts")
    arguments = List(Unicode(), help="words added to the kernel's command line")
    log_path: Path | None = None
    """Where a forked kernel's own stdout and stderr go: what its cells print goes to the page instead.
    Beside the connection file, for the owner alone, and removed with the kernel."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel and wait until it listens, or start one the ordinary way."""
        cmd = [*cmd, *self.arguments]
        try:
            request = _request(cmd, kwargs)
            child = await asyncio.get_running_loop().run_in_executor(_threads(), self._fork, request)
        except ForkError as error:
            _say_once(str(error))
            return await super().launch_kernel(cmd, **kwargs)
        self.process = child  # type: ignore[assignment]  # it has what is used of Popen
        self.pid = self.pgid = child.pid
        self.cwd = request.cwd
        self.log_path = Path(request.log)
        return self.connection_info

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel and what it started; never to others who took over its number."""
        if isinstance(self.process, Child):
            self.process.send_signal(signum)
        else:
            await super().send_signal(signum)

    async def cleanup(self, restart: bool = False) -> None:
        """Remove the log with the kernel; a restarted one writes on in it."""
        await super().cleanup(restart=restart)
        if self.log_path is not None and not restart:
            self.log_path.unlink(missing_ok=True)

    def _fork(self, request: ForkRequest) -> Child:
        child = kernel_parent(self.preload).fork(request)
        child.settled(BIND)
        return child


def _request(cmd: list[str], kwargs: dict[str, Any]) -> ForkRequest:
    argv = arguments(cmd)
    if argv is None or cmd[0] != sys.executable or "-f" not in argv[:-1]:
        raise ForkError(f"“{' '.join(cmd[:3])}” is not this Python's ipykernel")
    file = Path(argv[argv.index("-f") + 1])
    return ForkRequest(
        f"{KERNEL}:run",
        {"argv": argv},
        env=dict(kwargs["env"]),
        cwd=str(kwargs.get("cwd") or Path.cwd()),
        log=str(file.with_suffix(".log").absolute()),
    )


def arguments(command: Sequence[str]) -> list[str] | None:
    """Return what follows “-m ipykernel_launcher” in `command`; None where that is not what it starts."""
    words = [word for word in command[1:] if not word.startswith("-X")]
    return words[2:] if words[:2] == ["-m", "ipykernel_launcher"] else None


@cache
def _threads() -> ThreadPoolExecutor:
    """Return threads that may wait for a parent while the server goes on with those that it has."""
    return ThreadPoolExecutor(8, "fork")


@lru_cache(maxsize=64)
def _say_once(reason: str) -> None:
    log.warning("A kernel is started the ordinary way, slower and larger: %s.", reason)
