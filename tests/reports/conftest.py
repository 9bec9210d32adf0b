"""An academy in a temporary folder, with people and what they wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cba_kit.config import open_academy
from cba_kit.content import Library
from cba_kit.model.people import Person
from cba_kit.reports.engine import spawned
from cba_kit.store import open_store
from tests.reports import timber_cluster
from tests.reports.report_team import COACH, DAY, HOSTILE, Team, hostile_words, talk


@pytest.fixture(autouse=True)
def going_on() -> Iterator[None]:
    """Take on notebooks again after a test that has stopped everything."""
    yield
    spawned.resume()


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    folder = tmp_path / "academy"
    folder.mkdir()
    (folder / "academy.toml").write_text(
        'name = "Cluster Booster Academy"\norganiser = "European clusters"\nday = 2024-03-11\n',
        encoding="utf-8",
    )
    academy = open_academy(folder)
    with open_store(academy.database_url, clock=lambda: DAY, create=True) as store:
        store.people.add([COACH])
        yield Team(academy, store, Library(academy.templates))


@pytest.fixture
def ilze(team: Team) -> Person:
    """A participant who has filled every sheet, with comments, a snapshot and peers who rated trends."""
    person = team.join("ilze", "Ilze Kalniņa", "Baltic Timber & Wood Innovation Cluster")
    operations = timber_cluster.workbook()
    team.write("ilze", operations[:40])
    workbook = team.store.journal.workbook_of("ilze")
    team.store.journal.snapshot(workbook.id, "Day 2")
    team.write("ilze", operations[40:])
    team.write(
        "ilze", talk("c1", "What replaces the base funding first: fees, services or projects?"), by="anneli"
    )
    team.write("ilze", talk("c2", "Paid tender support. Eight members asked for it.", thread="c1"))
    team.write("ilze", talk("c3", "Good. Which three would pay, and how much?"), by="anneli")
    return person


@pytest.fixture
def hostile(team: Team) -> Person:
    """A participant whose every word tries to break a document."""
    person = team.join("hostile", "<b0bby> «Tables» & שלום 😀", HOSTILE)
    team.write("hostile", [hostile_words(operation) for operation in timber_cluster.workbook()])
    team.write("hostile", talk("h1", HOSTILE), by="anneli")
    return person
