"""Runs of the batch beside each other, stopped half-way, and while people write."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cba_kit.reports.executed import load
from cba_kit.store import open_store
from tests.reports import timber_cluster
from tests.reports.own_notebook import own_notebook, running_for
from tests.reports.real_run import batch, command, files, folder, wait_for
from tests.reports.report_team import DAY, Team, team_in

pytestmark = pytest.mark.slow


def test_two_runs_at_once_share_the_work(team: Team) -> None:
    own_notebook(team.academy.templates)
    people = [f"p{number}" for number in range(8)]
    for person in people:
        team.join(person, person.title())

    runs = [command(team, "--format", "html", "--json") for _ in range(2)]
    told = [run.communicate(timeout=120) for run in runs]

    assert [run.returncode for run in runs] == [0, 0], told
    assert sorted(line["person"] for out, _ in told for line in json.loads(out)) == people
    assert [len(team.store.ledger.history(person, "roadmap")) for person in people] == [1] * 8
    assert batch(team, formats=["html"]) == []
    assert files(team) == sorted(
        [*(f"{p}.{form}" for p in people for form in ("html", "ipynb")), "index.html"]
    )


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_was_stopped_goes_on_where_it_was(team: Team, tmp_path: Path, end: signal.Signals) -> None:
    go = tmp_path / "go"
    held = f"person > 'p3' and not pathlib.Path({str(go)!r}).exists()"
    waits = f"import pathlib, time\nwhile {held}: time.sleep(0.05)"
    own_notebook(team.academy.templates, waits)
    people = [f"p{number}" for number in range(8)]
    for person in people:
        team.join(person, person.title())
    run = command(team, "--format", "html")

    wait_for(
        lambda: len(team.store.ledger.latest("cba3", "roadmap")) == 4 and running_for(team.academy.folder)
    )
    run.send_signal(end)
    said = run.communicate(timeout=120)[1]

    wait_for(lambda: not running_for(team.academy.folder))
    first = team.store.ledger.latest("cba3", "roadmap")
    assert sorted(first) == people[:4]
    if end is signal.SIGINT:
        assert (run.returncode, said) == (
            130,
            "Stopped. What is done stays; run the same command again to go on.\n",
        )
        assert [name for name in files(team) if name.startswith(".")] == []
    go.touch()
    made = batch(team, formats=["html"])
    assert sorted(line.person for line in made) == people[4:]
    assert {person: team.store.ledger.latest("cba3", "roadmap")[person] for person in first} == first
    assert files(team) == sorted(
        [*(f"{p}.{form}" for p in people for form in ("html", "ipynb")), "index.html"]
    )


PAUSE = 0.3
"""Seconds between two edits of one writer."""

FACTS = """\
import json
facts = book.facts
print("FACTS", json.dumps({"version": facts.source.version, "notes": {
    entry.id: entry.fields for entry in facts.source.entries}}))"""


@pytest.fixture
def writers(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Team]:
    """An academy on each database."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    with team_in(tmp_path / "academy") as team:
        yield team


def test_documents_made_while_people_write_show_one_version_each(writers: Team) -> None:
    own_notebook(writers.academy.templates, FACTS)
    people = [f"p{number:02}" for number in range(45)]
    for person in people:
        writers.join(person, person.title())
    stop = threading.Event()

    def write(person: str) -> None:
        with open_store(writers.academy.database_url, clock=lambda: DAY) as store:
            mine = Team(writers.academy, store, writers.library)
            number = 0
            while not stop.is_set():
                number += 1
                fields = {"text": f"Note {number}"}
                pair = [
                    timber_cluster.put("business_model", f"{person}-{end}", "note", "channels", fields)
                    for end in ("one", "other")
                ]
                mine.write(person, pair)
                stop.wait(PAUSE)

    threads = [threading.Thread(target=write, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    try:
        lines = batch(writers, formats=["html"], only=people[::2])
    finally:
        stop.set()
        for thread in threads:
            thread.join()

    assert [(line.person, line.status) for line in lines] == [(person, "ok") for person in people[::2]]
    for line in lines:
        shown = json.loads(_facts(folder(writers) / f"{line.person}.ipynb"))
        assert shown["version"] == line.version
        assert line.version % 2 == 0  # two notes are written at once
        then = writers.store.journal.entries(line.person, at=line.version)
        assert shown["notes"] == {entry.id: entry.fields for entry in then}
    assert len({line.version for line in lines}) > 2  # they did write meanwhile


def _facts(notebook: Path) -> str:
    outputs = [output for cell in load(notebook).cells for output in cell.get("outputs", [])]
    [text] = [output.text for output in outputs if output.get("text", "").startswith("FACTS")]
    return str(text).removeprefix("FACTS ")
