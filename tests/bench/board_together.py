"""Board together: ten people write on one board, twice a second each; until everybody has seen each edit.

    python -m tests.bench.board_together
    python -m tests.bench.board_together --quick

Takes about a minute and a half a repeat.
"""

from __future__ import annotations

import statistics
import sys

from cba_kit.store import open_store
from tests.bench.asking import Found, Plan, answer, parser, tell
from tests.bench.figures import Row, p95, table
from tests.bench.machine import this_machine
from tests.bench.people import people
from tests.bench.room import Room, rented
from tests.bench.servers import ours

ROW = Row("k", "10 writers on one board at 2 op/s each: everybody has seen an edit, p95", "ms", 300, 120)
WRITERS, RATE = 10, 2.0


def main() -> int:
    """Measure and print."""
    asked = parser("tests.bench.board_together", __doc__, [ROW.letter]).parse_args()
    repeats, seconds = (1, 5.0) if asked.quick else (asked.repeats, 30.0)
    machine = this_machine()
    tell(machine.words)
    found = Found(Plan(rows=frozenset({ROW.letter}), repeats=repeats, tell=tell), "ours")
    with rented(WRITERS, on_postgres=asked.postgres) as room:
        seat(room)
        for _ in range(repeats):
            measure(room, found, seconds=seconds)
    rows = found.beside(Found(found.plan, "stock"), [ROW])
    answer(machine, [table(rows)], {"rows": [one.as_json() for one in rows]}, asked.json)
    return 0


def seat(room: Room) -> None:
    """Put the writers into one group."""
    with open_store(room.academy.database_url, clock=room.academy.now) as store:
        for visitor in room.visitors[:WRITERS]:
            person = store.people.person(visitor.id)
            store.people.update(person.model_copy(update={"group": "One board"}))


def measure(room: Room, found: Found[Plan], *, seconds: float) -> None:
    """Let everybody write once more, and take the figure."""
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
    found.add(ROW.letter, 1000 * p95(told["everybody"]), note)


if __name__ == "__main__":
    sys.exit(main())
