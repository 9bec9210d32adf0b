"""Machine: what it is, what else runs on it, and what a server with its kernels takes of it."""

from __future__ import annotations

import os
import platform
import statistics
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

import psutil  # type: ignore[import-untyped]  # no types

BUSY = 15.0
"""Percent of all cores: with more, something else is running and figures say little."""
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Machine:
    """What the figures were measured on."""

    cores: int
    memory_mib: int
    system: str
    python: str
    load: tuple[float, float, float]
    busy: float
    """Percent of all cores that others used in the second before."""
    fsync_ms: float
    """Median of what it takes until written bytes are on the disk: no edit is confirmed sooner."""

    @property
    def words(self) -> str:
        """One line for the head of the output."""
        load = ", ".join(f"{value:.2f}" for value in self.load)
        return (
            f"{self.cores} cores, {self.memory_mib / 1024:.0f} GiB, {self.system}, Python {self.python}; "
            f"load before {load}; busy with other things {self.busy:.0f} %; fsync {self.fsync_ms:.1f} ms"
        )

    @property
    def warning(self) -> str:
        """Say that figures are only rough, where they are."""
        if self.busy <= BUSY:
            return ""
        return f"WARNING: other programmes use {self.busy:.0f} % of this machine. Trust ratios, not figures."

    def as_json(self) -> dict[str, object]:
        """Return everything."""
        return asdict(self)


def this_machine() -> Machine:
    """Look at the machine for one second."""
    return Machine(
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        memory_mib=psutil.virtual_memory().total // MIB,
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        load=psutil.getloadavg(),
        busy=psutil.cpu_percent(interval=1),
        fsync_ms=_fsync_ms(),
    )


@dataclass(frozen=True, slots=True)
class Use:
    """What a group of processes takes, added up. PSS counts a page that n processes share as 1/n for each."""

    processes: int
    pss_mib: float
    threads: int
    descriptors: int

    def __add__(self, other: Use) -> Use:
        """Add what another group takes."""
        return Use(
            self.processes + other.processes,
            self.pss_mib + other.pss_mib,
            self.threads + other.threads,
            self.descriptors + other.descriptors,
        )


class Memory(NamedTuple):
    """The memory of one process: its share of all that it sees (PSS), and what it shares with nobody."""

    pss_mib: float
    own_mib: float


def use_of(pids: list[int]) -> Use:
    """Return what these processes take; those that have ended take nothing."""
    total = Use(0, 0.0, 0, 0)
    for pid in pids:
        try:
            total += Use(1, memory(pid).pss_mib, _count(pid, "task"), _count(pid, "fd"))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return total


def memory(pid: int) -> Memory:
    """Return what one process takes now; FileNotFoundError or ProcessLookupError where it has ended."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    kib = Counter({line.split()[0]: int(line.split()[1]) for line in text.splitlines()[1:]})
    return Memory(kib["Pss:"] / 1024, (kib["Private_Clean:"] + kib["Private_Dirty:"]) / 1024)


def cpu_seconds(pids: list[int]) -> float:
    """Return the time that these processes have kept a core busy: hardly more when others are busy, too."""
    total = 0.0
    for pid in pids:
        try:
            used = psutil.Process(pid).cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += used.user + used.system
    return total


def offspring(pid: int) -> list[int]:
    """Return all processes that `pid` started, and those that these started."""
    try:
        return [child.pid for child in psutil.Process(pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _fsync_ms() -> float:
    waited = []
    with tempfile.NamedTemporaryFile() as file:
        for _ in range(25):
            file.write(b"x" * 4096)
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            waited.append(1000 * (time.perf_counter() - began))
    return statistics.median(waited)


def _count(pid: int, what: str) -> int:
    return len(os.listdir(f"/proc/{pid}/{what}"))  # noqa: PTH208  # one call a process, many times
