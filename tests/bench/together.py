"""Together: ten people write on one board, twice a second each, until everybody has seen each edit."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from cba_kit.store import open_store
from tests.bench.figures import p95
from tests.bench.people import people
from tests.bench.room import Room, rented
from tests.bench.servers import ours

WRITERS, RATE = 10, 2.0


def measure(repeats: int, *, seconds: float, on_postgres: bool) -> Iterator[tuple[float, str]]:
    """Yield for each repeat in how many ms 95 of 100 edits have reached everybody, and a note."""
    with rented(WRITERS, on_postgres=on_postgres) as room:
        _seat(room)
        for _ in range(repeats):
            yield _written(room, seconds=seconds)


def _seat(room: Room) -> None:
    """Put the writers into one group."""
    with open_store(room.academy.database_url, clock=room.academy.now) as store:
        for visitor in room.visitors[:WRITERS]:
            person = store.people.person(visitor.id)
            store.people.update(person.model_copy(update={"group": "One board"}))


def _written(room: Room, *, seconds: float) -> tuple[float, str]:
    """Let everybody write for some time on a server of their own."""
    with ours(room) as server, people(server, room.visitors[:WRITERS]) as crowd:
        crowd.do("enter")
        server.wait_until_ready()
        crowd.do("gather")
        told = crowd.do("see", seconds=seconds, rate=RATE, everybody=True)
    one = told["waited"]
    note = (
        f"{told['sent']} edits, {told['lost']} not seen by all; different boards at the end: "
        f"{told['boards']}; "
        f"last reader: median {1000 * statistics.median(told['everybody']):.0f} ms; "
        f"a single reader: median {1000 * statistics.median(one):.0f} ms, p95 {1000 * p95(one):.0f} ms"
    )
    return 1000 * p95(told["everybody"]), note
