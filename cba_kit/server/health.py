"""Health: whether the server can do its work, for a proxy or a watchman; no words, no names."""

from __future__ import annotations

import asyncio
import logging

from cba_kit import __version__
from cba_kit.errors import StoreError
from cba_kit.server.guard import Guarded

log = logging.getLogger(__name__)

PATIENCE = 5
"""Seconds that the database has for an answer."""


class Health(Guarded):
    """GET /healthz: 200 while the database answers, else 503."""

    async def prepare(self, **_: object) -> None:
        """Ask nobody who they are: that would need the database that may be down."""

    async def get(self) -> None:
        """Count the people, which asks the database, and the open pages."""
        told: dict[str, object] = {"version": __version__, "pages": len(self.kernels.owners)}
        try:
            counting = asyncio.to_thread(self.site.store.people.count)
            people = await asyncio.wait_for(counting, PATIENCE)
        except (StoreError, TimeoutError) as error:
            log.error("the database does not answer: %s", type(error).__name__)
            self.set_status(503)
            await self.finish(told | {"status": "down", "database": "down"})
        else:
            await self.finish(told | {"status": "ok", "database": "ok", "people": people})
