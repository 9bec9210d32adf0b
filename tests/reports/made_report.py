"""A report's notebook, executed by our own engine in a forked child, as a batch does it."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode

from cba_kit.reports.engine import execute, parameterized
from cba_kit.reports.executed import chapters
from tests.reports.report_team import Team


def made(team: Team, report: str, **parameters: str) -> NotebookNode:
    """Return the executed notebook; the parameter `academy` is given by itself."""
    path = team.library.find(f"reports/{report}/{report}.ipynb")
    done = execute(parameterized(path, {"academy": str(team.academy.folder), **parameters}))
    assert (done.status, done.error) == ("ok", "")
    return done.notebook


def sections(notebook: NotebookNode) -> dict[str, dict[str, Any]]:
    """Return all sections that the notebook shows, by key."""
    return {section["key"]: section for chapter in chapters(notebook) for section in chapter["sections"]}
