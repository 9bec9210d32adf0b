"""A store with people in it, on both databases."""

from __future__ import annotations

import pytest

from cba_kit.model.people import Person
from cba_kit.store import Store

from .panel import NAMES


@pytest.fixture
def filled(store: Store, people: list[Person]) -> Store:
    """The store with a coach, a trainer and the participants Ilze and Eleni."""
    store.people.add(people)
    return store


@pytest.fixture
def cohort_store(filled: Store) -> Store:
    """Six more participants."""
    ilze = filled.people.person("ilze")
    for name in NAMES:
        more = {"id": name, "name": f"Person {name}", "email": f"{name}@x.example", "coach": None}
        filled.people.add([ilze.model_copy(update=more)])
    return filled
