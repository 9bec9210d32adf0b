"""What all tests share: a clock, both databases, and an academy with a few people."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

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
# None has a deadline: how long an example takes is the machine's business.
hypothesis.settings.register_profile("fixed", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", max_examples=1000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))

START = datetime(2024, 3, 11, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real browser."""
    with launched() as browser:
        loop = asyncio._get_running_loop()
        yield browser
        asyncio._set_running_loop(loop)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the trials and the whole workshop: nobody should wait for one of them at the end."""
    here = Path(__file__).parent
    longest = {here / "trials", here / "browser/test_whole_workshop.py"}
    items.sort(key=lambda item: longest.isdisjoint((item.path, *item.path.parents)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Let tests have loops of their own also after others drove a browser.

    Between two of its calls Playwright's loop stands still, and says all the same that it runs here.
    """
    if "chromium" in getattr(item, "fixturenames", ()):
        return (yield)
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    result = yield
    asyncio._set_running_loop(loop)
    return result


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


@pytest.fixture(scope="session")
def postgres_tables(postgres_server: str) -> str:
    """The name of a database with all tables, to be copied: the migrations run once."""
    with _admin(postgres_server) as admin:
        admin.execute("CREATE DATABASE tables")
    open_store(f"{postgres_server}/tables", clock=Clock(), create=True).close()
    return "tables"


@pytest.fixture
def postgres_url(request: pytest.FixtureRequest, postgres_server: str) -> Iterator[str]:
    """A fresh database: empty, or with all tables where the test wants a store in it."""
    ready = "store" in request.fixturenames
    template = request.getfixturevalue("postgres_tables") if ready else "template1"
    name = f"test_{os.getpid()}_{next(_numbers)}"
    with _admin(postgres_server) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield f"{postgres_server}/{name}"
    with _admin(postgres_server) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _admin(server: str) -> psycopg.Connection[tuple[Any, ...]]:
    return psycopg.connect(f"{server.replace('+psycopg', '')}/postgres", autocommit=True)


_numbers = iter(range(1, 100_000))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The same test on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'academy.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with all tables, to be copied: the migrations run once."""
    place = tmp_path_factory.mktemp("empty") / "academy.db"
    open_store(f"sqlite:///{place}", clock=Clock(), create=True).close()
    return place


@pytest.fixture
def store(
    database_url: str, clock: Callable[[], datetime], empty_store: Path, tmp_path: Path
) -> Iterator[Store]:
    if database_url.startswith("sqlite"):
        shutil.copyfile(empty_store, tmp_path / "academy.db")
    with open_store(database_url, clock=clock, create=True) as opened:
        yield opened


@pytest.fixture
def sqlite_store(tmp_path: Path, clock: Callable[[], datetime], empty_store: Path) -> Iterator[Store]:
    shutil.copyfile(empty_store, tmp_path / "academy.db")
    with open_store(f"sqlite:///{tmp_path / 'academy.db'}", clock=clock) as opened:
        yield opened


@pytest.fixture
def people() -> list[Person]:
    """A coach, a trainer and two participants; the coach has the first one only."""
    return [COACH, TRAINER, ILZE, ELENI]
