"""What a database server can take: asked on PostgreSQL, nothing to ask on SQLite."""

from __future__ import annotations

from cba_kit.store import Store
from cba_kit.store.capacity import capacity


def test_sqlite_has_no_server_to_ask(sqlite_store: Store) -> None:
    assert capacity(sqlite_store.database) is None


def test_a_server_says_how_many_may_connect_and_what_time_it_is(store: Store) -> None:
    """The tests' server has PostgreSQL's own 100 connections, and this machine's clock."""
    found = capacity(store.database)
    if store.database.on_sqlite:
        assert found is None
        return
    assert found is not None
    assert found.connections == 97
    assert abs(found.ahead) < 1
