"""Drain: the server goes down, and nobody loses a word or waits without knowing why."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Protocol

log = logging.getLogger(__name__)

GOING_DOWN = 4004
"""Close code of a page's socket: the server goes down for a moment, come back at once."""
PATIENCE = 5.0
"""Seconds that what is under way has to be answered before it is cut off."""
LOOK = 0.02
"""Seconds between two looks at whether it is."""
CALM = 2
"""Looks one after the other that must find nothing: what has arrived and was not read yet is seen then."""


class Pages(Protocol):
    """The open pages, as far as they matter here."""

    def unanswered(self) -> int:
        """Return how many messages of pages wait for their answer."""
        ...

    def close_all(self, code: int) -> None:
        """Close the sockets of all pages with a close code that says why."""
        ...


class Door(Protocol):
    """Where requests come in."""

    def unanswered(self) -> int:
        """Return how many requests wait for their answer."""
        ...

    def stop(self) -> None:
        """Let nobody in any more, and give the port back."""
        ...


class Drain:
    """Whether the server takes new visitors. Everything that opens a page asks `draining` first."""

    def __init__(self) -> None:
        self.draining = False

    async def go_down(self, pages: Pages, door: Door, *, patience: float = PATIENCE) -> None:
        """Take nobody new, answer what is under way, then send everybody away with a word.

        /healthz says “draining” at once, so that a proxy turns to another server while this one still
        answers. There is no way back: the caller ends the kernels and the process afterwards.
        """
        self.draining = True
        until = time.monotonic() + patience
        calm = 0
        while calm < CALM:
            left = pages.unanswered() + door.unanswered()
            if left and time.monotonic() > until:
                log.warning("going down with %d answers under way", left)
                break
            calm = 0 if left else calm + 1
            await asyncio.sleep(LOOK)
        door.stop()
        pages.close_all(GOING_DOWN)
