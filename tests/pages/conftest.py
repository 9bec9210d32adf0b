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


class Seconds:
    """A clock of seconds that stands until it is told how much time goes by."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += seconds


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


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def grouped(visit: Callable[[str], Visit]) -> Callable[[str], Visit]:
    """The same academy, with Ilze, Eleni and one more in the group “Blue team”."""
    people = visit("ilze").store.people
    third = people.person("eleni").model_copy(
        update={"id": "femke", "name": "Femke van der Leeuwen", "email": "femke@kpc.example"}
    )
    people.save([third], [])
    for person_id in ("ilze", "eleni", "femke"):
        people.update(people.person(person_id).model_copy(update={"group": "Blue team"}))
    return visit


def move(visit: Visit, group: str | None) -> None:
    """Put the visitor into another group while their page is open."""
    people = visit.store.people
    people.update(people.person(visit.person.id).model_copy(update={"group": group}))
