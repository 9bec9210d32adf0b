"""Health: whether the server can do its work, and its numbers; no words, no names."""

from __future__ import annotations

import asyncio
import logging

from tornado.web import HTTPError

from cba_kit import __version__
from cba_kit.errors import StoreError
from cba_kit.server.guard import Guarded
from cba_kit.server.metrics import FORMAT

log = logging.getLogger(__name__)

PATIENCE = 5
"""Seconds that the database has for an answer."""


class Health(Guarded):
    """GET /healthz: 200 while the database answers and the server stays, else 503.

    Everybody may learn that; only operators learn more.
    """

    async def prepare(self, **_: object) -> None:
        """Ask nobody who they are: that would need the database that may be down."""

    async def get(self) -> None:
        """Count the people, which asks the database, and the open pages."""
        status, details = await self._look()
        self.set_status(200 if status == "ok" else 503)
        await self.finish({"status": status} | (details if self.for_operators else {}))

    async def _look(self) -> tuple[str, dict[str, object]]:
        details: dict[str, object] = {"version": __version__, "pages": len(self.kernels.owners)}
        try:
            async with asyncio.timeout(PATIENCE):
                people = await asyncio.to_thread(self.site.store.people.count)
        except (StoreError, TimeoutError) as error:
            log.error("the database does not answer: %s", type(error).__name__)
            return "down", details | {"database": "down"}
        return "draining" if self.drain.draining else "ok", details | {"database": "ok", "people": people}


class Numbers(Guarded):
    """GET /metrics: what Prometheus reads; for operators, to all others there is no such page."""

    async def prepare(self, **_: object) -> None:
        """Ask nobody who they are: the address decides."""

    async def get(self) -> None:
        """Send all numbers."""
        if not self.for_operators:
            raise HTTPError(404)
        self.set_header("Content-Type", FORMAT)
        await self.finish(self.metrics.text())
