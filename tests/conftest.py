"""What all tests share: a clock, both databases, and an academy with a few people."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis
import psycopg
import pytest
from playwright.sync_api import Browser

from cba_kit.model.people import Person
from cba_kit.store import Store, open_store
from tests.cast import COACH, ELENI, ILZE, TRAINER
from tests.chromium import launched
from tests.postgres import Cluster

# The same examples each time: red is the change's doing. HYPOTHESIS_PROFILE=explore looks for new ones.
hypothesis.settings.register_profile("fixed", derandomize=True)
hypothesis.settings.register_profile("explore", max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))

START = datetime(2024, 3, 11, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser."""
    with launched() as browser:
        yield browser


class Clock:
    """A clock that goes on one second each time it is asked."""

    def __init__(self, start: datetime = START) -> None:
        self.moment = start

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL of our own."""
    cluster = Cluster()
    yield cluster.url
    cluster.remove()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A fresh, empty database."""
    plain = postgres_server.replace("+psycopg", "")
    name = f"test_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(f"{plain}/postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    yield f"{postgres_server}/{name}"
    with psycopg.connect(f"{plain}/postgres", autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


_numbers = iter(range(1, 100_000))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The same test on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'academy.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def store(database_url: str, clock: Callable[[], datetime]) -> Iterator[Store]:
    with open_store(database_url, clock=clock, create=True) as opened:
        yield opened


@pytest.fixture
def sqlite_store(tmp_path: Path, clock: Callable[[], datetime]) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path / 'academy.db'}", clock=clock, create=True) as opened:
        yield opened


@pytest.fixture
def people() -> list[Person]:
    """A coach, a trainer and two participants; the coach has the first one only."""
    return [COACH, TRAINER, ILZE, ELENI]
