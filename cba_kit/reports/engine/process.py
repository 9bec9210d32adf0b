"""A process that runs cells, as its caller sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from cba_kit.reports.engine.line import Line


class Process(Protocol):
    """What `Forked` and `Spawned` have in common."""

    line: Line
    """Where the messages of `cells.run` come from."""

    @property
    def code(self) -> int | None:
        """The exit code, minus the number of a signal; None when it is not known."""

    def sources(self) -> dict[int, Callable[[], None]]:
        """Return what to wait for: descriptors, and what to call when there is something to read."""

    @property
    def ended(self) -> bool:
        """Whether the process has ended, and all that it has started."""

    def interrupt(self) -> None:
        """Interrupt the running cell, as the button in a notebook does."""

    def memory(self, *, thoroughly: bool) -> int:
        """Return the bytes used beyond what was there at the start; with those it started if `thoroughly`."""

    def stop(self) -> None:
        """End the process and all that it has started; returns when they are gone."""
