"""Printed: what a process has printed, for its caller, who can read it even after the process has ended."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress

from cba_kit.reports.engine.allowance import Allowance
from cba_kit.reports.engine.streams import NAMES

WIDEST = 4
"""Bytes that a character takes at most."""


class Printed:
    """The files behind a process's streams, by their descriptors there; none where the system hides them."""

    def __init__(self, pid: int, descriptors: Sequence[int] = ()) -> None:
        self._files: list[int] = []
        with suppress(OSError):  # another system than Linux, or the process has ended
            for descriptor in descriptors:
                self._files.append(os.open(f"/proc/{pid}/fd/{descriptor}", os.O_RDONLY))

    def size(self) -> int:
        """Return the bytes of memory that the files take."""
        return sum(os.fstat(file).st_size for file in self._files)

    def since(self, starts: Sequence[int], most: int) -> Iterator[tuple[str, str]]:
        """Yield each stream's name and what was printed there behind a place, `most` characters in all."""
        allowance = Allowance(most)
        for name, file, start in zip(NAMES.values(), self._files, starts, strict=False):
            place = min(start, os.fstat(file).st_size)  # who tells it may tell anything
            text = os.pread(file, WIDEST * (most + 1), place).decode("utf-8", "replace")
            if text:
                yield name, allowance.cut(text)

    def close(self) -> None:
        """Let go of the files."""
        while self._files:
            os.close(self._files.pop())
