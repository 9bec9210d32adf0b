"""The batch: real kernels through papermill; each failure named, none stops another, nothing half-written."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from pypdf import PdfReader

from cba_kit.errors import NotFoundError, RenderError
from cba_kit.model.people import Person
from cba_kit.model.render import Render
from cba_kit.reports.batch import render
from cba_kit.reports.executed import load
from tests.reports import timber_cluster
from tests.reports.report_team import Team

pytestmark = pytest.mark.slow

TROUBLE = """import os, time

if person == "dies": os._exit(1)
if person == "hangs": time.sleep(120)
if person == "fails": raise ValueError("no number")
"""


@pytest.fixture
def trouble(team: Team) -> Team:
    """An academy whose own notebook dies, hangs and fails for one person each."""
    notebook = nbformat.read(team.library.find("reports/roadmap/roadmap.ipynb"), 4)
    notebook.cells.insert(5, nbformat.v4.new_code_cell(TROUBLE, id="trouble"))
    own = team.academy.templates / "reports/roadmap/roadmap.ipynb"
    own.parent.mkdir(parents=True)
    nbformat.write(notebook, own)
    for person in ("dies", "fails", "fine", "hangs"):
        team.join(person, person.title())
    return team


def files(team: Team) -> list[str]:
    folder = team.academy.output / "cba3/roadmap"
    return sorted(path.name for path in folder.iterdir())


def test_render_makes_html_pdf_and_notebook_of_the_same_run(team: Team, ilze: Person) -> None:
    told: list[tuple[str, int, int]] = []

    made = render(
        team.academy,
        team.store,
        team.library,
        "cba3",
        only=[ilze.id],
        progress=lambda line, done, of: told.append((line.person, done, of)),
    )

    version = team.store.journal.workbook_of(ilze.id).version
    assert [(line.person, line.status, line.version, line.error) for line in made] == [
        ("ilze", "ok", version, "")
    ]
    assert made[0].files == {form: f"cba3/roadmap/ilze.{form}" for form in ("html", "pdf", "ipynb")}
    assert told == [("ilze", 1, 1)]
    assert files(team) == ["ilze.html", "ilze.ipynb", "ilze.pdf", "index.html"]
    assert team.store.ledger.latest("cba3", "roadmap") == {"ilze": made[0]}
    folder = team.academy.output / "cba3/roadmap"
    finding = "7 actions, €401,500, of which €11,500 is secured"
    assert finding in (folder / "ilze.html").read_text(encoding="utf-8")
    text = "\n".join(page.extract_text() for page in PdfReader(folder / "ilze.pdf").pages)
    assert finding in " ".join(text.split())
    assert load(folder / "ilze.ipynb").metadata.papermill.parameters.person == "ilze"
    assert "Ilze Kalniņa" in (folder / "index.html").read_text(encoding="utf-8")


def test_render_makes_only_what_is_stale(team: Team, ilze: Person) -> None:
    def again(*, force: bool = False) -> list[Render]:
        return render(team.academy, team.store, team.library, "cba3", formats=["html"], force=force)

    assert len(again()) == 1
    assert again() == []
    Path(team.academy.output / "cba3/roadmap/ilze.html").unlink()
    assert len(again()) == 1
    note = timber_cluster.put("business_model", "x", "note", "channels", {"text": "One more"})
    team.write(ilze.id, [note])
    assert len(again()) == 1
    assert again() == []
    assert len(again(force=True)) == 1


def test_render_names_each_failure_and_makes_the_others(trouble: Team) -> None:
    made = render(
        trouble.academy, trouble.store, trouble.library, "cba3", formats=["html"], timeout=4, jobs=2
    )

    assert {line.person: (line.status, line.error) for line in made} == {
        "dies": ("died", "The kernel stopped in the cell “trouble”."),
        "fails": ("error", "the cell “trouble”: ValueError: no number"),
        "fine": ("ok", ""),
        "hangs": ("timeout", "the cell “trouble” took longer than 4 seconds."),
    }
    assert files(trouble) == [
        "dies.failed.ipynb",
        "fails.failed.ipynb",
        "fine.html",
        "fine.ipynb",
        "hangs.failed.ipynb",
        "index.html",
    ]
    stale = render(
        trouble.academy, trouble.store, trouble.library, "cba3", only=["fails", "fine"], formats=["html"]
    )
    assert [line.person for line in stale] == ["fails"]


def test_render_unknown_names_say_what_there_is(team: Team, ilze: Person) -> None:
    assert ilze.id == "ilze"
    with pytest.raises(NotFoundError, match="Known: ilze"):
        render(team.academy, team.store, team.library, "cba3", only=["nobody"])
    with pytest.raises(NotFoundError, match="There is no edition “nothing”"):
        render(team.academy, team.store, team.library, "nothing")
    with pytest.raises(NotFoundError, match=r"reports/letter/letter\.ipynb"):
        render(team.academy, team.store, team.library, "cba3", report="letter")
    with pytest.raises(RenderError, match="cannot be made as “docx”"):
        render(team.academy, team.store, team.library, "cba3", formats=["docx"])
