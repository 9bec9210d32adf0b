"""Team: an academy with its store open, and the means to write in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cba_kit.config import Academy, open_academy
from cba_kit.content import Library
from cba_kit.model.accept import accept
from cba_kit.model.people import Cluster, Person
from cba_kit.model.workbook import Operation, Writer
from cba_kit.store import Store, open_store
from tests.reports import timber_cluster

DAY = datetime(2024, 3, 11, 9, 42, tzinfo=UTC)
EVERYTHING = frozenset({"answer", "note", "rating", "action", "comment"})
COACH = Person(id="anneli", edition="cba3", name="Anneli Saarinen", email="a@coach.example", roles=("coach",))


@dataclass(frozen=True)
class Team:
    """An academy with its store open, and the means to write in it."""

    academy: Academy
    store: Store
    library: Library

    def join(self, person_id: str, name: str, cluster: str = "") -> Person:
        """Add a participant, fictional, with a workbook."""
        person = Person(
            id=person_id,
            edition="cba3",
            name=name,
            email=f"{person_id}@cluster.example",
            roles=("participant",),
            cluster=Cluster(id=person_id, name=cluster, country="LV") if cluster else None,
            coach="anneli",
            fictional=True,
        )
        self.store.people.add([person])
        return person

    def write(self, person: str, operations: Sequence[Operation], *, by: str = "") -> None:
        """Write in a person's workbook; every operation must be accepted."""
        sheets = self.library.sheets(self.library.edition("cba3"))
        workbook = self.store.journal.workbook_of(person)
        receipt = self.store.journal.apply(
            workbook.id,
            operations,
            Writer(person=by or person, client="test", kinds=EVERYTHING),
            accept=lambda operation, _: accept(operation, sheets),
        )
        assert receipt.refused == ()


@contextmanager
def team_in(place: Path) -> Iterator[Team]:
    """Make an academy in a folder, on the database that the environment names, with a coach."""
    place.mkdir()
    (place / "academy.toml").write_text('name = "A"\nday = 2024-03-11\n', encoding="utf-8")
    academy = open_academy(place)
    with open_store(academy.database_url, clock=lambda: DAY, create=True) as store:
        store.people.add([COACH])
        yield Team(academy, store, Library(academy.templates))


def talk(entry: str, text: str, *, thread: str = "") -> list[Operation]:
    """A comment on the revenue streams, or an answer to one."""
    fields: dict[str, object] = {"text": text, "thread": thread}
    return [timber_cluster.put("business_model", entry, "comment", "revenue_streams", fields)]


HOSTILE = (
    '<script>alert(1)</script> #set text(red) $x^2$ `#eval("1")` \\ \x07\x0b 😀 漢字 \u202eevil\u202c '
    "[link](http://x) </style><!-- ${x} {name} {{ 7 * 7 }} {% if %} שלום مرحبا " + "W" * 80
)
_FREE = frozenset(
    ("text", "title", "owner", "measure", "target", "aim", "need", "first_step", "reason", "funding", "area")
)


def hostile_words(operation: Operation) -> Operation:
    """Return the operation with hostile words in every field that takes any words."""
    free = _FREE | ({"value"} if operation.sheet in ("strategy", "challenges") else frozenset())
    fields = {name: HOSTILE if name in free else value for name, value in operation.fields.items()}
    return operation.model_copy(update={"fields": fields})
