"""The connection to a database: SQLite in WAL mode or PostgreSQL, migrations, and errors in plain words."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from cba_kit.errors import StoreError

log = logging.getLogger(__name__)
WAIT = 15
"""Seconds that a writer waits for another one, or a server may take to answer; a URL may say otherwise."""


class Database:
    """An engine and its transactions. Open one with `connect`; nothing is kept open between uses."""

    def __init__(self, engine: Engine, place: str) -> None:
        self.engine = engine
        self.place = place

    @property
    def on_sqlite(self) -> bool:
        """Tell whether this is SQLite (then writers take turns by themselves)."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open one transaction that may write; commit at the end, or change nothing."""
        with self._plain_errors(), self.engine.connect() as connection:
            if self.on_sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            with _committing(connection):
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open one transaction that sees one state of the database and writes nothing."""
        with self._plain_errors(), self.engine.connect() as connection:
            if self.on_sqlite:
                connection.exec_driver_sql("BEGIN")
            else:
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise _in_plain_words(error, self.place) from error


@contextmanager
def _committing(connection: Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def connect(url: str, *, create: bool = False) -> Database:
    """Connect and bring the tables up to date.

    Raises StoreError when there is no database and `create` is false, when it belongs to a newer
    version of the programme, or when it cannot be reached.
    """
    try:
        parsed = make_url(url)
        on_sqlite = parsed.get_backend_name() == "sqlite"
        place = str(Path(parsed.database or "")) if on_sqlite else parsed.render_as_string()
        if on_sqlite and not create and not Path(place).exists():
            raise StoreError(
                "There is no database yet.",
                where=place,
                fix="Make the academy with “cba init DIR” or “cba demo”.",
            )
        engine = _sqlite_engine(parsed) if on_sqlite else _server_engine(parsed)
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        # the address itself is not repeated: it may hold a password
        raise StoreError(
            "The database's address cannot be understood.",
            fix="Write DATABASE_URL like postgresql://user:password@host/name.",
        ) from error
    except ImportError as error:
        raise StoreError(
            f"The driver of this database is not installed ({error.name}).",
            where=place,
            fix="For PostgreSQL: pip install 'cba-kit[postgres]'.",
        ) from error
    database = Database(engine, place)
    try:
        with database._plain_errors():
            _migrate(engine, place)
    except SQLAlchemyError as error:
        raise StoreError(f"The database cannot be opened ({error}).", where=place) from error
    return database


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=2,
        connect_args={"check_same_thread": False} | _waiting(url, "timeout"),
    )
    event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _server_engine(url: URL) -> Engine:
    return create_engine(
        url,
        poolclass=QueuePool,
        pool_size=2,
        max_overflow=2,
        pool_pre_ping=True,
        connect_args=_waiting(url, "connect_timeout"),
    )


def _waiting(url: URL, name: str) -> dict[str, int]:
    return {} if name in url.query else {name: WAIT}


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


def scripts() -> Config:
    """Return alembic's configuration: where the migrations lie."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _migrate(engine: Engine, place: str) -> None:
    config = scripts()
    directory = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == directory.get_current_head():
        return
    if current is not None and current not in {script.revision for script in directory.walk_revisions()}:
        raise StoreError(
            f"This database was made by a newer version of cba_kit (its state is “{current}”).",
            where=place,
            fix="Install that version or a later one; nothing was changed.",
        )
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7220233)")
        with _committing(connection):
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


_WORDS: tuple[tuple[str, str, str], ...] = (
    ("database is locked", "Another programme has kept the database for too long.", "Try again in a moment."),
    ("disk is full", "The disk is full; nothing was changed.", "Free some space and try again."),
    ("no space left", "The disk is full; nothing was changed.", "Free some space and try again."),
    ("readonly database", "The database cannot be written.", "Make the file and its folder writable."),
    ("read-only", "The database cannot be written.", "Make it writable for this user."),
    (
        "unable to open database",
        "The database file cannot be opened.",
        "Check the folder and its permissions.",
    ),
    ("not a database", "This file is not a database of cba_kit.", "Check the path, or restore a backup."),
    (
        "connection refused",
        "The database server does not answer.",
        "Check DATABASE_URL and start the server.",
    ),
    (
        "timeout expired",
        "The database server does not answer.",
        "Check DATABASE_URL and start the server.",
    ),
    ("could not translate host", "The database server's name is not known.", "Check DATABASE_URL."),
    ("failed to resolve host", "The database server's name is not known.", "Check DATABASE_URL."),
    ("password authentication failed", "The database server refused the password.", "Check DATABASE_URL."),
)


def _in_plain_words(error: DBAPIError, place: str) -> StoreError:
    said: Any = str(error.orig).lower()
    for sign, what, fix in _WORDS:
        if sign in said:
            return StoreError(what, where=place, fix=fix)
    return StoreError(f"The database refused: {error.orig}.", where=place, fix="Nothing was changed.")
