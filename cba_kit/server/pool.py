"""The pool: pages made before anyone comes, and the queue for the moment when there are none."""

from __future__ import annotations

import asyncio
import logging
import os
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable, Mapping
from typing import NamedTuple

from cba_kit.errors import CbaError
from cba_kit.server.making import Maker, Page
from cba_kit.server.memory import room
from cba_kit.server.notebooks import Kind
from cba_kit.server.ownership import YOUNG, OwnedKernels
from cba_kit.server.places import Places, Visitor

log = logging.getLogger(__name__)

WIDTH = max(2, 2 * (os.cpu_count() or 1))
"""Pages made at the same time for people who wait; more would only make each of them slower."""
CALM = 2.0
"""Seconds since somebody came after which pages are made in advance again: those who are here go first …"""
IMPATIENT = 10.0
"""… but after so long a time it goes on, one page after another, also while people come."""
AGAIN, SELDOM = 15.0, 600.0
"""Seconds until a notebook that failed is tried again by itself, at first and at last; a changed one is tried
at once."""
TICK = 0.25


class _Failed(NamedTuple):
    """A notebook that fails: in which state, and when it is tried again."""

    stamp: int
    pause: float
    until: float


class Pool:
    """Gives a page to whoever comes: one made in advance, else one made now, else a place in the queue.

    `wanted` says how many pages of each kind should be ready. A person has one place in the queue for a
    kind of page, however often they ask, and keeps it while they ask again.
    """

    def __init__(
        self,
        maker: Maker,
        kernels: OwnedKernels,
        *,
        wanted: Callable[[], Mapping[Kind, int]],
        most: int = 0,
        room: Callable[[int], bool] = room,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._maker = maker
        self._kernels = kernels
        self._wanted = wanted
        self._most = most
        self._room = room
        self._clock = clock
        self._ready: dict[Kind, deque[Page]] = {}
        self._making: Counter[Kind] = Counter()
        self._places = Places(clock)
        self._failed: dict[Kind, _Failed] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._came = clock() - CALM
        self._hungry_since = 0.0
        self._ending: asyncio.Task[None] | None = None
        self.closed = False

    async def take(self, kind: Kind, person: str, *, patience: float) -> Page:
        """Return a page for `person`.

        Raises Full when there is none after `patience` seconds, RenderError when its notebook fails.
        """
        self._came = self._clock()
        visitor = Visitor(person, kind)
        while True:
            if visitor not in self._places and (page := self._pop(kind)):
                return page
            self._places.join(visitor)
            self._make_for_waiting()
            if page := await self._places.wait(visitor, patience):
                return page

    def place(self, kind: Kind, person: str) -> int:
        """Return a person's place in the queue from 1, or 0 when a page is kept for them."""
        return self._places.number(Visitor(person, kind))

    def give_back(self, page: Page) -> None:
        """Take back a page that nobody was bound to."""
        self._put(page)

    def drop(self, kernel: str) -> None:
        """Forget the page of a kernel that has ended."""
        for ready in self._ready.values():
            for page in list(ready):
                if page.kernel == kernel:
                    ready.remove(page)

    def counts(self) -> dict[str, int]:
        """Return how many pages are ready, being made and wanted, and how many people wait."""
        return {
            "ready": sum(map(len, self._ready.values())),
            "making": self._making.total(),
            "waiting": self._places.waiting().total(),
            "target": sum(self._wanted().values()),
        }

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while not self.closed:
            self.look()
            await asyncio.sleep(TICK)

    def look(self) -> None:
        """Forget who has left, make pages for those who wait, then one in advance if there is time."""
        for page in self._places.leave():
            self._put(page)
        self._make_for_waiting()
        self._refill()

    def close(self) -> None:
        """Make no page any more, and end those that nobody has taken."""
        self.closed = True
        for task in self._tasks:
            task.cancel()
        for ready in self._ready.values():
            while ready:
                self._kernels.end_soon(ready.pop().kernel)

    def _pop(self, kind: Kind) -> Page | None:
        """Take a ready page that is as its files are now."""
        ready = self._ready.get(kind)
        while ready:
            page = ready.popleft()
            if page.kernel not in self._kernels.lines:
                continue
            if page.stamp == self._maker.stamp(kind):
                return page
            self._kernels.end_soon(page.kernel)
        return None

    def _put(self, page: Page) -> None:
        """Give a page to whoever waits longest, or keep it; end one whose files have changed since."""
        outdated = page.stamp != self._maker.stamp(page.kind)
        if self.closed or outdated or page.kernel not in self._kernels.lines:
            self._kernels.end_soon(page.kernel)
            return
        if not self._places.serve(page):
            self._ready.setdefault(page.kind, deque()).append(page)

    def _make_for_waiting(self) -> None:
        for kind, people in self._places.waiting().items():
            while self._making[kind] < people and self._making.total() < WIDTH:
                if not self._may_make():
                    self._give_way(kind)
                    break
                self._start(kind)

    def _refill(self) -> None:
        now = self._clock()
        lacking = self._lacking()
        if lacking is None:
            self._hungry_since = now
            self._shrink()
            return
        patient = now - self._came < CALM and now - self._hungry_since < IMPATIENT
        if patient or self._making.total() or not self._may_make():
            return
        self._start(lacking)

    def _lacking(self) -> Kind | None:
        """Return the kind of page that the pool lacks most, leaving out what fails."""
        now = self._clock()
        best: tuple[float, Kind] | None = None
        for kind, wanted in self._wanted().items():
            failed = self._failed.get(kind)
            if failed and failed.stamp == self._maker.stamp(kind) and now < failed.until:
                continue
            self._renew(kind)
            ready = len(self._ready.get(kind, ())) + self._making[kind]
            if ready < wanted and (best is None or ready / wanted < best[0]):
                best = (ready / wanted, kind)
        return best[1] if best else None

    def _renew(self, kind: Kind) -> None:
        """End ready pages whose notebook, templates or settings have changed since."""
        ready = self._ready.get(kind)
        if ready and ready[0].stamp != self._maker.stamp(kind):
            self._kernels.end_soon(ready.popleft().kernel)

    def _shrink(self) -> None:
        """End one page of a kind that the pool has too many of."""
        wanted = self._wanted()
        for kind, ready in self._ready.items():
            if len(ready) > wanted.get(kind, 0) + 1:
                self._kernels.end_soon(ready.pop().kernel)
                return

    def _give_way(self, kind: Kind) -> None:
        """Without room, let somebody who waits come before pages that nobody looks at."""
        if self._ending is None or self._ending.done():
            self._ending = asyncio.get_running_loop().create_task(self._kernels.end_unseen(YOUNG))
        for other, ready in self._ready.items():
            if other != kind and ready:
                self._kernels.end_soon(ready.pop().kernel)
                return

    def _may_make(self) -> bool:
        if self.closed:
            return False
        if self._most and len(self._kernels.lines) + self._making.total() >= self._most:
            return False
        return self._room(self._making.total())

    def _start(self, kind: Kind) -> None:
        self._making[kind] += 1
        task = asyncio.get_running_loop().create_task(self._make(kind))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _make(self, kind: Kind) -> None:
        stamp = self._maker.stamp(kind)
        try:
            page = await self._maker.make(kind)
        except Exception as error:
            self._fail(kind, stamp, error)
        else:
            self._failed.pop(kind, None)
            self._put(page)
        finally:
            self._making[kind] -= 1
            self._make_for_waiting()

    def _fail(self, kind: Kind, stamp: int, error: Exception) -> None:
        """Tell those who wait; say it once in the log, until the notebook has changed."""
        known = self._failed.get(kind)
        new = known is None or known.stamp != stamp
        if new:
            where = "" if isinstance(error, CbaError) else "".join(traceback.format_tb(error.__traceback__))
            said = str(error) if isinstance(error, CbaError) else type(error).__name__
            log.error("no page of %s can be made: %s\n%s", kind.notebook.name, said, where)
        pause = AGAIN if known is None or new else min(SELDOM, 2 * known.pause)
        self._failed[kind] = _Failed(stamp, pause, self._clock() + pause)
        self._places.fail(kind, error)
