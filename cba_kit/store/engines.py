"""Engines: how SQLite (in WAL mode) and PostgreSQL are set up, and how long they may keep us waiting."""

from __future__ import annotations

import logging
import secrets
import sqlite3
from pathlib import Path

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import QueuePool

log = logging.getLogger(__name__)


def make_engine(url: URL, wait: float) -> Engine:
    """Return the engine of a database; nothing is connected yet. `wait` is in seconds; a URL may say more."""
    return _sqlite_engine(url, wait) if url.get_backend_name() == "sqlite" else _server_engine(url, wait)


def identity(url: URL) -> str:
    """Return a name of the database that is the same in all processes on this host; it has no password."""
    if url.get_backend_name() != "sqlite":
        return f"{url.host}:{url.port}/{url.database}"
    file = (url.database or "").removeprefix("file:")
    return str(Path(file).resolve()) if file not in ("", ":memory:") else secrets.token_hex()


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
    patience = {
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
        connect_args=_unless_said(url, **patience),
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
