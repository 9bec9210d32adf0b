"""The list of reports: one clock for the whole page, that of the place where the edition is."""

from __future__ import annotations

import re
from datetime import timedelta

from cba_kit.model.people import Person
from cba_kit.model.render import Render
from cba_kit.reports.index import write_index
from tests.reports.report_team import Team


def test_index_tells_all_times_by_the_clock_of_the_edition(team: Team, ilze: Person) -> None:
    now = team.academy.now()
    line = {"person": ilze.id, "edition": "cba3", "report": "roadmap", "version": 1, "inputs": "x"}
    started = now - timedelta(minutes=2)
    team.store.ledger.record(Render.model_validate(line | {"status": "ok", "started": started, "ms": 1}))

    write_index(team.academy, team.store, team.library, edition="cba3", report="roadmap")

    text = (team.academy.output / "cba3/roadmap/index.html").read_text(encoding="utf-8")
    zone = team.library.edition("cba3").zone_at(now)
    clocks = re.findall(r"11 March 2024, (\d\d:\d\d)", text)
    assert clocks == [f"{moment.astimezone(zone):%H:%M}" for moment in (now, started)]
