"""What all tests share: a clock, both databases, and an academy with a few people."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis
import psycopg
import pytest

from cba_kit.model.people import Person
from cba_kit.store import Store, open_store
from tests.cast import COACH, ELENI, ILZE, TRAINER

# The same examples each time: red is the change's doing. HYPOTHESIS_PROFILE=explore looks for new ones.
hypothesis.settings.register_profile("fixed", derandomize=True)
hypothesis.settings.register_profile("explore", max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))

START = datetime(2024, 3, 11, 8, 0, tzinfo=UTC)


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


def _program(name: str) -> str:
    found = shutil.which(name) or next(
        (str(path) for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)), None
    )
    if found is None:
        raise RuntimeError(f"{name} was not found: sudo apt-get install postgresql")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL of our own in a temporary folder; it refuses to run as root, so it gets another user."""
    user = (
        "postgres" if os.geteuid() == 0 and _has_user("postgres") else "nobody" if os.geteuid() == 0 else None
    )
    folder = Path(tempfile.mkdtemp(prefix="cba-pg-"))
    if user is not None:
        folder.chmod(0o755)
        shutil.chown(folder, user)
    run = {"check": True, "stdout": subprocess.DEVNULL, "user": user, "cwd": "/"}
    subprocess.run(
        [_program("initdb"), "-D", f"{folder}/data", "-U", "cba", "-A", "trust", "-E", "UTF8", "--locale=C"],
        **run,
    )
    port = _free_port()
    # a zone of its own, so that a time that lost its zone on the way is seen
    options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c fsync=off -c timezone=Asia/Kathmandu"
    subprocess.run(
        [_program("pg_ctl"), "-D", f"{folder}/data", "-w", "-l", f"{folder}/log", "-o", options, "start"],
        **run,
    )
    yield f"postgresql+psycopg://cba@127.0.0.1:{port}"
    subprocess.run([_program("pg_ctl"), "-D", f"{folder}/data", "-m", "immediate", "stop"], **run)
    shutil.rmtree(folder, ignore_errors=True)


def _has_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


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
