"""The keeper: stays beside the process in which cells run, and ends whatever that has started.

A process that loses its own parent becomes the keeper's child, however it left it; so the keeper knows
all of them, and is gone only when they are. It ends everything when the cells' process has ended, when
its caller asks for it, and when its caller is no more.
"""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from cba_kit.kernels.child import PR_SET_PDEATHSIG, libc
from cba_kit.reports.engine.line import Line

PR_SET_CHILD_SUBREAPER = 36
"""prctl(2): become the parent of those that descend from this process and lose theirs."""
PREVENTED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2)
"""Signals that the keeper does not heed: they may come from a cell."""


def adopt() -> None:
    """Become the one to whom lost descendants fall; before the first of them is there."""
    libc().prctl(PR_SET_CHILD_SUBREAPER, 1)


def keep(control: Line, pid: int, files: Mapping[int, int]) -> None:
    """Stay until process `pid` and all that it has started are gone; tell its number and its exit code."""
    libc().prctl(PR_SET_PDEATHSIG, 0)  # the caller's end counts, not that of the process we come from
    for signum in PREVENTED:
        signal.signal(signum, signal.SIG_IGN)
    control.send({"pid": pid, "files": list(files.values())})
    _wait(pid, control)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    sweep()
    with suppress(OSError):  # nobody may be there to hear it
        control.send({"ended": os.waitstatus_to_exitcode(status)})


def _wait(pid: int, control: Line) -> None:
    """Wait until the process has ended, or the caller says a word or hangs up."""
    ended = os.pidfd_open(pid)
    watch = select.poll()
    watch.register(ended, select.POLLIN)
    watch.register(control, select.POLLIN)
    watch.poll()
    os.close(ended)


def sweep() -> None:
    """End all children and those who become children because of it, until there are none."""
    while True:
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        for pid in children(os.getpid()):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(-1, 0)


def children(pid: int) -> Iterator[int]:
    """Yield the numbers of a process's children."""
    for process in Path("/proc").iterdir():
        if process.name.isdecimal():
            with suppress(OSError):  # it has ended meanwhile
                after_name = (process / "stat").read_bytes().rpartition(b")")[2]
                if int(after_name.split()[1]) == pid:
                    yield int(process.name)
