"""Watch: what the processes of a running batch take, looked at again and again until it has ended."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import psutil  # type: ignore[import-untyped]  # no types

from tests.bench.machine import Memory, cpu_seconds, memory, offspring
from tests.bench.rendering.batch import ROOT, command, environment, lines_of
from tests.bench.room import Room

EVERY = 0.03
"""Seconds between two looks: a child lives for about a tenth of a second."""
NOTHING = Memory(0.0, 0.0)


@dataclass(slots=True)
class Watched:
    """What was seen of the command and of all processes below it, by how far below it they stand."""

    looks: int = 0
    together: float = 0.0
    """The most memory that all of them had at the same moment (PSS, MiB)."""
    largest: dict[int, Memory] = field(default_factory=dict)
    busy: dict[int, tuple[int, float]] = field(default_factory=dict)
    """The level of each process, and for how many seconds it has kept a core busy."""

    def see(self, levels: Mapping[int, int], taken: Mapping[int, Memory], busy: Mapping[int, float]) -> None:
        """Take one look: the level of each process, what it takes, and for how long it was busy."""
        self.looks += 1
        self.together = max(self.together, sum(one.pss_mib for one in taken.values()))
        for pid, one in taken.items():
            self.largest[levels[pid]] = max(self.memory(levels[pid]), one)
        self.busy |= {pid: (levels[pid], seconds) for pid, seconds in busy.items() if seconds}

    def memory(self, level: int) -> Memory:
        """Return the largest process seen at a level: 0 is the command, 1 what it starts, and so on."""
        return self.largest.get(level, NOTHING)

    def cpu(self, level: int) -> float:
        """Return for how many seconds all processes of a level were busy, but for their last moments."""
        return sum(seconds for where, seconds in self.busy.values() if where == level)


def watch(room: Room, *words: str, documents: int) -> Watched:
    """Render, and look at the processes meanwhile; NotMeasuredError as `render`."""
    found = Watched()
    with (room.folder / "said").open("w+") as said, (room.folder / "errors").open("w+") as errors:
        process = subprocess.Popen(
            command(room, *words),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=errors,
            cwd=ROOT,
            env=environment(room),
        )
        try:
            while process.poll() is None:
                levels = levels_below(process.pid)
                found.see(levels, _taken(levels), {pid: cpu_seconds([pid]) for pid in levels})
                time.sleep(EVERY)
        finally:
            process.kill()
            process.wait()
        said.seek(0)
        errors.seek(0)
        lines_of(said.read(), process.returncode, errors.read(), documents=documents)
    return found


def levels_below(pid: int) -> dict[int, int]:
    """Return how far below `pid` each process stands that it started, itself among them with 0."""
    above: dict[int, int] = {}
    for child in offspring(pid):
        try:
            above[child] = psutil.Process(child).ppid()
        except psutil.NoSuchProcess:
            continue
    levels = {pid: 0}
    while new := {child: up for child, up in above.items() if up in levels and child not in levels}:
        levels |= {child: levels[up] + 1 for child, up in new.items()}
    return levels


def _taken(levels: Mapping[int, int]) -> dict[int, Memory]:
    found = {}
    for pid in levels:
        try:
            found[pid] = memory(pid)
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found
