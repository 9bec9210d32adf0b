"""The worker: a fresh process that warms up, waits for one notebook, runs its cells and ends.

Started as `python -m cba_kit.reports.engine.worker module…` where nothing can be forked, with its end of
the line as stdin.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress

from cba_kit.kernels.parent import preload
from cba_kit.reports.engine.cells import run
from cba_kit.reports.engine.keeper import adopt, sweep
from cba_kit.reports.engine.kernel import prepare
from cba_kit.reports.engine.line import Line
from cba_kit.reports.engine.processes import mark
from cba_kit.reports.engine.streams import spill_files


def main() -> None:
    """Be a worker until the notebook is executed, or nobody wants one any more."""
    line = Line(_end())
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if sys.platform == "linux":
        adopt()
    prepare()
    preload(sys.argv[1:])
    files = spill_files()
    with suppress(EOFError, ConnectionError):
        line.send({"ready": True, "files": list(files.values())})
        surroundings = line.receive()
        _mark = mark(surroundings["token"]) if sys.platform == "linux" else None  # kept, else it is gone
        _take(surroundings["env"])
        os.chdir(surroundings["cwd"])
        _end_with_the_caller(line)
        run(line, files)
    if sys.platform == "linux":
        sweep()


def _end() -> socket.socket:
    if sys.platform == "win32":
        return socket.fromshare(sys.stdin.buffer.read())
    return socket.socket(fileno=os.dup(0))


def _end_with_the_caller(line: Line) -> None:
    """Let nothing run on that nobody waits for; where the system tells of a hung-up line."""
    if sys.platform != "win32":
        threading.Thread(target=_watch, args=(line.fileno(),), daemon=True).start()


def _watch(line: int) -> None:
    hung_up = select.poll()
    hung_up.register(line, 0)  # of that, it always tells
    hung_up.poll()
    if sys.platform == "linux":
        sweep()
    os._exit(1)


def _take(env: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(env)
    if sys.platform != "win32":
        time.tzset()


if __name__ == "__main__":
    main()
