"""Every shipped report is the same document, cell for cell, with the stock engine and with ours."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from cba_kit.config import shipped
from cba_kit.model.people import Person
from cba_kit.programme.documents.catalogue import notebook_of, reports
from cba_kit.reports.engine import execute, parameterized
from tests.reports.engine.outputs import comparable
from tests.reports.engine.stock import stock_engine
from tests.reports.report_team import Team

pytestmark = pytest.mark.slow
ONE_MOMENT = """\
from datetime import UTC, datetime

from cba_kit.config import Academy

Academy.now = lambda self: datetime(2024, 3, 11, 9, 42, tzinfo=UTC)"""


def asked_for(path: Path, parameters: dict[str, str]) -> NotebookNode:
    """Return a report's notebook with its parameters, on an academy whose clock stands still."""
    notebook = parameterized(path, parameters)
    still = nbformat.v4.new_code_cell(ONE_MOMENT)
    still.id = "one-moment"
    notebook.cells.insert(0, still)
    return notebook


def test_reports_are_the_same_with_either_engine(team: Team, ilze: Person, tmp_path: Path) -> None:
    """All sections, as HTML and in their structured form."""
    subjects = {
        "participant": {"person": ilze.id},
        "edition": {"edition": "cba3"},
        "notebook": {"notebook": str(shipped("notebooks") / "2_business_model.ipynb")},
    }
    known = reports(team.library)
    different = []

    with stock_engine(tmp_path) as stock:
        for name, kind in known.items():
            given = {"academy": str(team.academy.folder), **subjects[kind.about]}
            asked = asked_for(notebook_of(team.library, name), given)
            expected, ours = stock.execute(asked), execute(asked, cwd=tmp_path)
            assert (name, ours.status, ours.error) == (name, "ok", "")
            if comparable(ours.notebook) != comparable(expected):
                different.append(name)

    assert set(known) >= {"roadmap", "certificate", "cohort", "handout", "canvases", "canvases_empty"}
    assert different == []
