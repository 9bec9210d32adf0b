"""Seats: a page is given to one person; its browser asks for its kernel, ends it, or asks for a new one."""

from __future__ import annotations

import asyncio
import json
import logging
import math
from collections import Counter
from typing import Any

from jupyter_server.base.handlers import APIHandler
from tornado.web import HTTPError

from cba_kit.errors import RenderError
from cba_kit.model.people import Person
from cba_kit.server.guard import Guarded
from cba_kit.server.limits import Bucket
from cba_kit.server.line import LineClosed
from cba_kit.server.making import Page
from cba_kit.server.notebooks import Kind, kind_of, pages_of
from cba_kit.server.ownership import OwnedKernels
from cba_kit.server.places import Full
from cba_kit.server.pool import Pool
from cba_kit.server.site import Site

log = logging.getLogger(__name__)

ARRIVE = "__import__('cba_kit.pages.arrival', fromlist=['arrive']).arrive({person!r})"
"""Run once and silently in a page's kernel: the only way in which it learns whose it is."""
BINDING = 10.0
"""Seconds that a kernel has to receive its visitor."""
QUICK = 20
"""Pages that one person can open at once …"""
STEADY = 1 / 2
"""… and pages a second after that: who loads again and again must not empty the pool."""
SOON = 2
"""Seconds until a page that waits for a seat asks again."""


class Busy(Exception):  # noqa: N818  # a visitor is told to wait; nothing went wrong
    """This person opens too many pages; `wait` is the seconds until the next one."""

    def __init__(self, wait: float) -> None:
        super().__init__(wait)
        self.wait = wait


class Seats:
    """Gives pages to people: takes one, tells its kernel who comes, writes down whose it is."""

    def __init__(self, site: Site, kernels: OwnedKernels, pool: Pool) -> None:
        self._site = site
        self._kernels = kernels
        self._pool = pool
        self._pace: dict[str, Bucket] = {}
        self._given: dict[str, Kind] = {}

    def present(self) -> Counter[Kind]:
        """Count the people who have a page open, by its kind."""
        owners = self._kernels.owners
        self._given = {kernel: kind for kernel, kind in self._given.items() if kernel in owners}
        here = {(owners[kernel].id, kind) for kernel, kind in self._given.items()}
        return Counter(kind for _, kind in here)

    def place(self, person: Person, name: str) -> int:
        """Return the person's place in the queue, or 0 when a page is kept for them."""
        return self._pool.place(kind_of(self._site, person, name), person.id)

    async def give(self, person: Person, name: str, *, patience: float) -> Page:
        """Return a page that is `person`'s from now on.

        Raises Full when there is none after `patience` seconds, Busy when they open too many, RenderError
        when the notebook fails. When this is cancelled, the page goes back, or its kernel ends.
        """
        pace = self._pace.setdefault(person.id, Bucket(QUICK, STEADY))
        wait = pace.take()
        if wait > patience:
            pace.give_back()
            raise Busy(wait)
        await asyncio.sleep(wait)
        kind = kind_of(self._site, person, name)
        while True:
            page = await self._pool.take(kind, person.id, patience=patience)
            try:
                await self._bind(page, person)
            except LineClosed:
                continue  # its kernel ended just now
            except BaseException:
                self._kernels.end_soon(page.kernel)
                raise
            self._kernels.own(page.kernel, person)
            self._given[page.kernel] = kind
            return page

    async def _bind(self, page: Page, person: Person) -> None:
        """Tell the kernel whose page it is; RenderError when it does not take that."""
        line, where = self._kernels.lines.get(page.kernel), page.kind.notebook.name
        if line is None:
            raise LineClosed
        spec = self._kernels.get_kernel(page.kernel).kernel_spec
        if spec is None or spec.language != "python":
            return  # a notebook in another language shows the same to everybody
        content = {"code": ARRIVE.format(person=person.id), "silent": True, "allow_stdin": False}
        try:
            async with asyncio.timeout(BINDING):
                reply = await line.ask("execute_request", content)
        except TimeoutError as error:
            raise RenderError(
                "The page did not receive its visitor.", where=page.kind.notebook.name
            ) from error
        if reply["status"] != "ok":
            what = f"The page did not receive its visitor: {reply.get('ename', reply['status'])}."
            raise RenderError(what, where=where)


class Receiving(Guarded):
    """A request for a page. Whoever leaves while it comes leaves no kernel behind."""

    _giving: asyncio.Task[Page] | None = None

    def initialize(self, seats: Seats, name: str = "") -> None:
        """Take who gives the seats; `name` is the notebook where the address decides, not the role."""
        self._seats = seats
        self._name = name

    async def receive(self, name: str, *, patience: float) -> Page | None:
        """Return the visitor's page, None when they have left; see `Seats.give`."""
        seat = self._seats.give(self.person, name, patience=patience)
        self._giving = asyncio.get_running_loop().create_task(seat)
        try:
            return await self._giving
        except asyncio.CancelledError:
            return None

    def on_connection_close(self) -> None:
        """Take no page for somebody who has left."""
        giving = self._giving
        if giving is None or giving.cancel():  # it was under way
            return
        if not giving.cancelled() and giving.exception() is None:
            self.kernels.end_soon(giving.result().kernel)


class SeatHandler(Receiving, APIHandler):
    """POST /seat: a page whose kernel has gone asks for a new one, without being loaded again."""

    async def post(self) -> None:
        """Answer with the new kernel and its widgets, or with the place in the queue."""
        asked = self._asked()
        name = asked["page"]
        if name not in pages_of(self.person):
            raise HTTPError(403)
        if self.drain.draining:
            self._later(503, 1, {})
            return
        if self.kernels.owner(asked["kernel"]) == self.person.id:
            self.kernels.end_soon(asked["kernel"])  # the page has given it up
        try:
            page = await self.receive(name, patience=SOON)
        except Full as full:
            self._later(202, SOON, {"place": full.place})
        except Busy as busy:
            self._later(202, busy.wait, {"place": 0})
        else:
            if page is not None:
                version = self.settings["statics"].version
                told = {"kernel": page.kernel, "models": page.models, "esm": page.modules, "version": version}
                self.finish(json.dumps(told))

    def _asked(self) -> dict[str, str]:
        try:
            asked = json.loads(self.request.body)
        except (ValueError, RecursionError) as error:
            raise HTTPError(400) from error
        if not isinstance(asked, dict):
            raise HTTPError(400)
        page, kernel = asked.get("page"), asked.get("kernel")
        if not isinstance(page, str) or not isinstance(kernel, str):
            raise HTTPError(400)
        return {"page": page, "kernel": kernel}

    def _later(self, status: int, seconds: float, told: dict[str, object]) -> None:
        self.set_status(status)
        self.set_header("Retry-After", str(math.ceil(seconds)))
        self.finish(json.dumps(told))


class OwnKernel(Guarded, APIHandler):
    """GET and DELETE /api/kernels/<id>: for its owner."""

    async def prepare(self, **_: Any) -> None:
        """Refuse everybody else, also for kernels that do not exist."""
        await super().prepare()
        kernel = self.path_kwargs["kernel_id"]
        if not self._finished and (not self.known or self.kernels.owner(kernel) != self.person.id):
            raise HTTPError(403)

    async def get(self, kernel_id: str) -> None:
        """Say that the kernel is there, and whether it works."""
        line = self.kernels.lines[kernel_id]
        self.finish(
            json.dumps({"id": kernel_id, "name": "python3", "execution_state": line.state, "connections": 1})
        )

    async def delete(self, kernel_id: str) -> None:
        """End the kernel."""
        await self.kernels.end(kernel_id)
        self.set_status(204)
        self.finish()


class TabClosed(OwnKernel):
    """POST /voila/api/shutdown/<id>: the browser says that the page was closed."""

    async def post(self, kernel_id: str) -> None:
        """End the kernel; nobody waits for that."""
        self.kernels.end_soon(kernel_id)
        self.set_status(204)
        self.finish()
