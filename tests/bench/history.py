"""History: how long a page takes to show a workbook's past.

A group's board with 500 notes and 20,000 changes by six people, on SQLite and all in one process: the
messages of a page, from the question to the answer as JSON. The first opening reads the whole journal; any
moment after that begins with a state that is kept.
"""

from __future__ import annotations

import json
import random
import time
import tracemalloc
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from cba_kit.config import open_academy
from cba_kit.content import Library
from cba_kit.model.people import Cluster, Person, group_id
from cba_kit.model.workbook import Operation, Writer
from cba_kit.pages.conversation import Conversation
from cba_kit.pages.rights import WRITES
from cba_kit.pages.visit import Visit
from cba_kit.store import Store, open_store

EDITION = "cba3"
SHEET = "business_model"
BLOCKS = ("key_partnerships", "key_activities", "key_resources", "value_propositions", "channels")
PEOPLE = tuple(f"person{number}" for number in range(6))
BATCH = 100
WORDS = ("Ask", "members", "what", "they", "would", "pay", "for", "help", "with", "tenders", "and", "fairs")


@dataclass(frozen=True, slots=True)
class Found:
    """Milliseconds, and what the page keeps in memory for it, in MiB."""

    changes: int
    first: float
    again: float
    moments: list[float]
    memory: float

    @property
    def said(self) -> str:
        """What is told beside the figure."""
        return (
            f"{self.changes:,} changes; first opening {self.first:.0f} ms, again {self.again:.0f} ms; "
            f"any moment: median {median(self.moments):.1f} ms, slowest {max(self.moments):.1f} ms "
            f"({len(self.moments)} asked for); the page keeps {self.memory:.1f} MiB"
        )


def measure(folder: Path, *, changes: int, notes: int, asked: int, seed: int) -> Found:
    """Write the journal, open its past as a member of the group, and look at `asked` moments of it."""
    chance = random.Random(seed)  # the same journal each time
    (folder / "academy.toml").write_text('name = "Bench"\ntimezone = "Europe/Sofia"\n', encoding="utf-8")
    academy = open_academy(folder)
    group = group_id(EDITION, "Blue")
    with open_store(academy.database_url, clock=academy.now, create=True) as store:
        store.people.add([_person(name) for name in PEOPLE])
        store.journal.make_group_workbook(group, edition=EDITION)
        _write(store, group, chance, changes=changes, notes=notes)
        visit = Visit(academy, Library(academy.templates), store, store.people.person(PEOPLE[0]))
        talk = Conversation(visit, store.journal.workbook_of(PEOPLE[0]), WRITES)
        _ask(talk, {"t": "open", "workbook": group})
        first = _ask(talk, {"t": "past", "workbook": group, "sheet": SHEET})
        again = _ask(talk, {"t": "past", "workbook": group, "sheet": SHEET})
        versions = [chance.randint(1, changes) for _ in range(asked)]
        times = [
            _ask(talk, {"t": "moment", "workbook": group, "sheet": SHEET, "version": version})
            for version in versions
        ]
        tracemalloc.start()
        kept = store.journal.history(group)
        kept.refresh()
        memory = tracemalloc.get_traced_memory()[0] / 2**20
        tracemalloc.stop()
    return Found(changes, first, again, times, memory)


def _person(name: str) -> Person:
    cluster = Cluster(id=f"cluster-{name}", name=f"Cluster of {name}", country="LV")
    return Person(
        id=name,
        edition=EDITION,
        name=name.title(),
        email=f"{name}@bench.example",
        roles=("participant",),
        cluster=cluster,
        group="Blue",
        fictional=True,
    )


def _write(store: Store, group: str, chance: random.Random, *, changes: int, notes: int) -> None:
    """Write notes, then change, move, remove and bring back any of them."""
    for start in range(0, changes, BATCH):
        person = chance.choice(PEOPLE)
        base = store.journal.workbook(group).version
        batch = [_operation(chance, number, notes, base) for number in range(start, start + BATCH)]
        writer = Writer(person=person, client=f"tab-{person}", kinds=WRITES)
        receipt = store.journal.apply(group, batch, writer, accept=lambda *_: None)
        assert len(receipt.accepted) == BATCH, receipt.refused


def _operation(chance: random.Random, number: int, notes: int, base: int) -> Operation:
    entry = number if number < notes else chance.randrange(notes)
    usual: dict[str, Any] = {
        "id": f"op-{number}",
        "sheet": SHEET,
        "kind": "note",
        "entry": f"note-{entry}",
        "base": base,
    }
    does = (
        "write" if number < notes else chance.choice(("write", "write", "write", "move", "remove", "restore"))
    )
    if does in ("remove", "restore"):
        return Operation.model_validate(usual | {"op": does})
    block = chance.choice(BLOCKS)
    fields: dict[str, Any] = {"position": chance.random() * 100}
    if does == "write":
        fields["text"] = " ".join(chance.choices(WORDS, k=12))
    return Operation.model_validate(usual | {"block": block, "fields": fields})


def _ask(talk: Conversation, message: dict[str, Any]) -> float:
    """Return how many milliseconds the answer took."""
    start = time.perf_counter()
    replies = [json.dumps(reply) for reply in talk.answer(message)]
    took = (time.perf_counter() - start) * 1000
    assert replies
    assert '"t": "error"' not in replies[0][:20], replies[0]
    return took
