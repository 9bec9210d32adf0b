"""Home pages: the answer that carries a page, or asks for a moment's patience."""

from __future__ import annotations

import json
import math

from tornado.web import HTTPError

from cba_kit.server.guard import Guarded
from cba_kit.server.headers import WAITING
from cba_kit.server.making import Page
from cba_kit.server.notebooks import home_of, pages_of
from cba_kit.server.places import Full
from cba_kit.server.seats import Busy, Receiving, Seats

PATIENCE = 8.0
"""Seconds that a browser waits for a page before it is shown the queue; most pages come sooner."""
SOON = 5
"""Seconds after which the waiting page asks again where no script runs."""


class Home(Receiving):
    """GET /: the visitor's home page. GET /coach: the coach's page of somebody who takes part, too."""

    async def get(self) -> None:
        """Give the visitor a page and send it."""
        name = self._name or home_of(self.person)
        if name not in pages_of(self.person):
            raise HTTPError(403)
        if self.drain.draining:
            self._refuse(503, 1, "restarting")
            return
        try:
            page = await self.receive(name, patience=PATIENCE)
        except Full as full:
            self._wait(name, full.place)
        except Busy as busy:
            self._refuse(429, busy.wait, "too_many")
        else:
            if page is not None:
                await self._send(page)

    async def _send(self, page: Page) -> None:
        # Setting the _xsrf cookie now is what lets the browser tell us later that the tab was closed;
        # under "no-referrer" it would send that message with the origin "null", and we would refuse it.
        _ = self.xsrf_token
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Content-Security-Policy", page.policy)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.metrics.observe_page(self.request.request_time())
        await self.finish(page.html)

    def _refuse(self, status: int, seconds: float, kind: str) -> None:
        """Say why there is no page now; the browser asks again by itself."""
        self.set_status(status)
        self.set_header("Retry-After", str(math.ceil(seconds)))
        self.set_header("Refresh", str(math.ceil(seconds) + 1))
        self.say(kind, again=True)

    def _wait(self, name: str, place: int) -> None:
        """Show the queue: why, for how long, and that the page comes by itself."""
        language = self.site.language(self.person)
        self.set_status(503)
        self.set_header("Retry-After", str(SOON))
        self.set_header("Content-Security-Policy", WAITING)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(
            self.settings["voila_jinja2_env"]
            .get_template("waiting.html")
            .render(
                words=self.site.library.texts(language),
                language=language,
                academy=self.site.academy.settings,
                place=place,
                page=name,
                base_url=self.base_url,
                seconds=SOON,
                script=f"{self.settings['statics'].prefix}waiting.js",
            )
        )


class Queue(Guarded):
    """GET /queue?page=…: the visitor's place in the queue; asking keeps it."""

    def initialize(self, seats: Seats) -> None:
        """Take who gives the seats."""
        self._seats = seats

    async def get(self) -> None:
        """Answer with the place; 0: a page is there."""
        name = self.get_query_argument("page", "")
        if name not in pages_of(self.person):
            raise HTTPError(403)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps({"place": self._seats.place(self.person, name)}))
