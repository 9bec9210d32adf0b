"""Cohort: what is read of everybody's ratings at once, by round, and never from a round that is blind."""

from __future__ import annotations

from typing import Any

import pytest

from cba_kit.content import Library
from cba_kit.model.assessment import Assessment
from cba_kit.model.people import Person, plenary
from cba_kit.model.trends import Trends
from cba_kit.model.workbook import Operation, Writer
from cba_kit.store import Store
from cba_kit.store.cohort import answered, cohort, raters, rounds

SHEET = "megatrends"
NAMES = tuple(f"p{number}" for number in range(6))
KINDS = frozenset({"rating", "answer", "stage"})


@pytest.fixture
def cohort_store(store: Store, people: list[Person]) -> Store:
    """Six more participants."""
    store.people.add(people)
    ilze = store.people.person("ilze")
    for name in NAMES:
        more = {"id": name, "name": f"Person {name}", "email": f"{name}@x.example", "coach": None}
        store.people.add([ilze.model_copy(update=more)])
    return store


def put(store: Store, book: str, name: str, *, kind: str = "rating", sheet: str = SHEET, **more: Any) -> None:
    told = {
        "id": f"{name}-{store.journal.workbook(book).version}",
        "sheet": sheet,
        "entry": name,
        "kind": kind,
    }
    writer = Writer(person="tomas", client="c", kinds=KINDS)
    operation = Operation.model_validate(told | more)
    assert store.journal.apply(book, [operation], writer, accept=lambda *_: None).refused == ()


def rate(store: Store, person: str, number: int | None, trend: str = "climate", **fields: Any) -> None:
    values = fields if number is None else {"round": number, **fields}
    put(store, person, f"{SHEET}.{trend}.{number or 1}", block=trend, fields=values)


def lead(store: Store, phase: str, number: int) -> None:
    store.journal.make_group_workbook(plenary("cba3").id, edition="cba3")
    fields = {"phase": phase, "round": number}
    put(store, plenary("cba3").id, f"stage.{SHEET}", kind="stage", fields=fields)


def test_ratings_are_read_by_round_and_person(cohort_store: Store) -> None:
    rate(cohort_store, "p0", None, relevance=4)
    rate(cohort_store, "p0", 2, relevance="unknown")
    rate(cohort_store, "p1", 2, trend="security", horizon="y2")
    rate(cohort_store, "p2", 1, chosen=True)
    assert rounds(cohort_store, "cba3", SHEET) == {
        1: {"p0": {"climate": Assessment(relevance=4)}},
        2: {
            "p0": {"climate": Assessment(unknown=frozenset({"relevance"}))},
            "p1": {"security": Assessment(horizon="y2")},
        },
    }
    rate(cohort_store, "p0", None, relevance=5)
    assert rounds(cohort_store, "cba3", SHEET)[1] == {"p0": {"climate": Assessment(relevance=5)}}
    assert rounds(cohort_store, "cba4", SHEET) == {}


def test_who_has_begun_a_round_is_counted_once(cohort_store: Store) -> None:
    """An answer of any scale begins it; what was chosen, words, and answers taken back do not."""
    for trend in ("climate", "security"):
        rate(cohort_store, "p0", None, trend=trend, relevance=4)
    rate(cohort_store, "p1", 1, knowledge="unknown")
    rate(cohort_store, "p2", 1, chosen=True, reason="Perhaps")
    rate(cohort_store, "p3", 1, relevance=None)
    rate(cohort_store, "p4", 2, relevance=1)
    rate(cohort_store, "p5", 1, relevance=1)
    put(cohort_store, "p5", f"{SHEET}.climate.1", op="remove")
    assert raters(cohort_store, "cba3", SHEET, 1) == (2, 8)
    assert raters(cohort_store, "cba3", SHEET, 2) == (1, 8)
    assert raters(cohort_store, "cba3", "other", 1) == (0, 8)


def test_answers_are_read_by_person_and_question(cohort_store: Store) -> None:
    asked = {"kind": "answer", "sheet": "profile"}
    put(cohort_store, "p0", "profile.founded", **asked, block="founded", fields={"value": 2009})
    put(cohort_store, "p1", "profile.region", **asked, block="region", fields={"value": "Riga"})
    assert answered(cohort_store, "cba3", ("founded", "legal_form")) == {"p0": {"founded": 2009}}


def test_a_blind_round_is_not_in_what_roadmaps_tell_of_the_others(cohort_store: Store) -> None:
    library = Library()
    edition = library.edition("cba3")

    def median() -> float | None:
        sheets = {SHEET: library.sheet(SHEET)}
        assert isinstance(sheets[SHEET], Trends)
        found = cohort(cohort_store, edition, sheets)[SHEET].get("climate")
        return found.assessment.relevance if found else None

    for name in NAMES:
        rate(cohort_store, name, 1, relevance=2)
    assert median() == 2
    lead(cohort_store, "write", 1)
    assert median() is None
    lead(cohort_store, "discuss", 1)
    assert median() == 2
    for name in NAMES:
        rate(cohort_store, name, 2, relevance=5)
    lead(cohort_store, "write", 2)
    assert median() == 2
    lead(cohort_store, "discuss", 2)
    assert median() == 5
