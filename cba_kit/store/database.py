"""The connection to a database: transactions, and bringing the tables up to date."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import QueuePool

from cba_kit.errors import StoreError
from cba_kit.store.engines import identity, make_engine, patience, take_turn
from cba_kit.store.trouble import NONE_FREE, in_plain_words

WAIT = 15
"""Seconds that a writer waits for another one, or a server may take to answer; a URL may say otherwise."""
VERSIONS = Path(__file__).parent / "migrations/versions"
CHANNEL = "cba_signals"
"""Where PostgreSQL passes signals on to other hosts; see `Relay`."""
CROWDED = (0.05, 0.1, 0.2, 0.4)
"""Seconds between attempts to connect to a server that has no free connection: others give theirs back."""


class Database:
    """An engine and its transactions. Open one with `connect`; nothing is kept open between uses.

    `identity` is the same for all processes on a host that use the same database.
    """

    def __init__(self, engine: Engine, place: str, identity: str, wait: float) -> None:
        self.engine = engine
        self.place = place
        self.identity = identity
        self._wait = wait
        self._here = threading.local()
        self._used = time.monotonic()

    @property
    def on_sqlite(self) -> bool:
        """Tell whether this is SQLite (then writers take turns by themselves)."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open one transaction that may write; commit at the end, or change nothing."""
        with self._plain_errors(), self._connection() as connection:
            if self.on_sqlite:
                take_turn(connection, self._wait)
            with committing(connection):
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open one transaction that sees one state of the database and writes nothing.

        Inside another one, in the same thread, it is that one: what belongs together costs one connection.
        """
        around: Connection | None = getattr(self._here, "connection", None)
        if around is not None:
            yield around
            return
        with self._plain_errors(), self._connection() as connection:
            if self.on_sqlite:
                connection.exec_driver_sql("BEGIN")
            else:
                connection.execution_options(isolation_level="REPEATABLE READ")
            self._here.connection = connection
            try:
                yield connection
            finally:
                self._here.connection = None

    def notify(self, connection: Connection, signals: Sequence[str]) -> None:
        """Let PostgreSQL tell other hosts when this transaction commits; SQLite has none to tell."""
        if not self.on_sqlite:
            asked = text("SELECT pg_notify(:channel, signal) FROM unnest(CAST(:signals AS text[])) AS signal")
            connection.execute(asked, {"channel": CHANNEL, "signals": list(signals)})

    def rest(self, idle: float = 0) -> None:
        """Close the connections if none was used for `idle` seconds; the next use opens one again.

        A page is looked at for hours and written in for seconds, and a server has few connections.
        """
        if self._pooled() and time.monotonic() - self._used >= idle:
            self.engine.dispose()

    def _pooled(self) -> int:
        pool = self.engine.pool
        return pool.checkedin() if isinstance(pool, QueuePool) else 0

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        try:
            with self._free_connection() as connection:
                yield connection
        finally:
            self._used = time.monotonic()

    def _free_connection(self) -> Connection:
        for wait in CROWDED:
            try:
                return self.engine.connect()
            except OperationalError as error:
                if not any(sign in str(error.orig) for sign in NONE_FREE):
                    raise
                time.sleep(wait * random.uniform(0.5, 1.5))  # noqa: S311  # no secret: not all at once
        return self.engine.connect()

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise in_plain_words(error, self.place) from error
        except PoolTimeoutError as error:
            raise StoreError("Too much is asked of the database at once.", where=self.place) from error


@contextmanager
def committing(connection: Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def connect(url: str, *, create: bool = False, wait: float = WAIT) -> Database:
    """Connect and bring the tables up to date; `wait` is how long others may keep us waiting, in seconds.

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
        engine = make_engine(parsed, wait)
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
    database = Database(engine, place, identity(parsed), patience(parsed, wait))
    try:
        with database._plain_errors():
            if not _is_up_to_date(engine):
                from cba_kit.store.migrate import migrate  # noqa: PLC0415  # slow import: alembic

                migrate(engine, place)
    except SQLAlchemyError as error:
        raise StoreError(f"The database cannot be opened ({error}).", where=place) from error
    return database


@cache
def _newest() -> str:
    """Return the state of the tables that this version wants: the number of its newest migration."""
    return max(path.name.partition("_")[0] for path in VERSIONS.glob("[0-9]*_*.py"))


def _is_up_to_date(engine: Engine) -> bool:
    newest = _newest()
    with engine.connect() as connection:
        try:
            state = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        except DBAPIError:  # no tables yet, or a trouble that the thorough look meets again
            return False
    return bool(state == newest)
