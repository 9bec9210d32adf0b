"""The child: how a forked process gets surroundings of its own, runs its target, and ends."""

from __future__ import annotations

import atexit
import ctypes
import gc
import importlib
import json
import os
import signal
import socket
import sys
import threading
import time
import traceback
import weakref
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import NoReturn

from cba_kit.kernels.request import ForkRequest

PR_SET_PDEATHSIG = 1
"""prctl(2): send this process a signal when its parent ends."""
FIRST_TO_GO = b"500"
"""When memory runs out, the system ends a child before the parent, which would take all children along."""

_callers: list[socket.socket] = []
"""The line to whoever asked for this child, until the target says that it is ready."""
_parents: list[object] = []
"""What is the parent's; kept, because letting go of it would copy its memory."""


@cache
def libc() -> ctypes.CDLL:
    """Return the system's library; the parent calls this once, so that no child builds its own."""
    return ctypes.CDLL(None)


def ready() -> None:
    """Say that the target is ready for whoever asked for it; a target that has nothing to say does not."""
    while _callers:
        _callers.pop().close()


def run(request: ForkRequest, caller: socket.socket, told: int, *, parent: int) -> NoReturn:
    """Settle in, introduce this process to the caller, run the target and end."""
    code = 1
    try:
        try:
            settle(request, parent)
            introduce(caller, told)
        except Exception as error:
            with suppress(OSError):  # a caller that has given up does not listen
                caller.sendall(json.dumps({"error": f"{type(error).__name__}: {error}"}).encode())
        else:
            gc.enable()
            code = call(request)
    finally:
        os._exit(code)  # never back into the parent's code


def settle(request: ForkRequest, parent: int) -> None:
    """Leave the parent's session, streams, environment, folder and random numbers behind."""
    libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise ProcessLookupError("the parent ended")
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a server in the background ignores it
    take_streams(request.log)
    take_environment(request.env)
    if request.cwd:
        os.chdir(request.cwd)
    leave_finalizers()
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:  # Python's own generator has done so by itself
        numpy_random.seed()
    with suppress(OSError):
        score = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
        os.write(score, FIRST_TO_GO)
        os.close(score)


def leave_finalizers() -> None:
    """Leave it to the parent to put away, at its end, temporary folders and the like that are its own."""
    _parents.append(weakref.finalize._registry)  # type: ignore[attr-defined]  # private, and the only way
    weakref.finalize._registry = {}  # type: ignore[attr-defined]  # the same


def introduce(caller: socket.socket, told: int) -> None:
    """Hand the caller what it needs to watch and end this process."""
    me = os.pidfd_open(os.getpid())
    socket.send_fds(caller, [json.dumps({"pid": os.getpid()}).encode()], [me, told])
    os.close(me)
    os.close(told)
    _callers.append(caller)


def call(request: ForkRequest) -> int:
    """Run the target, then do what an interpreter does at its end; return the exit code."""
    module, _, function = request.target.partition(":")
    code = 0
    try:
        getattr(importlib.import_module(module), function)(**request.arguments)
    except SystemExit as end:
        code = exit_code(end)
    except BaseException:
        traceback.print_exc()
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]  # private, and what multiprocessing calls here, too
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # whatever the target has put in their place
            stream.flush()
    return code


def exit_code(end: SystemExit) -> int:
    """Return the exit code that an interpreter gives a SystemExit."""
    if end.code is None:
        return 0
    if isinstance(end.code, int):
        return end.code & 0xFF
    print(end.code, file=sys.stderr)  # noqa: T201  # as an interpreter does
    return 1


def take_streams(log: str) -> None:
    """Read nothing, and write to the log."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600) if log else nowhere
    os.dup2(nowhere, 0)
    os.dup2(out, 1)
    os.dup2(out, 2)
    for descriptor in {nowhere, out}:
        os.close(descriptor)


def take_environment(env: Mapping[str, str]) -> None:
    """Replace the whole environment, and follow it where Python does so only when it starts."""
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    for folder in reversed(env.get("PYTHONPATH", "").split(os.pathsep)):
        if folder and folder not in sys.path:
            sys.path.insert(0, folder)
