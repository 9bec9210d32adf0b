"""Servers in processes of their own, forked from one that has loaded everything already.

A server loads for more than two seconds before it begins, and the tests start a hundred of them. What is
forked here calls the same function with the same words, surroundings and streams as a process that is
started anew, and ends as one; only its command line is another, and the parents of its kernels are loaded
already (spare.py). That `cba serve` also starts from nothing is seen where somebody else starts it: the Hub
in server/test_hub.py.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO, Any

from cba_kit.kernels.owner import FOR_LIBRARIES, forkable
from cba_kit.kernels.parent import Loaded, preload
from tests.spare import set_aside

ROOT = Path(__file__).parents[1]
LOADED = (
    "cba_kit.kernels.kernel",  # the first: it keeps debuggers out
    "cba_kit.reports.engine.child",
    "cba_kit.reports.warm:warm",
    "cba_kit.pages",
    "cba_kit.pages.rehearsal:warm",
    "cba_kit.cli.serve",
    "cba_kit.server.running",
    "cba_kit.reports.on_demand",
)
"""What servers load, and what the parents of their kernels do."""
PARENTS = 2
"""Parents that a server wants: one for pages, one for documents."""
LARGEST = 1 << 17
"""Bytes of a request: what is to be called, its words and its environment."""


class Started:
    """A process that was started here; understands what tests ask of a subprocess.Popen."""

    def __init__(self, stdout: IO[str], stderr: IO[str] | None, told: IO[str]) -> None:
        self.stdout = stdout
        self.stderr = stderr
        self.returncode: int | None = None
        self._told = told
        self.pid = int(self._told.readline())

    def poll(self) -> int | None:
        """Return the exit code, negative for a signal; None while it runs."""
        return self._hear(0)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return the exit code; subprocess.TimeoutExpired after `timeout` seconds."""
        code = self._hear(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Tell it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def _hear(self, timeout: float | None) -> int | None:
        if self.returncode is None:
            with selectors.DefaultSelector() as selector:
                selector.register(self._told, selectors.EVENT_READ)
                if selector.select(timeout):
                    self.returncode = int(self._told.readline())
                    self._told.close()
        return self.returncode


def start(
    target: str, *words: str, env: Mapping[str, str] | None = None, stderr: IO[str] | None = None
) -> Started:
    """Call `target`, “module:function”, in a new process with `words` as its arguments.

    Its errors go to the file `stderr`, else into a pipe as its output does.
    """
    read_out, write_out = os.pipe()
    read_told, write_told = os.pipe()
    read_err, write_err = (-1, os.dup(stderr.fileno())) if stderr else os.pipe()
    request = json.dumps([target, words, dict(env or os.environ), str(Path.cwd())]).encode()
    with _asking:
        socket.send_fds(_warm(), [request], [write_out, write_err, write_told])
    for each in (write_out, write_err, write_told):
        os.close(each)
    errors = None if stderr else os.fdopen(read_err, encoding="utf-8")
    return Started(os.fdopen(read_out, encoding="utf-8"), errors, os.fdopen(read_told, encoding="utf-8"))


def run(target: str, *words: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Call `target` as `start` does, wait for its end, and return what it said."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        process = start(target, *words, env=env, stderr=errors)
        with process.stdout as stream:
            said = stream.read()
        code = process.wait()
        errors.seek(0)
        return subprocess.CompletedProcess([target, *words], code, said, errors.read())


_asking = threading.Lock()


@cache
def _warm() -> socket.socket:
    """Return the line to the process that forks; it ends, and all of its own with it, when we do."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    for each in (ours, theirs):
        each.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * LARGEST)
    with theirs:
        environment = os.environ | FOR_LIBRARIES  # threads cannot be forked
        subprocess.Popen(
            [sys.executable, "-m", "tests.warm"], stdin=theirs.fileno(), cwd=ROOT, env=environment
        )
    return ours


class _Forker:
    """Takes requests, forks, and tells how what it forked has ended."""

    def __init__(self) -> None:
        self._line = socket.socket(fileno=0)
        self._ended, self._wake = os.pipe()
        self._told: dict[int, int] = {}
        os.set_blocking(self._wake, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake)

    def work(self) -> str:
        """Fork what is asked for until nobody can ask; in a child, return what it has to call."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._line, selectors.EVENT_READ, self._fork)
            selector.register(self._ended, selectors.EVENT_READ, self._reap)
            while True:
                for key, _ in selector.select():
                    target: str | None = key.data()
                    if target is not None:
                        return target

    def _fork(self) -> str | None:
        raw, descriptors, _, _ = socket.recv_fds(self._line, LARGEST, 3)
        if not raw:
            for pid in self._told:
                os.kill(pid, signal.SIGKILL)
            return ""
        pid = os.fork()
        if pid == 0:
            return self._become(json.loads(raw), *descriptors)
        out, err, told = descriptors
        os.close(out)
        os.close(err)
        os.write(told, f"{pid}\n".encode())
        self._told[pid] = told
        return None

    def _reap(self) -> None:
        os.read(self._ended, 1000)
        while self._told:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            told = self._told.pop(pid)
            with suppress(BrokenPipeError):  # nobody asks any more
                os.write(told, f"{os.waitstatus_to_exitcode(status)}\n".encode())
            os.close(told)

    def _become(self, asked: Any, out: int, err: int, told: int) -> str:
        target, words, env, folder = asked
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._line.close()
        silence = os.open(os.devnull, os.O_RDONLY)
        for place, stream in enumerate((silence, out, err)):
            os.dup2(stream, place)
        for each in (silence, out, err, told, self._ended, self._wake, *self._told.values()):
            os.close(each)
        os.environ.clear()
        os.environ.update(env)
        os.chdir(folder)
        tempfile.tempdir = None  # as the new environment says
        sys.argv = [target, *words]
        return str(target)


def main() -> None:
    """Load, and fork until nobody asks; in a child, be what was asked for."""
    loaded = preload(LOADED)
    assert loaded == Loaded({}), loaded
    gc.collect()
    gc.freeze()
    target = _Forker().work()
    if target:
        if not forkable():
            set_aside(PARENTS)
        module, _, function = target.partition(":")
        getattr(importlib.import_module(module), function)()


if __name__ == "__main__":
    main()
