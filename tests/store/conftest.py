"""A store with people in it, on both databases."""

from __future__ import annotations

import pytest

from cba_kit.model.people import Person
from cba_kit.store import Store


@pytest.fixture
def filled(store: Store, people: list[Person]) -> Store:
    """The store with a coach, a trainer and the participants Ilze and Eleni."""
    store.people.add(people)
    return store
