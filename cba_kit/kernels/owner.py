"""The owner: starts a parent, asks it for children, and starts it again when it died."""

from __future__ import annotations

import json
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from cba_kit.kernels.handle import Child
from cba_kit.kernels.request import ForkError, ForkRequest

log = logging.getLogger(__name__)

PATIENCE = 60.0
"""Seconds that a parent may take to get ready, or a child to settle, on a machine that is busy."""
PAUSE = 60.0
"""Seconds before a parent that did not get ready is tried again."""
AT_START = ("LANG", "LD_LIBRARY_PATH", "LD_PRELOAD")
AT_START_ALL = ("LC_", "PYTHON")
"""Read by an interpreter when it starts, so that a child cannot have other values than its parent."""
FREE = ("PYTHONPATH", "PYTHONSTARTUP", "PYTHONUNBUFFERED", "PYTHONBREAKPOINT", "PYTHONDONTWRITEBYTECODE")
"""The exceptions: a child takes them over, or they mean nothing to it."""
KEPT = ("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TZ", "VIRTUAL_ENV", "CONDA_PREFIX")
"""What a parent gets of our environment beyond those: enough to find the same modules, nothing secret."""
FOR_LIBRARIES = {
    "OMP_NUM_THREADS": "1",  # these four: no library starts a thread in the parent
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "MALLOC_ARENA_MAX": "1",  # these two: the threads of a kernel need no memory pools each,
    "MALLOC_TRIM_THRESHOLD_": "65536",  # and what it has freed goes back to the system
}
"""What C libraries read when they are loaded; a child has its own environment."""


def forkable() -> str:
    """Return why processes cannot be forked on this machine; empty where they can."""
    if not sys.platform.startswith("linux"):
        return f"kernels are forked on Linux, and this is {sys.platform}"
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError) as error:
        return f"this system has no pidfd ({error})"
    return ""


@cache
def parent_of(preload: tuple[str, ...]) -> ForkParent:
    """Return this process's parent for these modules: one for each list, made when it is first wanted."""
    return ForkParent(preload)


def launch(
    preload: Sequence[str], line: socket.socket, environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """Start the program that is the parent, with `line` as its stdin. Tests have spare ones in its place."""
    return subprocess.Popen(  # noqa: S603  # our own interpreter
        [sys.executable, "-P", "-m", "cba_kit.kernels.parent", *preload],
        stdin=line.fileno(),
        stdout=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )


class ForkParent:
    """A parent process with modules loaded. Its children end when it does, and it when we do.

    `preload` names modules, or “module:function” for what warms them up: it is called once in the parent, and
    for kernels once more in a child that is thrown away. Methods may be called from any thread; `wait_ready`
    and `fork` wait. All children have one seed for the hashes of strings.
    """

    def __init__(self, preload: Sequence[str] = (), *, patience: float = PATIENCE) -> None:
        self.preload = tuple(preload)
        self._patience = patience
        self._starting = threading.Lock()
        self._getting_ready = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._line, self._ready = socket.socket(), False
        self._environment: dict[str, str] = {}
        self._refused, self._until = "", 0.0

    @property
    def pid(self) -> int | None:
        """The parent's process id while it lives."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def start(self) -> None:
        """Start the parent unless it lives; does not wait until it is ready. ForkError where it cannot."""
        if why := forkable():
            raise ForkError(why)
        with self._starting:
            if self.pid is None:
                if self._ready:
                    log.error("The parent of the kernels died, and all of them with it; it is started again.")
                self._spawn()

    def wait_ready(self) -> None:
        """Start the parent unless it lives, and wait until it can fork. ForkError when it cannot."""
        with self._getting_ready:
            self.start()
            if not self._ready:
                why = self._hear()
                if why:
                    self._refused, self._until = why, time.monotonic() + PAUSE
                    self.end()
                    raise ForkError(why)
                self._ready = True

    def fork(self, request: ForkRequest) -> Child:
        """Fork a child; ForkError when that was not possible, and then no process was started."""
        self.wait_ready()
        self._check(request)
        ours, theirs = socket.socketpair()
        ours.settimeout(self._patience)
        try:
            with theirs:
                socket.send_fds(self._line, [b"f"], [theirs.fileno()])
            request.send(ours)
            answer, descriptors, _, _ = socket.recv_fds(ours, 65536, 2)
        except OSError as error:
            ours.close()
            raise ForkError(f"the parent does not answer ({error})") from error
        return _child(answer, descriptors, ours)

    def end(self) -> None:
        """End the parent and all its children; it may be started again."""
        with self._starting:
            self._line.close()
            if self._process is not None:
                self._process.kill()  # it has nothing to put in order, and the system ends its children
                self._process.wait()
            self._ready = False

    def _spawn(self) -> None:
        if time.monotonic() < self._until:
            raise ForkError(self._refused)
        self._line.close()
        self._line, theirs = socket.socketpair()
        self._ready = False
        self._environment = {name: value for name, value in os.environ.items() if _is_kept(name)}
        with theirs:
            self._process = launch(self.preload, theirs, self._environment | FOR_LIBRARIES)

    def _hear(self) -> str:
        """Wait for the parent's first words; return why it cannot be used, empty when it can."""
        self._line.settimeout(self._patience)
        try:
            with self._line.makefile("rb") as words:
                told: dict[str, Any] = json.loads(words.readline() or b"null")
        except (OSError, ValueError) as error:
            return f"the parent does not get ready ({error})"
        if told is None:
            return "the parent ended before it was ready"
        for name, why in told["left_out"].items():
            log.warning("%s could not be preloaded: %s", name, why)
        culprit = told["starts_thread"]
        return f"{culprit} starts a thread, and a process with threads is not forked" if culprit else ""

    def _check(self, request: ForkRequest) -> None:
        for name, value in request.env.items():
            if _is_read_at_start(name) and value != self._environment.get(name):
                raise ForkError(f"{name} has another value than in the parent, which would not be heeded")


def _is_read_at_start(name: str) -> bool:
    return name in AT_START or (name.startswith(AT_START_ALL) and name not in FREE)


def _is_kept(name: str) -> bool:
    return name in KEPT or name in FREE or _is_read_at_start(name)


def _child(answer: bytes, descriptors: list[int], line: socket.socket) -> Child:
    told: dict[str, Any] = json.loads(answer) if answer else {"error": "the child ended at once"}
    if "error" in told or len(descriptors) != 2:
        line.close()
        for descriptor in descriptors:
            os.close(descriptor)
        raise ForkError(told.get("error", "the child came without handles"))
    pidfd, ending = descriptors
    return Child(told["pid"], pidfd, ending, line)
