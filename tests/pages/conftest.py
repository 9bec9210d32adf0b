"""Visits of people to a small academy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cba_kit.config import Academy, Settings
from cba_kit.content import Library
from cba_kit.model.people import Person
from cba_kit.pages.visit import Visit
from cba_kit.store import Store

NOON = datetime(2024, 3, 11, 12, 30, tzinfo=ZoneInfo("Europe/Sofia"))


class StillAcademy(Academy):
    """An academy whose clock stands at a given moment."""

    def now(self) -> datetime:
        return NOON


@pytest.fixture
def visit(sqlite_store: Store, people: list[Person], tmp_path: Path) -> Callable[[str], Visit]:
    """Open the visit of a person by id."""
    sqlite_store.people.add(people)
    academy = StillAcademy(tmp_path, Settings(name="Test academy"), "sqlite://")
    library = Library(academy.templates)

    def open_for(person_id: str) -> Visit:
        return Visit(academy, library, sqlite_store, sqlite_store.people.person(person_id))

    return open_for
