"""Room: the academy that a benchmark runs on, full of people whose workbooks are written."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from cba_kit.config import TOML, Academy
from cba_kit.content import Library
from cba_kit.model.accept import accept
from cba_kit.model.complete import Template
from cba_kit.model.people import Cluster, Person
from cba_kit.model.workbook import Operation, Writer
from cba_kit.programme.demo import EDITION, create, fill, write_sample
from cba_kit.server import make_link
from cba_kit.store import Store, open_store
from tests import postgres

SHEET, BLOCK = "business_model", "channels"
"""Where everybody's canary sits, and where the benchmark writes."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who comes: what opens their page, and what only they may see."""

    id: str
    first: str
    """The name that their page greets them with."""
    join: str
    """The path of their personal link."""

    @property
    def canary(self) -> str:
        """Words that stand in this person's workbook alone, and the id of the note that holds them."""
        return canary(self.id)


@dataclass(frozen=True, slots=True)
class Room:
    """An academy in a folder of its own, and its people; who wrote most stands first."""

    academy: Academy
    visitors: list[Visitor]

    @property
    def folder(self) -> Path:
        """Where the academy is."""
        return self.academy.folder

    def begin_day(self, pool: int | None) -> None:
        """Let the day of the programme start now, so that the server expects everybody.

        `pool` is the most pages that it may make beforehand; None: as many as it sees fit.
        """
        path = self.academy.templates / "editions" / f"{EDITION}.yaml"
        yaml = YAML()
        yaml.preserve_quotes = True
        edition = yaml.load(path.read_text(encoding="utf-8"))
        day = next(day for day in edition["days"] if day["date"] == self.academy.settings.day)
        zone = ZoneInfo(day.get("timezone", edition["timezone"]))
        day["start"] = DoubleQuotedScalarString(f"{self.academy.now().astimezone(zone):%H:%M}")
        with path.open("w", encoding="utf-8") as file:
            yaml.dump(edition, file)
        toml = self.folder / TOML
        kept = [line for line in toml.read_text(encoding="utf-8").splitlines() if not line.startswith("pool")]
        kept += [] if pool is None else [f"pool = {pool}"]
        toml.write_text("\n".join(kept) + "\n", encoding="utf-8")

    def written(self, person: str) -> list[str]:
        """Return the texts in a person's workbook, as the store has them: what was really saved."""
        with open_store(self.academy.database_url, clock=self.academy.now) as store:
            return [entry.text() for entry in store.journal.entries(person)]

    def write(self, person: str, words: str) -> None:
        """Let a person put `words` into their note, as their page would: one more change in the journal."""
        library = Library(self.academy.templates)
        with open_store(self.academy.database_url, clock=self.academy.now) as store:
            _note(store, person, library.sheets(library.edition(EDITION)), words)


def canary(person: str) -> str:
    """Return the words that stand in one person's workbook alone; no canary is a part of another."""
    return f"canary.{person}.end"


@contextmanager
def rented(people: int, *, on_postgres: bool = False) -> Iterator[Room]:
    """Furnish a room in a temporary folder, on a database of its own; both go when the block ends."""
    with tempfile.TemporaryDirectory(prefix="cba-bench-", ignore_cleanup_errors=True) as folder:
        if not on_postgres:
            yield furnish(Path(folder), f"sqlite:///{folder}/academy.db", people=people)
            return
        cluster = postgres.Cluster()
        try:
            yield furnish(Path(folder), f"{cluster.url}/postgres", people=people)
        finally:
            cluster.remove()


def furnish(folder: Path, url: str, *, people: int) -> Room:
    """Make the demo academy at `folder`, with as many more guests as `people` asks for.

    A guest's workbook holds what the demo's fullest one does.
    """
    academy = replace(create(folder), database_url=url)
    with open_store(url, clock=academy.now, create=True) as store:
        library = Library(academy.templates)
        fill(academy, store, library)
        edition = library.edition(EDITION)
        sheets = library.sheets(edition)
        known = [one for one in store.people.of(EDITION) if one.is_a("participant")]
        guests = [_guest(number, known[0].coach) for number in range(len(known), people)]
        store.people.add(guests)
        for guest in guests:
            write_sample(store, guest, library, sheets)
        fullness = {book.owner: book.version for book in store.journal.workbooks(EDITION)}
        everybody = [*sorted(known, key=lambda one: -fullness[one.id]), *guests]
        for person in everybody:
            _note(store, person.id, sheets, canary(person.id))
    visitors = [Visitor(one.id, one.first_name, _path(academy, one)) for one in everybody]
    return Room(academy, visitors)


def _guest(number: int, coach: str | None) -> Person:
    name = f"guest-{number:03d}"
    return Person(
        id=name,
        edition=EDITION,
        name=f"Guest{number:03d} of the benchmark",
        email=f"{name}@bench.example",
        roles=("participant",),
        cluster=Cluster(id=f"cluster-{number:03d}", name="Cluster of the benchmark", country="LV"),
        coach=coach,
        fictional=True,
    )


def _note(store: Store, person: str, sheets: Mapping[str, Template], words: str) -> None:
    operation = Operation(
        id=uuid4().hex, sheet=SHEET, entry=canary(person), kind="note", block=BLOCK, fields={"text": words}
    )
    writer = Writer(person=person, client="bench", kinds=frozenset({"note"}))
    workbook = store.journal.workbook_of(person).id
    receipt = store.journal.apply(workbook, [operation], writer, accept=lambda one, _: accept(one, sheets))
    assert not receipt.refused, receipt.refused


def _path(academy: Academy, person: Person) -> str:
    return urlsplit(make_link(academy, person)).path
