"""The watch: waits for what a process tells, and ends it when it breaks a limit."""

from __future__ import annotations

import math
import selectors
import time
from collections.abc import Callable
from contextlib import closing
from typing import Literal, Protocol

from cba_kit.reports.engine.limits import Limits
from cba_kit.reports.engine.line import Line
from cba_kit.reports.engine.printed import Printed
from cba_kit.reports.engine.record import Record

Broken = Literal["", "cell", "wall", "memory"]
"""Which limit was broken."""
LOOK = 0.05
"""Seconds between two looks at the memory that a process uses."""
THOROUGH = 20
"""Every how many looks those are looked at, too, that the process has started."""
GRACE = 2.0
"""Seconds that an interrupted cell has to end, and a process that has told everything."""


class Process(Protocol):
    """A process that runs cells, as its caller sees it: what `Forked` and `Spawned` have in common."""

    line: Line
    """Where the messages of `cells.run` come from."""
    printed: Printed
    """What it prints; to be closed by whoever has the process."""

    @property
    def code(self) -> int | None:
        """The exit code, minus the number of a signal; None when it is not known."""

    def sources(self) -> dict[int, Callable[[], None]]:
        """Return what to wait for: descriptors, and what to call when there is something to read."""

    @property
    def ended(self) -> bool:
        """Whether the process has ended, and all that it has started."""

    def interrupt(self) -> None:
        """Interrupt the running cell, as the button in a notebook does."""

    def memory(self, *, thoroughly: bool) -> int:
        """Return the bytes used beyond what was there at the start; with those it started if `thoroughly`."""

    def stop(self) -> None:
        """End the process and all that it has started; returns when they are gone."""


class Watch:
    """One process, the record of what it tells, and its limits; its time counts from now on."""

    def __init__(self, process: Process, record: Record, limits: Limits) -> None:
        self._process = process
        self._record = record
        self._limits = limits
        self._begun = self._looked = time.monotonic()
        self._cell_begun = math.inf
        """When the cell began that runs, or ran last: between two cells its time goes on."""
        self._looks = 0
        self._selector = selectors.DefaultSelector()
        for descriptor, hear in {process.line.fileno(): self._listen, **process.sources()}.items():
            self._selector.register(descriptor, selectors.EVENT_READ, hear)

    def keep(self) -> Broken:
        """Wait until all is told, or the process has ended, or a limit is broken; end what is left then."""
        with self._selector, closing(self._process.line) as line:
            try:
                broken = self._watch()
            finally:
                self._process.stop()
            while not line.ended and self._wait(0):  # what it has sent before
                pass
        return broken

    def _watch(self) -> Broken:
        broken: Broken = ""
        while not (self._over() or broken):
            self._wait(LOOK)
            broken = "" if self._over() else self._broken()
        if broken == "cell":
            self._record.end_after_this_cell()
            self._process.interrupt()
            self._give_time(lambda: self._over() or self._record.running is None)
        elif not broken:
            self._give_time(lambda: self._process.ended)
        return broken

    def _over(self) -> bool:
        return self._record.done or self._process.line.ended or self._process.ended

    def _wait(self, seconds: float) -> bool:
        """Wait for something to read, and read it; False when there was nothing."""
        ready = self._selector.select(seconds)
        for key, _ in ready:
            key.data()
        return bool(ready)

    def _give_time(self, enough: Callable[[], bool]) -> None:
        until = time.monotonic() + GRACE
        while not enough() and time.monotonic() < until:
            self._wait(LOOK)

    def _listen(self) -> None:
        line = self._process.line
        for message in line.take():
            if not self._record.take(message):
                line.refuse()
            elif "begins" in message:
                self._cell_begun = time.monotonic()
        if line.ended:
            self._selector.unregister(line.fileno())

    def _broken(self) -> Broken:
        now = time.monotonic()
        if now - self._cell_begun > self._limits.cell:
            return "cell"
        if now - self._begun > self._limits.wall:
            return "wall"
        if now - self._looked >= LOOK:
            self._looked = now
            self._looks += 1
            if self._process.memory(thoroughly=self._looks % THOROUGH == 0) > self._limits.memory:
                return "memory"
        return ""
