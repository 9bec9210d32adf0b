"""Capacity: what a database server can take, and what time it is there."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import text

from cba_kit.store.database import Database


class Capacity(NamedTuple):
    """How a database server is set up."""

    connections: int
    """How many it lets us have, all our processes together."""
    ahead: float
    """Seconds that its clock is before ours; negative: behind."""


def capacity(database: Database) -> Capacity | None:
    """Return what the database server can take; None for SQLite, which has no server."""
    if database.on_sqlite:
        return None
    asked = text(
        "SELECT current_setting('max_connections')::int"
        " - current_setting('superuser_reserved_connections')::int, clock_timestamp()"
    )
    with database.reading() as connection:
        before = time.time()
        connections, there = connection.execute(asked).one()
        here = datetime.fromtimestamp((before + time.time()) / 2, UTC)
    return Capacity(connections, (there - here).total_seconds())
