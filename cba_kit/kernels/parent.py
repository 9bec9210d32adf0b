"""The parent: a small program that has everything imported and forks a child for each request.

Its owner starts it as `python -m cba_kit.kernels.parent module…` with a socket as stdin. It says once
what it could not preload; then each byte on that socket brings another socket, with one request. When
the owner's end closes, the owner is gone: the parent ends, and the system ends its children.

It has one thread and no event loop, no ZeroMQ socket, no database: a fork copies none of them well.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import socket
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple, NoReturn

from cba_kit.kernels.child import libc, run
from cba_kit.kernels.heat import learn
from cba_kit.kernels.request import ForkRequest
from cba_kit.kernels.sharing import share

PATIENCE = 10.0
"""Seconds in which a request must have come through; its sender is on this machine and has it ready."""
LOOK = 60.0
"""Seconds between two looks at how long the children's logs are."""
LARGEST_LOG, KEPT_LOG = 1024 * 1024, 64 * 1024
"""Bytes from which a log is cut, and those at its end that stay."""


class Running(NamedTuple):
    """A child that runs: its number, where its exit code is to be told, and its log."""

    pid: int
    tell: int
    log: str


class Parent:
    """Forks children, and tells how each one ended."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._watch = select.poll()  # select() fails above descriptor 1023
        self._watch.register(line, select.POLLIN)
        self._running: dict[int, Running] = {}
        """By pidfd."""

    def serve(self) -> None:
        """Answer until the owner is gone."""
        looked = time.monotonic()
        while True:
            for ready, _ in self._watch.poll(1000 * LOOK):
                if ready != self._line.fileno():
                    self._bury(ready)
                elif not self._answer():
                    return
            if time.monotonic() - looked > LOOK:
                for child in self._running.values():
                    shorten(child.log)
                looked = time.monotonic()

    def _answer(self) -> bool:
        """Take one request and fork; False when the owner is gone."""
        try:
            byte, descriptors, _, _ = socket.recv_fds(self._line, 1, 1)
        except ConnectionError:
            return False
        for descriptor in descriptors:
            with socket.socket(fileno=descriptor) as caller:
                try:
                    caller.settimeout(PATIENCE)
                    request = ForkRequest.receive(caller)
                    caller.settimeout(None)
                    self._fork(request, caller)
                except (OSError, ValueError, TypeError) as error:
                    with suppress(OSError):  # a caller that has given up does not listen
                        caller.sendall(json.dumps({"error": f"{type(error).__name__}: {error}"}).encode())
        return bool(byte)

    def _fork(self, request: ForkRequest, caller: socket.socket) -> None:
        if any(name not in sys.modules for name in request.preload):
            preload(request.preload)  # what cannot be loaded is the child's to tell, which needs it
            gc.freeze()
        if threads() != 1:
            raise OSError("the parent has more than one thread")
        told, tell = os.pipe()
        me = os.getpid()
        try:
            pid = os.fork()
        except OSError:
            os.close(told)
            os.close(tell)
            raise
        if pid == 0:
            os.close(tell)
            self._leave(request, caller, told, me)
        os.close(told)
        pidfd = os.pidfd_open(pid)
        self._running[pidfd] = Running(pid, tell, request.log)
        self._watch.register(pidfd, select.POLLIN)

    def _leave(self, request: ForkRequest, caller: socket.socket, told: int, me: int) -> NoReturn:
        """Be the child: close all that is the parent's, and go."""
        self._line.close()
        for pidfd, other in self._running.items():
            os.close(pidfd)
            os.close(other.tell)
        run(request, caller, told, parent=me)

    def _bury(self, pidfd: int) -> None:
        """Take the exit code of a child that has ended, and tell it."""
        self._watch.unregister(pidfd)
        child = self._running.pop(pidfd)
        _, status = os.waitpid(child.pid, 0)
        with suppress(BrokenPipeError):  # nobody waits for it any more
            os.write(child.tell, str(os.waitstatus_to_exitcode(status)).encode())
        os.close(child.tell)
        os.close(pidfd)


class Loaded(NamedTuple):
    """What came of loading modules."""

    left_out: dict[str, str]
    """Why modules were left out, by name."""
    starts_thread: str = ""
    """The one that started a thread, and then it was the last: no child can be forked from then on."""


def preload(names: Sequence[str]) -> Loaded:
    """Import each module; call the function of “module:function”, also with a text after a blank."""
    left_out: dict[str, str] = {}
    for name in names:
        module, _, call = name.partition(":")
        function, *argument = call.split(" ", 1)
        try:
            loaded = importlib.import_module(module)
            if function:
                getattr(loaded, function)(*argument)
        except Exception as error:
            left_out[name] = f"{type(error).__name__}: {error}"
        if threads() != 1:
            return Loaded(left_out, name)
    return Loaded(left_out)


def heat(names: Sequence[str]) -> frozenset[int]:
    """Return the ids of the code that children run; none where no module has a `play` of what they do."""
    for name in names:
        play = getattr(sys.modules.get(name.partition(":")[0]), "play", None)
        if play is not None:
            return learn(partial(play, names))
    return frozenset()


def threads() -> int:
    """Return the number of threads of this process, those of C libraries included."""
    return len(list(Path("/proc/self/task").iterdir()))


def shorten(log: str) -> None:
    """Keep the end of a log that has become long; its writer goes on after that."""
    path = Path(log)
    with suppress(OSError):
        if log and path.stat().st_size > LARGEST_LOG:
            with path.open("r+b") as file:
                file.seek(-KEPT_LOG, os.SEEK_END)
                end = file.read()
                file.seek(0)
                file.write(end)
                file.truncate()


def main() -> None:
    """Preload the modules that are named on the command line, then fork until the owner is gone."""
    gc.disable()
    names = sys.argv[1:]
    line = socket.socket(fileno=os.dup(0))  # the child puts something else in the place of 0
    loaded = preload(names)
    libc()
    _kept = share(frozenset() if loaded.starts_thread else heat(names))
    attend(line, loaded)


def attend(line: socket.socket, loaded: Loaded) -> None:
    """Tell the owner what came of loading, then fork until it is gone."""
    with suppress(BrokenPipeError):
        line.sendall(json.dumps(loaded._asdict()).encode() + b"\n")
        Parent(line).serve()


if __name__ == "__main__":
    main()
