"""The store: an academy's database, opened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import TracebackType

from cba_kit.store.database import Database, connect
from cba_kit.store.journal import Journal
from cba_kit.store.ledger import Ledger
from cba_kit.store.people import People


class Store:
    """People, journal and ledger over one database. Open one with `open_store`."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self.database = database
        self.people = People(database)
        self.journal = Journal(database, clock)
        self.ledger = Ledger(database)

    def close(self) -> None:
        """Close the connections."""
        self.database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(url: str, *, clock: Callable[[], datetime], create: bool = False) -> Store:
    """Open the store at `url`; `create` makes an SQLite file that is not there yet.

    `clock` gives the moment that changes are recorded with. Raises StoreError, see `connect`.
    """
    return Store(connect(url, create=create), clock)
