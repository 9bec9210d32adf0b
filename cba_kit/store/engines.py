"""Engines: how SQLite (in WAL mode) and PostgreSQL are set up, and how long they may keep us waiting."""

from __future__ import annotations

import logging
import random
import secrets
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import QueuePool

log = logging.getLogger(__name__)
TURN = (0.001, 0.004)
"""Seconds between two attempts to be the one who writes into SQLite."""


def make_engine(url: URL, wait: float) -> Engine:
    """Return the engine of a database; nothing is connected yet. `wait` is in seconds; a URL may say more."""
    return _sqlite_engine(url, wait) if url.get_backend_name() == "sqlite" else _server_engine(url, wait)


def identity(url: URL) -> str:
    """Return a name of the database that is the same in all processes on this host; it has no password."""
    if url.get_backend_name() != "sqlite":
        return f"{url.host}:{url.port}/{url.database}"
    file = (url.database or "").removeprefix("file:")
    return str(Path(file).resolve()) if file not in ("", ":memory:") else secrets.token_hex()


def take_turn(connection: Connection, wait: float) -> None:
    """Begin a transaction that may write into SQLite as soon as nobody else writes; wait so many seconds.

    SQLite's own waiting sleeps longer and longer, up to a tenth of a second, and whoever has just come
    gets ahead; a writer's turn takes a few milliseconds, so it is asked for again every few.
    """
    driver: Any = connection.connection.driver_connection
    end = time.monotonic() + wait
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        while time.monotonic() < end:
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error):
                    break
                time.sleep(random.uniform(*TURN))  # noqa: S311  # no secret: neighbours do not keep step
            else:
                return
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # the last attempt raises as everything else does
    finally:
        driver.execute(f"PRAGMA busy_timeout = {round(1000 * wait)}")


def patience(url: URL, wait: float) -> float:
    """Return for how many seconds others may keep SQLite from us: what the URL says, else `wait`."""
    said = url.query.get("timeout", wait)
    return float(said) if isinstance(said, str | float | int) else wait


def _sqlite_engine(url: URL, wait: float) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=2,
        connect_args={"check_same_thread": False} | _unless_said(url, timeout=wait),
    )
    event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _server_engine(url: URL, wait: float) -> Engine:
    bounds = {
        "connect_timeout": max(2, round(wait)),
        "tcp_user_timeout": round(1000 * wait),  # a network that swallows what is sent
        "options": f"-c lock_timeout={round(1000 * wait)}",
    }
    return create_engine(
        url,
        poolclass=QueuePool,
        pool_size=2,
        max_overflow=2,
        pool_pre_ping=True,
        connect_args=_unless_said(url, **bounds),
    )


def _unless_said(url: URL, **arguments: object) -> dict[str, object]:
    return {name: value for name, value in arguments.items() if name not in url.query}


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by Database, not by the driver
    cursor = connection.cursor()
    try:
        cursor.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError:
        log.warning("SQLite: WAL mode could not be set; the file may be read-only")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
