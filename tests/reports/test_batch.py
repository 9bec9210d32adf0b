"""The batch: documents of the same run, only what is stale, one ledger line each; and one on demand."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from cba_kit.errors import NotFoundError, RenderError
from cba_kit.model.people import Person
from cba_kit.model.render import Render
from cba_kit.reports.batch import render, render_one
from cba_kit.reports.executed import load
from tests.reports import timber_cluster
from tests.reports.own_notebook import own_notebook
from tests.reports.real_run import batch, files, folder
from tests.reports.report_team import Team

pytestmark = pytest.mark.slow


def test_render_makes_html_pdf_and_notebook_of_the_same_run(team: Team, ilze: Person) -> None:
    told: list[tuple[str, int, int]] = []

    made = batch(team, only=[ilze.id], progress=lambda line, done, of: told.append((line.person, done, of)))

    version = team.store.journal.workbook_of(ilze.id).version
    assert [(line.person, line.status, line.version, line.error) for line in made] == [
        ("ilze", "ok", version, "")
    ]
    assert made[0].files == {form: f"cba3/roadmap/ilze.{form}" for form in ("html", "pdf", "ipynb")}
    assert made[0].sizes == {
        form: (folder(team) / f"ilze.{form}").stat().st_size for form in ("html", "pdf", "ipynb")
    }
    assert told == [("ilze", 1, 1)]
    assert files(team) == ["ilze.html", "ilze.ipynb", "ilze.pdf", "index.html"]
    assert team.store.ledger.latest("cba3", "roadmap") == {"ilze": made[0]}
    finding = "7 actions, €401,500, of which €11,500 is secured"
    assert finding in (folder(team) / "ilze.html").read_text(encoding="utf-8")
    text = "\n".join(page.extract_text() for page in PdfReader(folder(team) / "ilze.pdf").pages)
    assert finding in " ".join(text.split())
    assert load(folder(team) / "ilze.ipynb").metadata.papermill.parameters.person == "ilze"
    assert "Ilze Kalniņa" in (folder(team) / "index.html").read_text(encoding="utf-8")


def test_render_makes_only_what_is_stale(team: Team, ilze: Person) -> None:
    own_notebook(team.academy.templates)

    def again(*, force: bool = False) -> int:
        return len(batch(team, formats=["html"], force=force))

    assert (again(), again()) == (1, 0)
    Path(folder(team) / "ilze.html").write_text("half")
    assert (again(), again()) == (1, 0)
    note = timber_cluster.put("business_model", "x", "note", "channels", {"text": "One more"})
    team.write(ilze.id, [note])
    assert (again(), again()) == (1, 0)
    assert again(force=True) == 1
    assert len(batch(team)) == 1  # the PDF is missing
    assert batch(team) == []


def test_render_unknown_names_say_what_there_is(team: Team, ilze: Person) -> None:
    assert ilze.id == "ilze"
    with pytest.raises(NotFoundError, match="Known: ilze"):
        batch(team, only=["nobody"])
    with pytest.raises(NotFoundError, match="There is no edition “nothing”"):
        render(team.academy, team.store, team.library, "nothing")
    with pytest.raises(NotFoundError, match="There is no report “letter”"):
        batch(team, report="letter")
    with pytest.raises(RenderError, match="cannot be made as “docx”"):
        batch(team, formats=["docx"])
    assert not team.academy.output.exists()


def test_render_a_clock_that_jumps_back_changes_nothing(team: Team, ilze: Person) -> None:
    """What was recorded last counts, also when its time is earlier."""
    own_notebook(team.academy.templates)
    [line] = batch(team)
    team.store.ledger.record(
        line.model_copy(update={"started": line.started.replace(year=2099), "inputs": "x"})
    )

    [again] = batch(team)

    assert again.started < line.started.replace(year=2099)
    assert team.store.ledger.latest("cba3", "roadmap") == {ilze.id: again}
    assert batch(team) == []


def test_render_one_is_made_once_and_again_when_something_was_written(team: Team, ilze: Person) -> None:
    own_notebook(team.academy.templates)

    def one(**rest: Any) -> Render:
        return render_one(team.academy, team.store, team.library, "cba3", ilze.id, **rest)

    first = one()
    assert (first.status, first.on_demand, set(first.files)) == ("ok", True, {"html", "ipynb"})
    assert one() == first
    whole = one(formats=("html", "pdf"))
    assert set(whole.files) == {"html", "pdf", "ipynb"}
    team.write(ilze.id, [timber_cluster.put("business_model", "x", "note", "channels", {"text": "One more"})])
    later = one()
    assert (later.version, set(later.files)) == (whole.version + 1, {"html", "pdf", "ipynb"})
    assert batch(team) == []
    with pytest.raises(NotFoundError):
        render_one(team.academy, team.store, team.library, "cba3", "nobody")


def test_render_one_that_failed_is_not_tried_again_from_the_same(team: Team, ilze: Person) -> None:
    own_notebook(team.academy.templates, "1 / 0")
    lines = [render_one(team.academy, team.store, team.library, "cba3", ilze.id) for _ in range(2)]

    assert lines[0] == lines[1]
    assert lines[0].status == "error"
    assert len(team.store.ledger.history(ilze.id, "roadmap")) == 1
    assert len(batch(team)) == 1  # a batch does


def test_render_one_asked_for_twice_at_once_is_made_once(team: Team, ilze: Person) -> None:
    own_notebook(team.academy.templates)
    lines: list[Render] = []

    def ask() -> None:
        lines.append(render_one(team.academy, team.store, team.library, "cba3", ilze.id))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(lines) == 3
    assert lines[0] == lines[1] == lines[2]
    assert len(team.store.ledger.history(ilze.id, "roadmap")) == 1
