"""The handle on a forked child: what subprocess.Popen is for a child of one's own."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import time


class Child:
    """A process that the parent forked for us. Use it from one thread at a time.

    Signals go to the process and to what it started, its process group. `returncode` is as Popen's: the
    exit code, or minus the number of a signal. When the parent dies its children are killed: -9.
    """

    stdin = stdout = stderr = None
    """Popen has them, and jupyter_client closes them."""

    def __init__(self, pid: int, pidfd: int, told: int, line: socket.socket) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._pidfd = pidfd
        self._told = told
        self._line = line

    def __del__(self) -> None:
        if self.returncode is None:
            self._close()

    def settled(self, timeout: float) -> bool:
        """Wait until the target is ready, or has ended; False after `timeout` seconds."""
        if self._line.fileno() >= 0 and _readable(self._line.fileno(), time.monotonic() + timeout):
            self._line.close()
        return self._line.fileno() < 0

    def poll(self) -> int | None:
        """Return the exit code; None while the process lives."""
        return self._look(time.monotonic())

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end and return the exit code; subprocess.TimeoutExpired after `timeout` seconds."""
        code = self._look(None if timeout is None else time.monotonic() + timeout)
        if code is None:
            raise subprocess.TimeoutExpired(f"process {self.pid}", timeout or 0.0)
        return code

    def send_signal(self, signum: int) -> None:
        """Send a signal to the process and what it started; nothing happens once the process has ended."""
        if self.poll() is None:
            os.killpg(self.pid, signum)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def _look(self, until: float | None) -> int | None:
        if self.returncode is None and _readable(self._told, until):
            written = os.read(self._told, 16)
            if written:
                self._end(int(written))
            elif _readable(self._pidfd, until):  # the parent died, and the child with it
                self._end(-signal.SIGKILL)
        return self.returncode

    def _end(self, code: int) -> None:
        self.returncode = code
        self._close()

    def _close(self) -> None:
        os.close(self._told)
        os.close(self._pidfd)
        self._line.close()


def _readable(descriptor: int, until: float | None) -> bool:
    """Wait until there is something to read, or the other end has closed."""
    watch = select.poll()  # select() fails above descriptor 1023
    watch.register(descriptor, select.POLLIN)
    return bool(watch.poll(None if until is None else 1000 * max(0.0, until - time.monotonic())))
