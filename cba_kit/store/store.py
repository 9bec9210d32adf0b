"""The store: an academy's database, opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType

from cba_kit.store.database import WAIT, Database, connect
from cba_kit.store.journal import Journal
from cba_kit.store.ledger import Ledger
from cba_kit.store.people import People
from cba_kit.store.relay import relay
from cba_kit.store.watch import Watch


class Store:
    """People, journal and ledger over one database, and a watch over it. Open one with `open_store`."""

    def __init__(self, database: Database, clock: Callable[[], datetime], watch: Watch | None = None) -> None:
        self.database = database
        self.watch = watch or Watch(database.identity)
        self.people = People(database)
        self.journal = Journal(database, clock, self.watch)
        self.ledger = Ledger(database)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read all that is asked for inside from one state of the database, over one connection.

        What is written meanwhile, also by oneself, is not seen inside.
        """
        with self.database.reading():
            yield

    async def relay(self) -> None:
        """Pass signals between hosts and look at the database for all pages, until cancelled; see `relay`."""
        await relay(self.database, self.watch)

    def rest(self, idle: float = 0) -> None:
        """Give connections back that were not used for `idle` seconds; see `Database.rest`."""
        self.database.rest(idle)

    def close(self) -> None:
        """Close the connections, and tidy up after pages that were ended without a goodbye."""
        self.database.close()
        self.watch.tidy()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(url: str, *, clock: Callable[[], datetime], create: bool = False, wait: float = WAIT) -> Store:
    """Open the store at `url`; `create` makes an SQLite file that is not there yet.

    `clock` gives the moment that changes are recorded with; `wait` is for how many seconds others may keep
    us waiting: a page that has somebody to answer takes few. Raises StoreError, see `connect`.
    """
    return Store(connect(url, create=create, wait=wait), clock)
