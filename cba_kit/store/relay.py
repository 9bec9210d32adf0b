"""The relay: one task of each server that looks at the database for all pages, and talks to other hosts.

Every few seconds it asks for all workbooks' versions in one query and tells each listener on this host the
version of its workbook, and that of everybody's, which holds the rounds of trends, so that no page has to
ask by itself, keep a connection for that, or miss an edit for longer. On PostgreSQL it also hears at once
what was written on other hosts, and passes on what is only told between pages (who is here).
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from contextlib import suppress
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from cba_kit.errors import StoreError
from cba_kit.model.people import plenary
from cba_kit.store.database import CHANNEL, Database
from cba_kit.store.schema import people, workbooks
from cba_kit.store.watch import RELAY, Ear, Signal, Watch

log = logging.getLogger(__name__)

BEAT = 2.0
"""Seconds between two looks at the database: so long may an edit stay unseen if every signal is lost."""
GATHER = 0.03
"""Seconds in which signals are gathered before they go to other hosts together."""
AGAIN = 1.0
"""Seconds until the next attempt to hear from a database server that has gone."""
ALIVE: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}
"""Seconds, and how often: a connection that only listens would not notice that its server has gone."""


async def relay(database: Database, watch: Watch) -> None:
    """Run until cancelled; whatever the database does, it goes on by itself when the database is back."""
    run = _Relay(database, watch)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(run.look_again_and_again())
        if not database.on_sqlite:
            tasks.create_task(run.hear_others())
            tasks.create_task(run.tell_others())


class _Relay:
    def __init__(self, database: Database, watch: Watch) -> None:
        self._database = database
        self._watch = watch
        self._name = secrets.token_hex(8)
        self._known: list[Signal] = []
        self._troubles: set[str] = set()

    async def look_again_and_again(self) -> None:
        """Tell every listener the version of its workbook, each BEAT."""
        while True:
            await self._tell_versions()
            await asyncio.sleep(BEAT)

    async def hear_others(self) -> None:
        """Tell listeners here what is written on other hosts; catch up after each new connection."""
        import psycopg  # noqa: PLC0415  # optional dependency

        _, said = self._database.engine.dialect.create_connect_args(self._database.engine.url)
        address = ALIVE | dict(said)
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(autocommit=True, **address) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self._troubles.discard("hearing")
                    await self._tell_versions()
                    async for note in connection.notifies():
                        self._pass_on(note.payload)
            except (psycopg.Error, OSError) as error:
                self._complain("hearing", type(error).__name__)
            await asyncio.sleep(AGAIN)

    async def tell_others(self) -> None:
        """Pass on to other hosts what pages here tell each other; edits are told by their transactions."""
        while True:
            ear = self._watch.listen(RELAY)
            if ear is None:
                return
            try:
                await self._tell_what(ear)
            finally:
                asyncio.get_running_loop().remove_reader(ear.fileno())
                ear.close()

    async def _tell_what(self, ear: Ear) -> None:
        """Pass on what one ear hears, until it is lost."""
        heard: list[Signal] = []
        woken = asyncio.Event()

        def hear() -> None:
            heard.extend(ear.heard())
            woken.set()

        asyncio.get_running_loop().add_reader(ear.fileno(), hear)
        while not ear.lost:
            await _within(BEAT, woken)
            woken.clear()
            if heard:
                await asyncio.sleep(GATHER)
                latest = {_speaker(signal): signal for signal in heard}
                heard.clear()
                await self._send([json.dumps({**signal, "relay": self._name}) for signal in latest.values()])

    async def _send(self, signals: list[str]) -> None:
        try:
            await asyncio.to_thread(self._notify, signals)
            self._troubles.discard("telling")
        except StoreError as error:
            self._complain("telling", error.what)

    def _notify(self, signals: list[str]) -> None:
        with self._database.writing() as connection:
            self._database.notify(connection, signals)

    def _pass_on(self, payload: str) -> None:
        try:
            signal = json.loads(payload)
        except ValueError:
            return  # another programme uses the channel
        if isinstance(signal, dict) and "book" in signal and signal.get("relay") != self._name:
            self._watch.announce(signal, across=False)

    async def _tell_versions(self) -> None:
        try:
            self._known = await asyncio.to_thread(self._look)
            self._troubles.discard("looking")
        except StoreError as error:  # the old versions are told again: nobody else needs to knock there
            self._complain("looking", error.what)
        self._watch.announce(*self._known, across=False)

    def _look(self) -> list[Signal]:
        rights = select(people.c.id, people.c.roles, people.c.group, people.c.coach).order_by(people.c.id)
        with self._database.reading() as connection:
            books = connection.execute(select(workbooks.c.id, workbooks.c.version, workbooks.c.edition)).all()
            everybody = repr(connection.execute(rights).all())
        mark = sha256(everybody.encode()).hexdigest()[:8]
        versions = {book: version for book, version, _ in books}
        return [
            {"book": book, "version": version, "people": mark}
            | ({"rounds": versions[whole]} if (whole := plenary(edition).id) in versions else {})
            for book, version, edition in books
        ]

    def _complain(self, doing: str, about: str) -> None:
        """Log what goes wrong once, until it goes well again."""
        if doing not in self._troubles:
            log.warning("signals wait for the database, %s: %s", doing, about)
        self._troubles.add(doing)


def _speaker(signal: Signal) -> tuple[str, str, bool]:
    """Return who tells something, and where: only the last word of each has to travel."""
    return str(signal["book"]), json.dumps(signal.get("who")), bool(signal.get("ask"))


async def _within(seconds: float, event: asyncio.Event) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
