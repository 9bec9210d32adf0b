"""Home pages: which notebook is whose page, and the answer that carries it."""

from __future__ import annotations

from pathlib import Path

from tornado.web import HTTPError

from cba_kit.config import Academy, shipped
from cba_kit.errors import NotFoundError
from cba_kit.model.people import Person
from cba_kit.server.guard import Guarded
from cba_kit.server.rendering import Page, PageSource


def notebook(academy: Academy, name: str) -> Path:
    """Return a page's notebook, the academy's own first; NotFoundError when there is none."""
    for folder in (academy.folder / "workbooks", shipped("workbooks")):
        path = folder / name
        if path.is_file():
            return path
    raise NotFoundError(f"There is no page “{name}”.", fix="Put it into the academy's folder workbooks.")


def home_of(person: Person) -> str:
    """Return the notebook that a person's personal link leads to."""
    return "participant.ipynb" if person.is_a("participant") else "coach.ipynb"


class Home(Guarded):
    """GET /: the visitor's home page. GET /coach: the coach's page of somebody who takes part, too."""

    _left = False

    def initialize(self, pages: PageSource, name: str = "") -> None:
        """Take pages from `pages`; `name` is the notebook where the address decides, not the role."""
        self._pages = pages
        self._name = name

    async def get(self) -> None:
        """Open the page, give its kernel to the visitor, then send it."""
        if self._name and not set(self.person.roles) & {"coach", "trainer", "organiser"}:
            raise HTTPError(403)
        name = self._name or home_of(self.person)
        async with self.kernels.turn(self.person):
            if self._left:
                return
            page = await self._pages.open(notebook(self.site.academy, name), self.person)
            if self._left:
                await self.kernels.end(page.kernel)
                return
            await self.kernels.own(page.kernel, self.person)
        await self._send(page)

    def on_connection_close(self) -> None:
        """Remember that the visitor has gone, so that no kernel is left for nobody."""
        self._left = True

    async def _send(self, page: Page) -> None:
        # Setting the _xsrf cookie now is what lets the browser tell us later that the tab was closed;
        # under "no-referrer" it would send that message with the origin "null", and we would refuse it.
        _ = self.xsrf_token
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        await self.finish(page.html)
