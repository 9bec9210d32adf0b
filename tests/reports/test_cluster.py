"""The cluster: documents made by Dask workers are published and recorded as if they were made here."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cba_kit.errors import SettingsError
from cba_kit.model.render import Render
from cba_kit.reports.batch import render
from tests.reports.own_notebook import own_notebook
from tests.reports.report_team import Team, team_in

pytestmark = pytest.mark.slow


@pytest.fixture
def on_server(tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Team]:
    """An academy on PostgreSQL."""
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    with team_in(tmp_path / "academy") as team:
        yield team


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Two workers in processes of their own; one that is killed is replaced."""
    from distributed import LocalCluster  # noqa: PLC0415  # optional dependency

    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        local_directory=str(tmp_path_factory.mktemp("dask")),
        silence_logs=50,
    ) as made:
        yield made


def batch(team: Team, address: str, **rest: Any) -> list[Render]:
    return render(team.academy, team.store, team.library, "cba3", dask=address, **rest)


def test_documents_of_a_cluster_are_those_made_here(on_server: Team, cluster: Any) -> None:
    own_notebook(on_server.academy.templates, "1 / (person != 'p3')")
    for number in range(4):
        on_server.join(f"p{number}", f"Person {number}")
    folder = on_server.academy.output / "cba3/roadmap"

    there = batch(on_server, cluster.scheduler_address)

    made = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".html", ".pdf")}
    here = render(on_server.academy, on_server.store, on_server.library, "cba3", force=True)
    again = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".html", ".pdf")}
    del made["index.html"], again["index.html"]
    assert made == again
    assert len(made) == 6

    def told(lines: list[Render]) -> list[dict[str, object]]:
        return [line.model_dump(exclude={"ms", "started", "sizes"}) for line in lines]

    assert told(there) == told(here)
    assert [line.status for line in there] == ["ok", "ok", "ok", "error"]


def test_what_a_lost_worker_was_making_is_made_again(on_server: Team, cluster: Any, tmp_path: Path) -> None:
    go = tmp_path / "go"
    begun = tmp_path / "begun"
    waits = (
        "import os, pathlib, time\n"
        f"pathlib.Path({str(begun)!r} + person).touch()\n"
        f"while not pathlib.Path({str(go)!r}).exists(): time.sleep(0.02)"
    )
    own_notebook(on_server.academy.templates, waits)
    for number in range(6):
        on_server.join(f"p{number}", f"Person {number}")
    lines: list[Render] = []
    run = threading.Thread(
        target=lambda: lines.extend(batch(on_server, cluster.scheduler_address, formats=["html"]))
    )
    run.start()
    ready = threading.Event()
    while len(list(tmp_path.glob("begun*"))) < 2:
        ready.wait(0.02)
        assert run.is_alive()
    victim = next(iter(cluster.workers.values()))
    os.kill(victim.pid, signal.SIGKILL)
    go.touch()
    run.join(120)

    assert [(line.person, line.status) for line in lines] == [(f"p{number}", "ok") for number in range(6)]


def test_cluster_needs_a_database_that_others_can_read(team: Team) -> None:
    own_notebook(team.academy.templates)
    team.join("ilze", "Ilze Kalniņa")
    with pytest.raises(SettingsError, match="Use PostgreSQL"):
        batch(team, "tcp://127.0.0.1:1")


def test_cluster_without_dask_says_what_to_install(on_server: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    own_notebook(on_server.academy.templates)
    on_server.join("ilze", "Ilze Kalniņa")
    with pytest.raises(SettingsError, match=r"pip install 'cba-kit\[dask\]'"):
        batch(on_server, "tcp://127.0.0.1:1")
