"""Spare parents: processes that have loaded what parents of kernels load, kept until a server wants one.

A parent loads for two seconds before it can fork, and every server of the tests wants two: one for pages
and one for documents. What becomes of a spare is a parent by its own code; it only finds nearly everything
loaded, and leaves its memory as it is (kernels/sharing.py puts it in order). When no spare is left, a real
parent is started; so it is in tests/kernels, and after a server's parent was killed.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cba_kit.kernels import owner
from cba_kit.kernels.child import libc
from cba_kit.kernels.parent import attend, preload

LARGEST = 1 << 17
"""Bytes of what a spare is told: what to load, and its environment."""


class Spare:
    """A process that waits until it is wanted; understands what an owner asks of a subprocess.Popen."""

    def __init__(self, others: Sequence[Spare]) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * LARGEST)
        self._asking = threading.Lock()
        self._code: int | None = None
        with theirs:
            self.pid = os.fork()
            if self.pid == 0:
                for each in (self, *others):
                    each._line.close()
                _wait(theirs)

    def become(self, names: Sequence[str], line: socket.socket, environment: Mapping[str, str]) -> None:
        """Make it a parent; BrokenPipeError where it has ended."""
        told = json.dumps([names, dict(environment)]).encode()
        with self._line:
            socket.send_fds(self._line, [told], [line.fileno()])

    def poll(self) -> int | None:
        """Return the exit code, negative for a signal; None while it runs."""
        return self._look(os.WNOHANG)

    def wait(self) -> int | None:
        """Wait for the end and return the exit code."""
        return self._look(0)

    def kill(self) -> None:
        """End it at once, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def _look(self, option: int) -> int | None:
        with self._asking:
            if self._code is None:
                ended, status = os.waitpid(self.pid, option)
                self._code = os.waitstatus_to_exitcode(status) if ended else None
            return self._code


def set_aside(number: int) -> None:
    """Have so many spares, and let the owner in this process take them while there are any."""
    spares: list[Spare] = []
    for _ in range(number):
        spares.append(Spare(spares))
    owner.launch = _launcher(spares, owner.launch)


def _launcher(spares: list[Spare], start: Callable[..., Any]) -> Callable[..., Any]:
    def launch(names: Sequence[str], line: socket.socket, environment: Mapping[str, str]) -> Any:
        while spares:
            spare = spares.pop()
            try:
                spare.become(names, line, environment)
            except BrokenPipeError:  # somebody struck it down
                spare.wait()
            else:
                return spare
        return start(names, line, environment)

    return launch


def _wait(line: socket.socket) -> None:
    """Be a spare: a parent once it is wanted, gone when nobody can want it any more."""
    try:
        told, descriptors, _, _ = socket.recv_fds(line, LARGEST, 1)
        if told:
            line.close()
            os.setsid()
            _be(descriptors[0], *json.loads(told))
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)  # never back into the server's code


def _be(descriptor: int, names: list[str], environment: dict[str, str]) -> None:
    """Be the parent, as its own program begins."""
    gc.disable()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["cba_kit.kernels.parent", *names]
    loaded = preload(names)
    libc()
    gc.freeze()
    attend(socket.socket(fileno=descriptor), loaded)
