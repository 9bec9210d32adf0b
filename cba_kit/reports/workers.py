"""Workers: the setter processes that this process has, lent to whoever has a document to set."""

from __future__ import annotations

import logging
import multiprocessing
import os
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Literal

import psutil  # type: ignore[import-untyped]  # has no types

from cba_kit.kernels.handle import Child
from cba_kit.kernels.owner import KEPT
from cba_kit.kernels.peer import peer_of
from cba_kit.kernels.request import ForkError, ForkRequest
from cba_kit.reports.engine import spawned
from cba_kit.reports.nursery import parent
from cba_kit.reports.order import Order, Printed

log = logging.getLogger(__name__)

PATIENCE = 60.0
"""Seconds that a setter may take to begin, on a machine that is busy."""
LOOK = 0.5
"""Seconds between two looks whether a setter that has not begun yet still lives."""
MOST = 200
"""Documents that one process sets: another one then takes its place, so that memory does not grow."""
KEPT_IDLE = 1
"""Setters that stay between batches; a server then sets the next document at once."""


@dataclass(frozen=True, slots=True)
class Lost:
    """An order without an answer: the process ended by itself, or was stopped after its time."""

    why: Literal["died", "killed"]


class Setter:
    """A process that sets documents, forked from the warm parent; spawned where that cannot be."""

    def __init__(self) -> None:
        self._done = 0
        self._process: Child | SpawnProcess
        try:
            self._process, self._line = _forked()
        except ForkError:
            self._process, self._line = _spawned()

    @property
    def pid(self) -> int | None:
        """The number of the process."""
        return self._process.pid

    @property
    def usable(self) -> bool:
        """Tell whether it may set another document; while it waits for an order, it says nothing."""
        return not self._line.closed and self._done < MOST and not self._line.poll()

    def set(self, order: Order, *, limit: float) -> Printed | Lost:
        """Have a document set, which may take `limit` seconds; after a loss this setter has ended."""
        self._done += 1
        try:
            self._line.send(order)
            if self._line.poll(limit):
                printed: Printed = self._line.recv()
                return printed
        except (EOFError, OSError):
            self.end()
            return Lost("died")
        self.end()
        return Lost("killed")

    def strike(self) -> None:
        """End a process that a thread waits for, which then knows that its order is lost."""
        if isinstance(self._process, SpawnProcess):
            self._process.kill()

    def end(self) -> None:
        """End the process; nothing happens where it has ended."""
        if not self._line.closed:
            self._line.close()
            _end(self._process)


class Setters:
    """All setters of this process. May be used from several threads."""

    def __init__(self) -> None:
        self._keep = KEPT_IDLE
        self._starting = 0
        self._idle: list[Setter] = []
        self._lent: set[Setter] = set()
        self._change = threading.Condition()

    def begin(self, count: int) -> None:
        """Start setters in the background until there are so many: they get warm while nobody waits."""
        spawned.resume()
        with self._change:
            missing = max(0, count - len(self._idle) - len(self._lent) - self._starting)
            self._starting += missing
        for _ in range(missing):
            threading.Thread(target=self._begin_one, daemon=True).start()

    @contextmanager
    def many(self, count: int) -> Iterator[None]:
        """Keep so many setters instead of one: a batch lends them all the time."""
        with self._change:
            self._keep = max(count, KEPT_IDLE)
        self.begin(count)
        try:
            yield
        finally:
            with self._change:
                self._keep = KEPT_IDLE
                spare, self._idle = self._idle[KEPT_IDLE:], self._idle[:KEPT_IDLE]
            for each in spare:
                each.end()

    @contextmanager
    def lend(self) -> Iterator[Setter]:
        """Lend a setter, one that is there or one that begins; another one is started where there is none."""
        with self._change:
            self._change.wait_for(lambda: self._idle or not self._starting)
            found = self._idle.pop() if self._idle else None
        lent = found if found is not None and found.usable else Setter()
        with self._change:
            self._lent.add(lent)
        try:
            yield lent
        finally:
            with self._change:
                self._lent.discard(lent)
            self._put_back(lent)

    def halt(self) -> None:
        """End all setters and notebooks under way, also those of others: what they were making is lost."""
        spawned.halt()
        _end_forked()
        with self._change:
            found, lent = self._idle, list(self._lent)
            self._idle = []
        for each in found:
            each.end()
        for each in lent:
            each.strike()

    def _begin_one(self) -> None:
        try:
            self._put_back(Setter())
        except OSError as error:  # whoever needs one tries again, and meets the error
            log.warning("A setter could not be started: %s", error)
        finally:
            with self._change:
                self._starting -= 1
                self._change.notify_all()

    def _put_back(self, setter: Setter) -> None:
        with self._change:
            stays = setter.usable and len(self._idle) < self._keep
            if stays:
                self._idle.append(setter)
                self._change.notify()
        if not stays:
            setter.end()


@cache
def setters() -> Setters:
    """Return the setters of this process."""
    return Setters()


def _end_forked() -> None:
    """End the parent, its children, and what these have started: a notebook outlives the parent alone."""
    forks = parent()
    below: list[psutil.Process] = []
    with suppress(psutil.Error):
        below = psutil.Process(forks.pid).children(recursive=True) if forks.pid else []
    forks.end()
    for process in below:
        with suppress(psutil.Error):
            process.kill()


def _forked() -> tuple[Child, Connection]:
    with tempfile.TemporaryDirectory(prefix="cba-") as folder, socket.socket(socket.AF_UNIX) as listener:
        address = str(Path(folder, "setter"))
        listener.bind(address)
        listener.listen(1)
        listener.settimeout(LOOK)
        env = {name: os.environ[name] for name in KEPT if name in os.environ}
        request = ForkRequest("cba_kit.reports.setter:serve", {"address": address}, env=env, cwd="/")
        child = parent().fork(request)
        until = time.monotonic() + PATIENCE
        while child.poll() is None and time.monotonic() < until:
            with suppress(TimeoutError):
                line, _ = listener.accept()
                if peer_of(line) != child.pid:  # whoever else knocks is sent away: what is sent is unpickled
                    line.close()
                    continue
                line.setblocking(True)
                return child, Connection(line.detach())
        _end(child)
        raise ForkError("the setter does not begin")


def _spawned() -> tuple[SpawnProcess, Connection]:
    from cba_kit.reports.setter import answer  # noqa: PLC0415  # slow import: nbconvert

    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=answer, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    return process, ours


def _end(process: Child | SpawnProcess) -> None:
    with suppress(ProcessLookupError):  # it has just ended, and its parent has not told yet
        process.kill()
    if isinstance(process, Child):
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:  # killed, and stuck in the system: nobody waits for it
            return
    else:
        process.join()
