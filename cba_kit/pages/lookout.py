"""The lookout of a page: wakes it when others have done something, or when it has something to tell."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Protocol

from cba_kit.errors import StoreError
from cba_kit.store import Store
from cba_kit.store.watch import Ear, Signal

log = logging.getLogger(__name__)

Message = Mapping[str, Any]
POLL = 2.0
"""Seconds between two looks for others' edits; the guarantee behind every quicker signal."""
DEAF = 5.0
"""Seconds without a word of the server's relay after which the page looks for itself."""
SHORTEST = 0.01
"""Seconds between two looks at least, unless a signal comes."""
IDLE = 2.0
"""Seconds after which an unused connection to the database is given back."""


class Page(Protocol):
    """What a lookout looks for."""

    @property
    def topic(self) -> str:
        """The id of the open workbook, or an empty text."""
        ...

    def wait(self) -> float:
        """Return in how many seconds the page has something to tell."""
        ...

    def look(self, signals: Sequence[Signal], *, everything: bool) -> Iterable[Message]:
        """Return what the page is to be told; `everything` asks the store also without a signal."""
        ...


class Lookout:
    """Wakes one page. What is found goes to `send`; trouble is logged, and looking goes on."""

    def __init__(self, store: Store, page: Page, send: Callable[[Message], None]) -> None:
        self._store = store
        self._page = page
        self._send = send
        self._woken = asyncio.Event()
        self._ear: Ear | None = None
        self._signals: list[Signal] = []
        self._topic = ""
        self._relayed = self._looked = -DEAF
        self._troubled = False

    def wake(self) -> None:
        """Look at once: the page may have something to tell now."""
        self._woken.set()

    async def run(self) -> None:
        """Look until cancelled."""
        try:
            while True:
                self._listen()
                self._look()
                await self._pause()
        finally:
            self._deafen()

    async def _pause(self) -> None:
        seconds = POLL if self._troubled else max(SHORTEST, min(POLL, self._page.wait()))
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):  # wait_for may swallow a cancellation
                await self._woken.wait()
        self._woken.clear()

    def _look(self) -> None:
        now = asyncio.get_running_loop().time()
        signals, self._signals = self._signals, []
        if any("people" in signal for signal in signals):
            self._relayed = now
        everything = now - self._relayed >= DEAF and now - self._looked >= POLL
        if everything:
            self._looked = now
        try:
            for message in self._page.look(signals, everything=everything):
                self._send(message)
            self._troubled = False
        except StoreError as error:
            if not self._troubled:  # every two seconds, in hundreds of pages
                log.warning("others' edits cannot be read now: %s", error.what)
            self._troubled = True
        except Exception as error:  # no words for the log
            if not self._troubled:
                where = "".join(traceback.format_tb(error.__traceback__)).rstrip()
                log.error("%s while looking for others' edits:\n%s", type(error).__name__, where)
            self._troubled = True
        self._store.rest(IDLE)

    def _listen(self) -> None:
        """Have an ear for the workbook that is open now."""
        topic = self._page.topic
        if topic == self._topic and (self._ear is None or not self._ear.lost):
            return
        self._deafen()
        self._topic = topic
        self._ear = self._store.watch.listen(topic) if topic else None
        if self._ear is not None:
            asyncio.get_running_loop().add_reader(self._ear.fileno(), self._hear)

    def _hear(self) -> None:
        """Take the signals at once: as long as they lie there, the event loop wakes again and again."""
        if self._ear is not None:
            self._signals += self._ear.heard()
        self._woken.set()

    def _deafen(self) -> None:
        if self._ear is not None:
            asyncio.get_running_loop().remove_reader(self._ear.fileno())
            self._ear.close()
            self._ear = None
