"""The watch: waits for what a process tells, and ends it when it breaks a limit."""

from __future__ import annotations

import selectors
import time
from collections.abc import Callable
from contextlib import closing
from typing import Literal

from cba_kit.reports.engine.limits import Limits
from cba_kit.reports.engine.process import Process
from cba_kit.reports.engine.record import Record

Broken = Literal["", "cell", "wall", "memory"]
"""Which limit was broken."""
LOOK = 0.1
"""Seconds between two looks at the memory that a process uses."""
THOROUGH = 10
"""Every how many looks those are looked at, too, that the process has started."""
GRACE = 2.0
"""Seconds that an interrupted cell has to end, and a process that has told everything."""


class Watch:
    """One process, the record of what it tells, and its limits; its time counts from now on."""

    def __init__(self, process: Process, record: Record, limits: Limits) -> None:
        self._process = process
        self._record = record
        self._limits = limits
        self._begun = self._cell_begun = self._looked = time.monotonic()
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
        for message in self._process.line.take():
            self._record.take(message)
            if "begins" in message:
                self._cell_begun = time.monotonic()
        if self._process.line.ended:
            self._selector.unregister(self._process.line.fileno())

    def _broken(self) -> Broken:
        now = time.monotonic()
        if self._record.running is not None and now - self._cell_begun > self._limits.cell:
            return "cell"
        if now - self._begun > self._limits.wall:
            return "wall"
        if now - self._looked >= LOOK:
            self._looked = now
            self._looks += 1
            if self._process.memory(thoroughly=self._looks % THOROUGH == 0) > self._limits.memory:
                return "memory"
        return ""
