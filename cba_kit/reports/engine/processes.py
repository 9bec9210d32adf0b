"""Processes: what they use, and which ones belong to one another."""

from __future__ import annotations

import mmap
import os
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # has no types

GONE = 10.0
"""Seconds to wait for processes that were killed."""
LOOK = 0.01
"""Seconds between two looks whether they are."""
ROUNDS = 5
"""How often it is looked for what processes have started while they were being ended."""
MARK = "CBA_EXECUTION"
"""The name in the environment under which whatever a notebook starts has the token of its execution."""


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


def mark(token: str) -> mmap.mmap:
    """Return memory that is named by a token; whatever is forked from this process has it, too."""
    descriptor = os.memfd_create(token)
    try:
        os.truncate(descriptor, mmap.PAGESIZE)
        return mmap.mmap(descriptor, mmap.PAGESIZE)
    finally:
        os.close(descriptor)


def marked(token: str) -> list[psutil.Process]:
    """Return the processes of an execution, wherever they have gone: marked ones, and what those started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, psutil.Error):
            if any(token.encode() in (folder / file).read_bytes() for file in ("environ", "maps")):
                found.append(psutil.Process(int(folder.name)))
    return found


def end_marked(token: str, session: int) -> None:
    """End all processes of an execution, and of a session."""
    for _ in range(ROUNDS):
        found = {process for process in (*marked(token), *of_session(session)) if lives(process)}
        if not found:
            return
        end(found)


def end(processes: Iterable[psutil.Process]) -> None:
    """Kill processes and wait until they are gone, or wait only for somebody to take note of it."""
    killed = []
    for process in processes:
        with suppress(psutil.Error):
            process.kill()
            killed.append(process)
    until = time.monotonic() + GONE
    while any(map(lives, killed)) and time.monotonic() < until:
        time.sleep(LOOK)


def lives(process: psutil.Process) -> bool:
    """Tell whether a process has not ended."""
    with suppress(psutil.Error):
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    return False
