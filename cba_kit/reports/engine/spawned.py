"""Spawned: a process that runs cells, started afresh, for systems that cannot fork.

One more than is needed is always getting warm, so that the next notebook does not wait for it.
"""

from __future__ import annotations

import atexit
import os
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock

import psutil  # type: ignore[import-untyped]  # has no types

from cba_kit.kernels import owner
from cba_kit.reports.engine.line import Line
from cba_kit.reports.engine.printed import Printed
from cba_kit.reports.engine.processes import MARK, below, end, end_marked, resident, share

READ_AT_START = ("LANG", "LC_", "LD_", "PYTHON")
"""How names begin whose values an interpreter reads when it starts."""
PATIENCE = 120.0
"""Seconds within which a worker must be warm, on a machine that is busy."""

_Key = tuple[tuple[str, ...], frozenset[tuple[str, str]]]
_spares: dict[_Key, Spawned] = {}
_running: set[Spawned] = set()
_changing = Lock()
_halted = Event()


def take(warm: Sequence[str], env: Mapping[str, str], cwd: Path) -> Spawned:
    """Return a process for a notebook; the next one starts getting warm. OSError after `halt`."""
    if _halted.is_set():
        raise OSError("everything is being stopped")
    at_start = {name: value for name, value in env.items() if name.startswith(READ_AT_START)}
    key = tuple(warm), frozenset(at_start.items())
    with _changing:
        worker = _spares.pop(key, None)
        if worker is None or worker.ended:
            worker = Spawned(warm, at_start)
        if owner.forkable():  # else this one is an exception
            _spares[key] = Spawned(warm, at_start)
    worker.begin(env, cwd)
    _running.add(worker)
    if _halted.is_set():
        worker.strike()
    return worker


def halt() -> None:
    """End what is under way, and take on nothing more until `resume`: somebody has stopped everything."""
    _halted.set()
    end_spares()
    for worker in list(_running):
        worker.strike()


def resume() -> None:
    """Take on notebooks again."""
    _halted.clear()


@atexit.register
def end_spares() -> None:
    """End the processes that nobody has taken."""
    with _changing:
        while _spares:
            _spares.popitem()[1].stop()


class Spawned:
    """A worker that gets warm, and runs one notebook's cells once it has begun.

    `at_start` is what its environment has beyond ours while it gets warm.
    """

    def __init__(self, warm: Sequence[str], at_start: Mapping[str, str]) -> None:
        self._token = f"cba-{secrets.token_hex(16)}"
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = _start(theirs, warm, {**os.environ, **at_start})
        ours.settimeout(PATIENCE)
        self.line = Line(ours)
        self.printed = Printed(self._process.pid)
        self._at_start = 0

    def begin(self, env: Mapping[str, str], cwd: Path) -> None:
        """Wait until the worker is warm, and tell it its surroundings. OSError when it does not get warm."""
        try:
            files = self.line.receive()["files"]
            self._at_start = resident(self._process.pid)
            surroundings = {"env": {**env, MARK: self._token}, "cwd": str(cwd), "token": self._token}
            self.line.send(surroundings)
            self.printed = Printed(self._process.pid, files)
        except (OSError, EOFError) as error:
            self.stop()
            raise OSError(f"the worker does not get ready ({error})") from error

    @property
    def code(self) -> int | None:
        """The exit code."""
        return self._process.poll()

    @property
    def ended(self) -> bool:
        """Whether the process has ended."""
        return self.code is not None

    def sources(self) -> dict[int, Callable[[], None]]:
        """Return nothing: that it has ended is looked up."""
        return {}

    def interrupt(self) -> None:
        """Interrupt the cell, and the processes that it runs; not possible on Windows."""
        if sys.platform != "win32":
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGINT)

    def memory(self, *, thoroughly: bool) -> int:
        """Return the bytes used beyond what was there at the start, printed output included."""
        pid = self._process.pid
        own = max(0, resident(pid) - self._at_start) + self.printed.size()
        return own + sum(share(process.pid) for process in (below(pid) if thoroughly else ()))

    def strike(self) -> None:
        """End the process; whoever has it notices, and stops it."""
        self._process.kill()

    def stop(self) -> None:
        """End the process, and what it has started as far as it can be found."""
        _running.discard(self)
        with suppress(psutil.Error):
            psutil.Process(self._process.pid).suspend()  # it shall start no more
        pid = self._process.pid
        found = below(pid)
        self._process.kill()
        self._process.wait()
        end(found)
        end_marked(self._token, pid)


def _start(theirs: socket.socket, warm: Sequence[str], env: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a worker with its end of the line as stdin; Windows has sockets only by their description."""
    command = [sys.executable, "-P", "-m", "cba_kit.reports.engine.worker", *warm]
    process = subprocess.Popen(  # noqa: S603  # our own interpreter
        command,
        stdin=subprocess.PIPE if sys.platform == "win32" else theirs.fileno(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=env,
        start_new_session=True,
    )
    if sys.platform == "win32" and process.stdin is not None:
        with process.stdin as pipe:
            pipe.write(theirs.share(process.pid))
    return process
