"""The list of documents: one clock for the whole page, that of the place where the edition is."""

from __future__ import annotations

import re
from datetime import timedelta

from cba_kit.model.people import Person
from cba_kit.model.render import Render
from cba_kit.reports.index import write_index
from cba_kit.reports.run import Run
from tests.reports.report_team import Team


def record(team: Team, person: str, **rest: object) -> None:
    line = {"person": person, "edition": "cba3", "report": "roadmap", "version": 1, "inputs": "x", "ms": 1}
    usual = {"status": "ok", "started": team.academy.now() - timedelta(minutes=2)}
    team.store.ledger.record(Render.model_validate(line | usual | rest))


def written(team: Team) -> str:
    write_index(Run(team.academy, team.store, team.library, edition="cba3", report="roadmap"))
    return (team.academy.output / "cba3/roadmap/index.html").read_text(encoding="utf-8")


def test_index_tells_all_times_by_the_clock_of_the_edition(team: Team, ilze: Person) -> None:
    now = team.academy.now()
    started = now - timedelta(minutes=2)
    record(team, ilze.id, started=started)

    text = written(team)

    zone = team.library.edition("cba3").zone_at(now)
    clocks = re.findall(r"11 March 2024, (\d\d:\d\d)", text)
    assert clocks == [f"{moment.astimezone(zone):%H:%M}" for moment in (now, started)]


def test_index_of_a_withheld_document_says_why_and_keeps_the_older_one(team: Team, ilze: Person) -> None:
    record(team, ilze.id)
    record(team, ilze.id, status="withheld", error="Not published: it holds words of a group.")
    folder = team.academy.output / "cba3/roadmap"
    folder.mkdir(parents=True)
    (folder / "ilze.html").write_text("older")

    text = written(team)

    assert '<span class="withheld">! not published</span><small>Not published: it holds words' in text
    assert 'href="ilze.html"' in text
    assert "0 of 1 are up to date" in text
