"""The streams: what cells print, and what they and their processes write to descriptors 1 and 2.

A file in memory stands behind each descriptor, and what cells print goes there, too. It is looked at whenever
a cell prints or shows something, so that all writing keeps its order, and no thread has to wait for any. The
caller has the same files: what a cell has printed is not lost when its process is.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from cba_kit.reports.engine.allowance import Allowance

NAMES = {1: "stdout", 2: "stderr"}
"""The streams by their descriptors, in the order in which a kernel empties them."""
INTERVAL = 0.2
"""Seconds after which a kernel sends what was printed, even if the cell says no word of flushing."""
CHUNK = 1 << 20
"""Bytes read at once."""


def spill_files() -> dict[int, int]:
    """Make a file in memory for each stream; return their descriptors by the number they stand behind."""
    return {number: _file(name) for number, name in NAMES.items()}


def _file(name: str) -> int:
    if sys.platform == "linux":
        import fcntl  # noqa: PLC0415  # only some systems have it

        descriptor = os.memfd_create(name)
        fcntl.fcntl(descriptor, fcntl.F_SETFL, os.O_APPEND)
        return descriptor
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


class Spill:
    """What was written to a descriptor and not taken yet."""

    def __init__(self, file: int, number: int) -> None:
        self._file = file
        self._taken = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        os.dup2(file, number)

    @property
    def taken(self) -> int:
        """The place in the file up to which everything was taken."""
        return self._taken

    def put(self, text: str) -> None:
        """Write there what was printed here; half a character, which no file can hold, is replaced."""
        _write_all(self._file, text.encode("utf-8", "replace"))

    def take(self, enough: int) -> tuple[str, float]:
        """Return what is new, and how many seconds ago the last of it was written.

        What is more than `enough` characters may be left out.
        """
        status = os.fstat(self._file)
        size = status.st_size
        end = min(size, self._taken + 4 * enough + CHUNK)
        parts: list[str] = []
        while self._taken < end:
            part = os.pread(self._file, min(CHUNK, end - self._taken), self._taken)
            if not part:  # the cell has made the file shorter
                break
            self._taken += len(part)
            parts.append(self._decoder.decode(part))
        self._taken = size
        return "".join(parts), time.time() - status.st_mtime


@dataclass(slots=True)
class _Pending:
    since: float
    parts: list[str] = field(default_factory=list)


class Streams:
    """Both streams of the process in which cells run; whoever prints may do so from any thread.

    What is printed is held back and sent when a kernel would send it: when a stream is flushed, before
    something is shown, when the cell ends, or at the next print after a while.
    """

    def __init__(
        self, files: Mapping[int, int], allowance: Allowance, publish: Callable[[str, str], None]
    ) -> None:
        self._allowance = allowance
        self._publish = publish
        self._lock = threading.RLock()
        self._pending: dict[str, _Pending] = {}
        self._spills = {NAMES[number]: Spill(file, number) for number, file in files.items()}

    def write(self, name: str, text: str) -> None:
        """Take over what was printed."""
        with self._lock:
            self._collect()
            now = time.monotonic()
            by_age = sorted(self._pending.items(), key=lambda item: item[1].since)
            self._send(name for name, held in by_age if now - held.since > INTERVAL)
            self._spills[name].put(text[: self._allowance.left + 1])

    def flush(self, name: str) -> None:
        """Send what a stream holds."""
        with self._lock:
            self._collect()
            self._send([name])

    def places(self) -> list[int]:
        """Return the place in each file behind which the next cell's words will stand."""
        with self._lock:
            return [spill.taken for spill in self._spills.values()]

    def finish(self) -> None:
        """Send all there is."""
        with self._lock:
            self._collect()
            self._send(NAMES.values())

    def _collect(self) -> None:
        for name, spill in self._spills.items():
            text, age = spill.take(self._allowance.left)
            self._hold(name, text, time.monotonic() - age)

    def _hold(self, name: str, text: str, since: float) -> None:
        text = self._allowance.cut(text)
        if text:
            self._pending.setdefault(name, _Pending(since)).parts.append(text)

    def _send(self, names: Iterable[str]) -> None:
        for name in names:
            held = self._pending.pop(name, None)
            if held is not None:
                self._publish(name, "".join(held.parts))


class OutStream(io.TextIOBase):
    """What sys.stdout and sys.stderr are for cells; it has the name of a kernel's.

    A process that a cell forks writes to the descriptor instead, and so into the same cell. What a task
    prints that an earlier cell has left behind is not printed, because a kernel's is not shown either.
    """

    encoding = "UTF-8"

    def __init__(self, number: int, streams: Streams, is_current: Callable[[], bool]) -> None:
        self.name = NAMES[number]
        self._number = number
        self._streams = streams
        self._is_current = is_current
        self._owner = os.getpid()

    def fileno(self) -> int:
        """Return the descriptor, for those who hand it to a process of theirs."""
        return self._number

    def isatty(self) -> bool:
        """Return False: nobody sits at a terminal."""
        return False

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, text: str) -> int:
        """Write to the running cell."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if os.getpid() != self._owner:
            _write_all(self._number, text.encode("utf-8", "replace"))
        elif self._is_current():
            self._streams.write(self.name, text)
        return len(text)

    def flush(self) -> None:
        """Send what was written."""
        if os.getpid() == self._owner:
            self._streams.flush(self.name)


def _write_all(number: int, content: bytes) -> None:
    while content:
        content = content[os.write(number, content) :]
