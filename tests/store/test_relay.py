"""The relay: what was written anywhere reaches listeners on every host, also after the database was away."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from cba_kit.errors import StoreError
from cba_kit.model.people import Person
from cba_kit.store import Store, open_store, relay
from cba_kit.store.database import Database
from cba_kit.store.watch import Ear, Signal, Watch
from tests.postgres import Cluster

from .hand import Hand

Clock = Callable[[], datetime]
LONG = 120
"""Seconds after which a test gives up; nothing takes nearly as long."""


class Host:
    """One machine: a folder of signals of its own over a database that it shares with others."""

    def __init__(self, database: Database, clock: Clock, base: Path) -> None:
        self.store = Store(database, clock, Watch(database.identity, base=base))
        ear = self.store.watch.listen("ilze")
        assert ear is not None
        self.ear: Ear = ear

    async def hears(self, what: Callable[[Signal], bool]) -> Signal:
        """Return the first signal that is meant; those before it are left out."""
        async with asyncio.timeout(LONG):
            while True:
                for signal in self.ear.heard():
                    if what(signal):
                        return signal
                await asyncio.sleep(0.01)

    @asynccontextmanager
    async def relaying(self) -> AsyncIterator[None]:
        """Run the relay, as a server does; it is listening when this returns."""
        before = self._listeners()
        task = asyncio.get_running_loop().create_task(self.store.relay())
        await self.hears(lambda signal: "people" in signal)
        async with asyncio.timeout(LONG):
            while not self.store.database.on_sqlite and self._listeners() == before:
                await asyncio.sleep(0.01)
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait({task})
            self.ear.close()

    def _listeners(self) -> int:
        """Return how many connections listen at the database server; SQLite has none."""
        if self.store.database.on_sqlite:
            return 0
        asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        with self.store.database.reading() as connection:
            found = connection.execute(text(f"{asked} AND state = 'idle' AND query LIKE 'LISTEN %'"))
            return int(found.scalar_one())


@pytest.fixture
def hosts(filled: Store, clock: Clock) -> Iterator[tuple[Host, Host]]:
    """Two hosts that share a database."""
    with tempfile.TemporaryDirectory(prefix="w-") as one, tempfile.TemporaryDirectory(prefix="w-") as two:
        yield Host(filled.database, clock, Path(one)), Host(filled.database, clock, Path(two))


@contextmanager
def pair(url: str, clock: Clock, people: list[Person]) -> Iterator[tuple[Host, Host]]:
    """Two hosts over one PostgreSQL database with people in it, each with connections of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="w-") as one,
        tempfile.TemporaryDirectory(prefix="w-") as two,
        open_store(url, clock=clock) as first,
        open_store(url, clock=clock) as second,
    ):
        first.people.add(people)
        yield Host(first.database, clock, Path(one)), Host(second.database, clock, Path(two))


@pytest.fixture
def only_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Edits are found by looking alone, often."""
    monkeypatch.setattr(relay, "BEAT", 0.02)


@pytest.fixture
def no_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the first look there is none for an hour: what is heard was told at once."""
    monkeypatch.setattr(relay, "BEAT", 3600)


@pytest.mark.usefixtures("only_beats")
def test_an_edit_whose_signal_was_lost_is_told_by_the_next_look(hosts: tuple[Host, Host]) -> None:
    """It was written where nobody tells this host: the relay finds it in the database."""
    here, there = hosts

    async def scene() -> Signal:
        async with here.relaying():
            Hand(there.store).put("n1", {"text": "Sawmills"})
            return await here.hears(lambda signal: signal["version"] == 1)

    told = asyncio.run(scene())
    assert told["book"] == "ilze"


@pytest.mark.usefixtures("only_beats")
def test_listeners_learn_that_people_changed(hosts: tuple[Host, Host]) -> None:
    """Roles, groups and coaches are rights: pages look again at whether they may show what they show."""
    here, there = hosts

    async def scene() -> tuple[Signal, Signal]:
        async with here.relaying():
            before = await here.hears(lambda signal: "people" in signal)
            people = there.store.people
            people.update(people.person("ilze").model_copy(update={"coach": None}))
            return before, await here.hears(lambda signal: signal["people"] != before["people"])

    before, after = asyncio.run(scene())
    assert (before["version"], after["version"]) == (0, 0)


@pytest.mark.usefixtures("no_beats")
def test_an_edit_is_told_on_another_host_at_once(
    postgres_url: str, clock: Clock, people: list[Person]
) -> None:
    """PostgreSQL carries it; nobody looks."""
    with pair(postgres_url, clock, people) as (here, there):

        async def scene() -> Signal:
            async with here.relaying(), there.relaying():
                Hand(there.store).put("n1", {"text": "Sawmills"})
                return await here.hears(lambda signal: signal["version"] == 1)

        assert asyncio.run(scene()) == {"book": "ilze", "version": 1}


@pytest.mark.usefixtures("no_beats")
def test_what_pages_tell_each_other_reaches_another_host_once(
    postgres_url: str, clock: Clock, people: list[Person]
) -> None:
    """Who is here is told to the other host; it does not come back."""
    with pair(postgres_url, clock, people) as (here, there):
        said = {"book": "ilze", "who": {"person": "ilze", "client": "tab"}, "at": {"sheet": "strategy"}}

        async def scene() -> tuple[Signal, list[Signal]]:
            async with here.relaying(), there.relaying():
                there.ear.heard()
                there.store.watch.announce(said)
                heard = await here.hears(lambda signal: "who" in signal)
                Hand(here.store).put("n1", {"text": "Sawmills"})
                back = []
                while not any(signal.get("version") == 1 for signal in back):
                    back += there.ear.heard()
                    await asyncio.sleep(0.01)
                return heard, back

        heard, back = asyncio.run(scene())
        assert {name: heard[name] for name in said} == said
        assert [signal for signal in back if "who" in signal] == [said]


@pytest.mark.slow
@pytest.mark.usefixtures("no_beats")
def test_after_the_database_was_away_everybody_catches_up(
    clock: Clock, people: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is struck down in mid-stream and started again; listeners hear what was written since, and later."""
    monkeypatch.setattr(relay, "AGAIN", 0.05)
    cluster = Cluster()
    try:
        with psycopg.connect(f"{cluster.url.replace('+psycopg', '')}/postgres", autocommit=True) as admin:
            admin.execute("CREATE DATABASE cba")
        with pair(f"{cluster.url}/cba", clock, people) as (here, there):

            async def scene() -> list[object]:
                async with here.relaying(), there.relaying():
                    Hand(there.store, "a").put("n1", {"text": "Sawmills"})
                    first = await here.hears(lambda signal: signal["version"] == 1)
                    cluster.strike()
                    cluster.start()
                    Hand(there.store, "b").put("n2", {"text": "Harvesters"})
                    second = await here.hears(lambda signal: signal["version"] == 2)
                    Hand(there.store, "c").put("n3", {"text": "Foresters"})
                    third = await here.hears(lambda signal: signal["version"] == 3)
                    return [first["version"], second["version"], third["version"]]

            assert asyncio.run(scene()) == [1, 2, 3]
    finally:
        cluster.remove()


@pytest.mark.usefixtures("only_beats")
def test_while_the_database_is_away_beats_go_on_and_it_is_told_once(
    sqlite_store: Store,
    clock: Clock,
    people: list[Person],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Pages that hear the relay do not all knock at a database that cannot answer."""
    sqlite_store.people.add(people)
    with tempfile.TemporaryDirectory(prefix="w-") as folder:
        host = Host(sqlite_store.database, clock, Path(folder))

        def away(_database: Database) -> None:
            raise StoreError("The database server does not answer.")

        async def scene() -> list[Signal]:
            async with host.relaying():
                with monkeypatch.context() as broken:
                    broken.setattr(Database, "reading", away)
                    host.ear.heard()
                    beats = [await host.hears(lambda signal: "people" in signal) for _ in range(20)]
                Hand(sqlite_store).put("n1", {"text": "Sawmills"})
                return [
                    *beats,
                    await host.hears(lambda signal: "people" in signal and signal["version"] == 1),
                ]

        assert [signal["version"] for signal in asyncio.run(scene())] == [0] * 20 + [1]
    assert caplog.text.count("The database server does not answer.") == 1
