"""Words in every field that takes words: one text, written wherever the sheets of an edition let it."""

from __future__ import annotations

from collections.abc import Iterator

from cba_kit.config import Academy
from cba_kit.content import Library
from cba_kit.errors import OperationError
from cba_kit.model.accept import accept
from cba_kit.model.canvas import Canvas
from cba_kit.model.complete import Template
from cba_kit.model.form import Form
from cba_kit.model.people import Cluster, Person
from cba_kit.model.trends import Trends
from cba_kit.model.values import VALUES, EntryKind
from cba_kit.model.workbook import Entry, Operation, Writer
from cba_kit.pages.rights import WRITES
from cba_kit.store import Store, open_store
from tests.cast import COACH, ILZE

Placed = tuple[str, EntryKind, str, str, dict[str, object]]
"""Sheet, kind, block, entry and fields."""


def named(person: Person, words: str) -> Person:
    """Return a person in whose name, address, cluster and description these words stand."""
    cluster = Cluster(id=f"c-{person.id}", name=f"Cluster {words}", country="LV", website=words)
    return person.model_copy(
        update={
            "name": f"{person.id.title()} {words}",
            "email": f"{person.id}{words}@example.org".lower(),
            "about": words,
            "fictional": False,
            "group": f"Team {words}" if person.is_a("participant") else None,
            "cluster": cluster if person.is_a("participant") else None,
        }
    )


def write_everywhere(academy: Academy, words: str) -> list[Entry]:
    """Fill Ilze's workbook with these words, in her coach's comments too; return what was kept."""
    library = Library(academy.templates)
    with open_store(academy.database_url, clock=academy.now) as store:
        store.people.update(named(COACH, words))
        store.people.update(named(ILZE, words))
        sheets = library.sheets(library.edition(ILZE.edition))
        for number, placed in enumerate(
            place for sheet in sheets.values() for place in _places(sheet, words)
        ):
            _try(store, sheets, ILZE.id, f"own-{number}", placed)
        comment: Placed = ("roadmap", "comment", "", "c1", {"text": words, "section": words, "quote": words})
        _try(store, sheets, COACH.id, "comment", comment)
        return store.journal.entries(ILZE.id)


def _places(sheet: Template, words: str) -> Iterator[Placed]:
    if isinstance(sheet, Form):
        for question in sheet.questions:
            for name in [column.key for column in question.columns] or ["value"]:
                for value in (words, [words]):
                    yield sheet.key, "answer", question.key, f"{sheet.key}.{question.key}", {name: value}
    elif isinstance(sheet, Canvas):
        for block in sheet.blocks:
            yield sheet.key, "note", block.key, f"{sheet.key}.{block.key}", {"text": words}
    elif isinstance(sheet, Trends):
        for trend in sheet.trends:
            rated = {"reason": words, "relevance": 5, "knowledge": 2}
            yield sheet.key, "rating", trend.key, f"{sheet.key}.{trend.key}", rated
    else:
        yield sheet.key, "action", "", "a1", {"title": words, "start": "2024-04-01", "due": "2024-05-01"}
        for name in VALUES["action"].model_fields:
            for value in (words, [words]):
                yield sheet.key, "action", "", "a1", {name: value}


def _try(store: Store, sheets: dict[str, Template], writer: str, name: str, placed: Placed) -> None:
    """Write it, as a page would; what the sheet does not take is left out."""
    sheet, kind, block, entry, fields = placed
    operation = Operation.model_validate(
        {
            "id": name,
            "sheet": sheet,
            "kind": kind,
            "block": block,
            "entry": entry,
            "fields": fields,
            "base": 9999,
        }
    )
    try:
        accept(operation, sheets)
    except OperationError:
        return
    store.journal.apply(
        ILZE.id,
        [operation],
        Writer(person=writer, client="c", kinds=WRITES),
        accept=lambda asked, _: accept(asked, sheets),
    )
