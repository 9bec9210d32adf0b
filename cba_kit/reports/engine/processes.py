"""Processes: what they use, and which ones belong to one another."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # has no types

GONE = 10.0
"""Seconds to wait for processes that were killed."""


def resident(pid: int) -> int:
    """Return the bytes of memory in which a process has something; 0 when it has ended."""
    with suppress(psutil.Error):
        return int(psutil.Process(pid).memory_info().rss)
    return 0


def share(pid: int) -> int:
    """Return a process's share: what it has alone, and its part of what it has with others, in bytes."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_bytes().splitlines():
            if line.startswith(b"Pss:"):
                return 1024 * int(line.split()[1])
    return resident(pid)


def held(pid: int, descriptors: Iterable[int]) -> int:
    """Return the bytes in files that a process holds open; 0 where the system does not tell."""
    total = 0
    for descriptor in descriptors:
        with suppress(OSError):
            total += Path(f"/proc/{pid}/fd/{descriptor}").stat().st_size
    return total


def below(pid: int) -> list[psutil.Process]:
    """Return all processes that descend from one."""
    with suppress(psutil.Error):
        return list(psutil.Process(pid).children(recursive=True))
    return []


def of_session(pid: int) -> list[psutil.Process]:
    """Return the processes of a session; they may outlive the one after which it is named."""
    found = []
    if sys.platform != "win32":
        for process in psutil.process_iter():
            with suppress(OSError):
                if os.getsid(process.pid) == pid:
                    found.append(process)
    return found


def end(processes: Iterable[psutil.Process]) -> None:
    """Kill processes and wait until they are gone."""
    killed = []
    for process in processes:
        with suppress(psutil.Error):
            process.kill()
            killed.append(process)
    psutil.wait_procs(killed, timeout=GONE)
