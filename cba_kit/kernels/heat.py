"""Heat: which code every child runs, learnt from one that is thrown away before the others come."""

from __future__ import annotations

import os
import select
import signal
import sys
import tempfile
import threading
from array import array
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any, NoReturn

from cba_kit.kernels.child import settle
from cba_kit.kernels.request import CHUNK, ForkRequest

PATIENCE = 20.0
"""Seconds that a play may take. What is not learnt makes children larger, and nothing else."""
NUMBERS = "Q"
Play = Callable[[str, Callable[[], None]], None]
"""Does in a folder of its own what children do, and calls the function when that is done."""


def learn(play: Play) -> frozenset[int]:
    """Return the ids of the code objects that run in `play`: a child's objects have its parent's ids."""
    read, write = os.pipe()
    me = os.getpid()
    with tempfile.TemporaryDirectory(prefix="cba-heat-", ignore_cleanup_errors=True) as folder:
        pid = os.fork()
        if pid == 0:
            _perform(play, folder, write, me)
        os.close(write)
        try:
            return frozenset(_hear(read))
        finally:
            os.close(read)
            for end in (os.killpg, os.kill):
                with suppress(ProcessLookupError):  # it may have ended before it had a group of its own
                    end(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _hear(read: int) -> array[int]:
    watch = select.poll()  # select() fails above descriptor 1023
    watch.register(read, select.POLLIN)
    told, part = b"", b"-"
    while part and watch.poll(1000 * PATIENCE):
        part = os.read(read, CHUNK)
        told += part
    whole = not part and len(told) % array(NUMBERS).itemsize == 0
    return array(NUMBERS, told if whole else b"")


def _perform(play: Play, folder: str, write: int, parent: int) -> NoReturn:
    """Be the child: play, look at each call, and tell in the end."""
    seen: set[int] = set()

    def look(frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            seen.add(id(frame.f_code))

    def done() -> None:
        with os.fdopen(write, "wb") as line:
            line.write(array(NUMBERS, seen.copy()).tobytes())
        os._exit(0)

    try:
        env = {**os.environ, "IPYTHONDIR": folder}  # nobody's own settings
        settle(ForkRequest(f"{__name__}:learn", env=env, cwd=folder), parent)
        threading.setprofile(look)
        sys.setprofile(look)
        play(folder, done)
    finally:
        os._exit(1)  # never back into the parent's code
