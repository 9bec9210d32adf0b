"""Ownership: a kernel belongs to one person, and nobody else reaches it by any route."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.multikernelmanager import AsyncMultiKernelManager
from jupyter_core.utils import ensure_async
from traitlets import Dict, Integer

from cba_kit.errors import LinkError, StoreError
from cba_kit.model.people import Person
from cba_kit.server.epitaph import epitaph
from cba_kit.server.line import Line
from cba_kit.server.links import admit
from cba_kit.server.site import Site

log = logging.getLogger(__name__)

TAKEN_OVER, LINK_ENDED, KERNEL_DIED = 4001, 4002, 4003
"""Close codes by which a page learns why its kernel is gone."""
UNSEEN = 5 * 60.0
"""Seconds that a page's kernel lives without a socket: a page that comes back later gets a new one."""
YOUNG = 20.0
"""Seconds in which a page may still be on its way to its browser."""
LOOK = 0.5
"""Seconds between two looks at a process where the system does not tell of its end."""


class OwnedKernels(AsyncMultiKernelManager):
    """The kernels of all pages and whose they are; a kernel without an owner is nobody's."""

    owners = Dict(help="kernel id -> the person as they were when they opened the page, oldest first")
    lines = Dict(help="kernel id -> the connection with it")
    most = Integer(2, config=True, help="pages that one person can have open; the oldest gives way")

    def __init__(self, *, allowed_message_types: object = None, **kwargs: Any) -> None:
        del allowed_message_types  # Voilà's choice; ours stands in `channels`, which lets nothing else pass
        super().__init__(kernel_manager_class="jupyter_client.manager.AsyncKernelManager", **kwargs)
        self.replied: Callable[[float], object] = float
        """Told how long a page waited for an answer."""
        self.died: Callable[[str], object] = str
        """Told of a kernel that ended without being asked to."""
        self._owned_at: dict[str, float] = {}
        self._ending: dict[str, asyncio.Task[None]] = {}
        self._looking: set[asyncio.Task[None]] = set()

    async def begin(self, name: str, *, folder: Path, env: dict[str, str]) -> str:
        """Start a kernel that belongs to nobody yet, and watch it; return its id."""
        kernel: str = await ensure_async(self.start_kernel(kernel_name=name, cwd=str(folder), env=env))
        manager = cast(AsyncKernelManager, self.get_kernel(kernel))
        self.lines[kernel] = Line(manager, replied=lambda seconds: self.replied(seconds))
        self._watch(kernel, manager)
        return kernel

    def own(self, kernel: str, person: Person) -> None:
        """Give the kernel to `person`; from now on they reach it. The oldest of theirs give way."""
        self.owners[kernel] = person
        self._owned_at[kernel] = time.monotonic()
        theirs = [key for key in self.of(person.id) if key != kernel]
        theirs.sort(key=self._in_use)  # pages that nobody looks at go first, then the oldest
        for surplus in theirs[: max(0, len(theirs) + 1 - self.most)]:
            self.say_goodbye(surplus, TAKEN_OVER, "taken over")
            self.end_soon(surplus)

    def owner(self, kernel: str) -> str | None:
        """Return the id of the person whose kernel it is."""
        found: Person | None = self.owners.get(kernel)
        return found.id if found else None

    def of(self, person_id: str) -> list[str]:
        """Return a person's kernels, oldest first."""
        return [kernel for kernel in self.owners if self.owner(kernel) == person_id]

    def unanswered(self) -> int:
        """Return how many messages of pages wait for an answer."""
        return sum(line.unanswered for line in self.lines.values())

    def sockets(self) -> int:
        """Return how many pages have their socket open."""
        return sum(len(line.listeners) for line in self.lines.values())

    def say_goodbye(self, kernel: str, code: int, reason: str) -> None:
        """Close the sockets of a page and tell it why."""
        line: Line | None = self.lines.get(kernel)
        if line is not None:
            line.hang_up(code, reason)

    def close_all(self, code: int, reason: str = "") -> None:
        """Close the sockets of all pages and tell them why."""
        for kernel in list(self.lines):
            self.say_goodbye(kernel, code, reason)

    async def end_refused(self, site: Site) -> None:
        """End the pages whose link opens nothing any more: a withdrawn link ends at once, not at midnight."""
        for kernel, person in list(self.owners.items()):
            try:
                await asyncio.to_thread(admit, site, person.id, person.link)
            except LinkError as refusal:
                if kernel in self.owners:
                    self.say_goodbye(kernel, LINK_ENDED, refusal.reason)
                    await self.end(kernel)
            except StoreError as error:
                log.error("whose links still hold cannot be asked: %s", type(error).__name__)
                return

    async def end_unseen(self, seconds: float | None = None) -> None:
        """End the pages that have had no socket for so long; those that wait in the pool are not meant."""
        most = UNSEEN if seconds is None else seconds
        now = time.monotonic()
        for kernel in list(self.owners):
            line: Line | None = self.lines.get(kernel)
            since = max(line.quiet_since, self._owned_at[kernel]) if line else now
            if line and not line.connected and now - since > most:
                log.info("Kernel %s: its page has been away for long", kernel)
                await self.end(kernel)

    async def end(self, kernel: str) -> None:
        """End a kernel at once; everything that was saved is in the store."""
        await self.end_soon(kernel)

    async def end_all(self) -> None:
        """End all kernels; some may be on their way out already."""
        for kernel in self.list_kernel_ids():
            self.end_soon(kernel)
        await asyncio.gather(*self._ending.values())

    def end_soon(self, kernel: str) -> asyncio.Task[None]:
        """End a kernel, without waiting for it; from now on it is nobody's."""
        task = self._ending.get(kernel)
        if task is None:
            self.owners.pop(kernel, None)
            task = self._ending[kernel] = asyncio.get_running_loop().create_task(self._end(kernel))
        return task

    async def _end(self, kernel: str) -> None:
        try:
            self._forget(kernel)
            if kernel in self:
                await ensure_async(self.shutdown_kernel(kernel, now=True))
        finally:
            del self._ending[kernel]

    def remove_kernel(self, kernel_id: str) -> Any:
        """Forget a kernel that has ended, and its owner."""
        self._forget(kernel_id)
        return super().remove_kernel(kernel_id)

    def _forget(self, kernel: str) -> None:
        self.owners.pop(kernel, None)
        self._owned_at.pop(kernel, None)
        line: Line | None = self.lines.pop(kernel, None)
        if line is not None:
            line.hang_up(KERNEL_DIED, "the kernel ended")
            line.close()

    def _in_use(self, kernel: str) -> bool:
        line: Line | None = self.lines.get(kernel)
        return bool(line and line.connected) or time.monotonic() - self._owned_at.get(kernel, 0) < YOUNG

    def _watch(self, kernel: str, manager: AsyncKernelManager) -> None:
        """Notice at once when the process of a kernel ends."""
        loop = asyncio.get_running_loop()
        process = getattr(manager.provisioner, "process", None)
        try:
            handle = os.pidfd_open(process.pid)  # type: ignore[union-attr]  # no process: AttributeError
        except (AttributeError, OSError):
            loop.call_later(LOOK, self._look, kernel, manager)
            return

        def ended() -> None:
            loop.remove_reader(handle)
            os.close(handle)
            self._ended(kernel)

        loop.add_reader(handle, ended)

    def _look(self, kernel: str, manager: AsyncKernelManager) -> None:
        async def look() -> None:
            if kernel not in self.lines:
                return
            if await manager.is_alive():
                asyncio.get_running_loop().call_later(LOOK, self._look, kernel, manager)
            else:
                self._ended(kernel)

        task = asyncio.get_running_loop().create_task(look())
        self._looking.add(task)
        task.add_done_callback(self._looking.discard)

    def _ended(self, kernel: str) -> None:
        """A process is gone. Where nobody asked for that, its page and its owner learn of it."""
        if kernel in self._ending or kernel not in self.lines:
            return
        self.say_goodbye(kernel, KERNEL_DIED, "the kernel ended")
        last = epitaph(self.get_kernel(kernel).provisioner, kernel, Path(self.connection_dir))
        log.warning("Kernel %s ended by itself: %s", kernel, last)
        self.end_soon(kernel)
        self.died(kernel)
