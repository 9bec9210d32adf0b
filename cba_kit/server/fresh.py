"""Fresh: documents are made when somebody opens them, unless they are fresh; all who ask for one share it."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
import traceback
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, TypeVar

from cba_kit.errors import CbaError, NotFoundError, RenderError
from cba_kit.model.people import Role
from cba_kit.model.render import Render
from cba_kit.server.limits import Bucket, Clock

log = logging.getLogger(__name__)

MOST = 2
"""Documents that are made at the same time; the others wait."""
PATIENCE = 20.0
"""Seconds that somebody waits for a document; then there is an older one, or a word."""
AT_ONCE = 60.0
"""Documents that one person may ask for at once …"""
A_SECOND = 2.0
"""… and a second after that."""
LOOK = 1.0
"""Seconds between two looks at whether the server has time to get ready."""
CALM = 3
"""Looks one after the other that must find time."""
ENDING = 0.2
"""Seconds that what is being made has to notice that it was ended."""

Result = TypeVar("Result")


class Kind(Protocol):
    """What a report is, as far as a server asks."""

    @property
    def about(self) -> str:
        """“participant” where each document is about one; else it is about the edition, or a notebook."""
        ...

    @property
    def readers(self) -> Collection[Role]:
        """Roles that may open it."""
        ...


class Reports(Protocol):
    """What makes documents. It is handed in: a server knows no reports. May be used from several threads."""

    def kind(self, report: str) -> Kind:
        """Return what a report is; NotFoundError where there is none of this name, CbaError for a mistake."""
        ...

    def render(self, edition: str, report: str, subject: str) -> Render:
        """Return the newest line of a document, which is made anew unless it is fresh; waits.

        NotFoundError when there is nothing of this name that it could be about.
        """
        ...

    def warm(self) -> None:
        """Start what makes the next document quick; takes seconds."""
        ...

    def end(self) -> None:
        """End every process: what is being made is lost. What is under way may start one more."""
        ...


@dataclass(slots=True)
class _Making:
    """One document on its way, and how many wait for it."""

    since: float
    task: asyncio.Task[Render] | None = None
    waiting: int = 0
    running: bool = False


class Fresh:
    """Makes documents for a server. Everything but `reports` belongs to its event loop."""

    def __init__(
        self,
        reports: Reports,
        *,
        most: int = MOST,
        patience: float = PATIENCE,
        clock: Clock = time.monotonic,
    ) -> None:
        self.reports = reports
        self._patience = patience
        self._clock = clock
        self._lanes = asyncio.Semaphore(most)
        self._making: dict[tuple[str, str, str], _Making] = {}
        self._busy: set[asyncio.Task[None] | asyncio.Task[Render]] = set()
        self._buckets: dict[str, Bucket] = {}
        self._closed = False

    def turn(self, person: str) -> float:
        """Note that a person asks; return 0, or the seconds to wait when they asked too often."""
        bucket = self._buckets.setdefault(person, Bucket(AT_ONCE, A_SECOND, self._clock))
        wait = bucket.take()
        if wait:
            bucket.give_back()
        return wait

    async def line(self, edition: str, report: str, subject: str) -> Render:
        """Return the newest line of a document, made of what is written now.

        Who is cancelled stops waiting, and what nobody waits for is not begun. Raises TimeoutError when it
        is not there in time (it is made all the same), NotFoundError when there is nothing of this
        name, RenderError when nothing can be made at all.
        """
        until = self._clock() + self._patience
        making, late = self._join((edition, report, subject))
        line = await self._wait(making, until)
        if late and line.status == "ok":  # it was begun before we asked: what was written since may lack
            line = await self._wait(self._join((edition, report, subject))[0], until)
        return line

    async def warm(self, has_time: Callable[[], bool]) -> None:
        """Get ready as soon as the server has time: the first document is then as quick as the next."""
        calm = 0
        while calm < CALM and not self._closed:
            await asyncio.sleep(LOOK)
            calm = calm + 1 if has_time() else 0
        if self._closed:
            return
        task = asyncio.create_task(_in_thread(self.reports.warm))
        self._keep(task)
        try:
            await asyncio.shield(task)
        except Exception as error:  # the first document will say why, to somebody who can mend it
            log.warning("documents will be slower at first: %s", _told(error))

    async def end(self) -> None:
        """End all processes, and whatever is being made; nothing is begun from now on."""
        self._closed = True
        while True:
            await _in_thread(self.reports.end)
            if not self._busy:
                return
            await asyncio.wait(self._busy, timeout=ENDING)  # one of them may just have started a process

    def _join(self, name: tuple[str, str, str]) -> tuple[_Making, bool]:
        """Return the document that is on its way, begun now if there is none, and whether it runs already."""
        making = self._making.get(name)
        if making is None or making.task is None or making.task.done():
            making = self._making[name] = _Making(self._clock())
            making.task = asyncio.create_task(self._make(making, *name))
            self._keep(making.task)
        return making, making.running

    async def _wait(self, making: _Making, until: float) -> Render:
        if making.task is None:
            raise RuntimeError("what is on its way has a task")
        making.waiting += 1
        try:
            left = min(until, making.since + self._patience) - self._clock()
            async with asyncio.timeout(max(0.0, left)):
                return await asyncio.shield(making.task)
        finally:
            making.waiting -= 1
            if not making.waiting and not making.running:
                making.task.cancel()

    async def _make(self, making: _Making, edition: str, report: str, subject: str) -> Render:
        async with self._lanes:
            if self._closed:
                raise RenderError("The server goes down.")
            making.running = True
            try:
                return await _in_thread(lambda: self.reports.render(edition, report, subject))
            except NotFoundError:
                raise
            except Exception as error:
                log.error("%s of %s could not be made: %s", report, subject, _told(error))
                raise RenderError("The document could not be made.") from error

    def _keep(self, task: asyncio.Task[None] | asyncio.Task[Render]) -> None:
        self._busy.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None] | asyncio.Task[Render]) -> None:
        self._busy.discard(task)
        self._making = {key: one for key, one in self._making.items() if one.task is not task}
        if not task.cancelled():
            task.exception()  # whoever waited was told; perhaps nobody did


async def _in_thread(work: Callable[[], Result]) -> Result:
    """Do work in a thread for which the end of this process does not wait."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Result] = loop.create_future()

    def tell(set_it: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(lambda: None if done.done() else set_it())

    def run() -> None:
        try:
            result = work()
        except Exception as error:
            problem = error
            tell(lambda: done.set_exception(problem))
        else:
            tell(lambda: done.set_result(result))

    threading.Thread(target=run, name="fresh", daemon=True).start()
    return await done


def _told(error: BaseException) -> str:
    """Our own errors with their text: others may quote what people wrote."""
    if isinstance(error, CbaError):
        return str(error)
    return f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__)).rstrip()}"
