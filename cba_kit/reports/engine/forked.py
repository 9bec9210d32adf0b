"""Forked: a process that runs cells, forked from a warm parent, with a keeper beside it."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from cba_kit.kernels import ForkError, ForkRequest
from cba_kit.kernels.handle import Child
from cba_kit.kernels.peer import peer_of
from cba_kit.reports.engine.line import Line
from cba_kit.reports.engine.printed import Printed
from cba_kit.reports.engine.processes import MARK, below, end_marked, resident, share
from cba_kit.reports.nursery import parent

TARGET = "cba_kit.reports.engine.child:main"
PATIENCE = 30.0
"""Seconds within which a child must speak, and a keeper must have put everything away."""


class Forked:
    """A keeper and the process that it keeps. ForkError when there is none to be had."""

    def __init__(
        self, warm: Sequence[str], env: Mapping[str, str], cwd: Path, preload: Sequence[str] = ()
    ) -> None:
        self._token = f"cba-{secrets.token_hex(16)}"
        with socket.socket(socket.AF_UNIX) as door:
            door.bind(f"\0{self._token}")
            door.listen()
            env = {**env, MARK: self._token}
            request = ForkRequest(
                TARGET, {"token": self._token}, env=env, cwd=str(cwd), preload=tuple(preload)
            )
            self._keeper = parent(warm).fork(request)
            try:
                self._control = _let_in(door, self._keeper)
                self.line = _let_in(door, self._keeper)
                begun = self._control.receive()
            except (OSError, EOFError) as error:
                with suppress(ProcessLookupError):
                    self._keeper.kill()
                raise ForkError(f"the child does not speak ({error})") from error
        self._pid: int = begun["pid"]
        self.printed = Printed(self._keeper.pid, begun["files"])
        self._at_start = resident(self._pid)
        self.code: int | None = None
        """The exit code of the cells' process; None when it is not known."""
        self.ended = False
        """Whether all processes have ended."""

    def sources(self) -> dict[int, Callable[[], None]]:
        """Return the keeper's line: when it speaks, all has ended."""
        return {self._control.fileno(): self._hear}

    def interrupt(self) -> None:
        """Interrupt the cell, and the processes that it runs."""
        with suppress(ProcessLookupError):
            os.killpg(self._pid, signal.SIGINT)

    def memory(self, *, thoroughly: bool) -> int:
        """Return the bytes used beyond what was there at the start, printed output included."""
        own = max(0, resident(self._pid) - self._at_start) + self.printed.size()
        others = below(self._keeper.pid) if thoroughly else ()
        return own + sum(share(process.pid) for process in others if process.pid != self._pid)

    def stop(self) -> None:
        """Let the keeper end everything; where it is gone itself, end whatever can be found."""
        if not self.ended:
            with suppress(ProcessLookupError):
                os.killpg(self._pid, signal.SIGKILL)
            with suppress(ProcessLookupError):
                self._keeper.send_signal(signal.SIGCONT)  # a cell may have stopped it
            with suppress(OSError):
                self._control.send({"stop": True})
        while not self.ended:
            self._hear()
        self._control.close()
        with suppress(subprocess.TimeoutExpired):
            self._keeper.wait(PATIENCE)

    def _hear(self) -> None:
        """Wait for the keeper's word that all has ended, or for its own end."""
        if self.ended:
            return
        try:
            self.code = self._control.receive()["ended"]
        except (EOFError, OSError):
            with suppress(ProcessLookupError):
                self._keeper.kill()
            end_marked(self._token, self._pid)
        self.ended = True


def _let_in(door: socket.socket, keeper: Child) -> Line:
    """Wait for a connection of the keeper's; whoever else knocks is sent away."""
    until = time.monotonic() + PATIENCE
    while (left := until - time.monotonic()) > 0:
        door.settimeout(min(left, 1.0))
        try:
            end, _ = door.accept()
        except TimeoutError:
            if keeper.poll() is not None:
                raise EOFError("it has ended") from None
            continue
        if peer_of(end) == keeper.pid:
            end.settimeout(PATIENCE)
            return Line(end)
        end.close()
    raise TimeoutError("it takes too long")
