"""Outages: the database is kept, struck down or crowded in mid-stream; what was typed is written once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event

from cba_kit.errors import StoreError
from cba_kit.model.people import Person
from cba_kit.model.workbook import Operation
from cba_kit.store import Store, open_store
from tests.postgres import Cluster

from .hand import Hand, written

Clock = Callable[[], datetime]
WAIT = 0.2


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL of these tests' own: they strike it down."""
    made = Cluster()
    with psycopg.connect(f"{plain(made.url)}/postgres", autocommit=True) as admin:
        admin.execute("CREATE DATABASE cba")
    yield made
    made.remove()


@pytest.fixture
def on_server(cluster: Cluster, clock: Clock, people: list[Person]) -> Iterator[Store]:
    """The store on that server, with people in it and nothing written."""
    with psycopg.connect(f"{plain(cluster.url)}/cba", autocommit=True) as admin:
        admin.execute("DROP SCHEMA public CASCADE")
        admin.execute("CREATE SCHEMA public")
    with open_store(f"{cluster.url}/cba", clock=clock, wait=WAIT) as store:
        store.people.add(people)
        yield store


def plain(url: str) -> str:
    return url.replace("+psycopg", "")


def refusal(store: Store, operation: Operation) -> str:
    """Return what writing says while it cannot be done."""
    with pytest.raises(StoreError) as caught:
        Hand(store).send([operation])
    return caught.value.what


def sent_again(store: Store, operation: Operation) -> tuple[list[int], dict[str, object]]:
    """Send an operation again, twice, as a page does that had no answer; return what the journal has."""
    for _ in range(2):
        assert Hand(store).send([operation]).accepted == (operation.id,)
    return [change.version for change in store.journal.changes("ilze")], dict(written(store))


def test_a_kept_sqlite_database_is_given_up_on_in_time(
    tmp_path: Path, clock: Clock, people: list[Person]
) -> None:
    """Somebody else writes for longer than we wait: told apart from a refusal, and taken later."""
    with open_store(f"sqlite:///{tmp_path}/a.db", clock=clock, create=True, wait=WAIT) as store:
        store.people.add(people)
        operation = Hand(store).operation("n1", {"text": "Sawmills"})
        with closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            said = refusal(store, operation)
            assert store.journal.workbook("ilze").version == 0  # reading goes on meanwhile
        assert said == "Another programme has kept the database for too long."
        assert sent_again(store, operation) == ([1], {"n1": {"text": "Sawmills"}})


def test_a_kept_workbook_on_postgresql_is_given_up_on_in_time(cluster: Cluster, on_server: Store) -> None:
    """A lock that somebody forgot does not hang a page for ever."""
    operation = Hand(on_server).operation("n1", {"text": "Sawmills"})
    with psycopg.connect(f"{plain(cluster.url)}/cba") as other:
        other.execute("LOCK TABLE workbooks")
        said = refusal(on_server, operation)
    assert said == "Another programme has kept the database for too long."
    assert sent_again(on_server, operation) == ([1], {"n1": {"text": "Sawmills"}})


@pytest.mark.parametrize("moment", ["before", "in the middle", "at the commit"])
def test_a_server_struck_down_loses_and_doubles_nothing(
    cluster: Cluster, on_server: Store, moment: str
) -> None:
    """Whenever it happens: an error, and the same operation sent again is written once."""
    operation = Hand(on_server).operation("n1", {"text": "Sawmills"})
    with ExitStack() as watching:
        if moment == "before":
            cluster.strike()
        else:
            name = "before_cursor_execute" if moment == "in the middle" else "commit"
            strike = _Strike(cluster, "INSERT INTO changes" if moment == "in the middle" else "")
            event.listen(on_server.database.engine, name, strike)
            watching.callback(event.remove, on_server.database.engine, name, strike)
        said = refusal(on_server, operation)
    assert said in (
        "The database server was stopped, or started again.",
        "The database server does not answer.",
    )
    assert refusal(on_server, operation) == "The database server does not answer."
    cluster.start()
    assert sent_again(on_server, operation) == ([1], {"n1": {"text": "Sawmills"}})


class _Strike:
    """Strikes the server down the first time that one statement, or a commit, is about to be sent."""

    def __init__(self, cluster: Cluster, statement: str) -> None:
        self._cluster = cluster
        self._statement = statement
        self._struck = False

    def __call__(self, *what: object) -> None:
        if not self._struck and self._statement in "".join(str(one) for one in what):
            self._struck = True
            self._cluster.strike()


def test_connections_that_rest_are_given_back(cluster: Cluster, on_server: Store) -> None:
    """Two hundred open pages would use up what the server has; one that is used again connects again."""
    Hand(on_server).put("n1", {"text": "Sawmills"})
    with psycopg.connect(f"{plain(cluster.url)}/cba", autocommit=True) as admin:

        def connected() -> int:
            row = admin.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            ).fetchone()
            assert row is not None
            return int(row[0])

        on_server.rest(3600)
        assert connected() == 1
        on_server.rest()
        while connected():
            pass
        assert Hand(on_server, "again").put("n2", {"text": "Harvesters"}).version == 2


def test_a_crowded_server_is_tried_again(cluster: Cluster, on_server: Store) -> None:
    """All its connections are taken; a moment later one is free, and nobody notices."""
    on_server.rest()
    others: list[psycopg.Connection] = []
    try:
        with pytest.raises(psycopg.OperationalError):
            while True:
                others.append(psycopg.connect(f"{plain(cluster.url)}/cba"))
        operation = Hand(on_server).operation("n1", {"text": "Sawmills"})
        assert refusal(on_server, operation) == "The database server has no free connection."
        attempts: list[object] = []

        def leave_at_the_second_attempt(*what: object) -> None:
            attempts.append(what)
            if len(attempts) == 2:
                others.pop().close()

        event.listen(on_server.database.engine, "do_connect", leave_at_the_second_attempt)
        assert Hand(on_server).send([operation]).accepted == (operation.id,)
        assert len(attempts) > 1
    finally:
        for other in others:
            other.close()
