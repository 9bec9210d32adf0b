"""The handout and its slides: what participants may see of a teaching notebook, and nothing else."""

from __future__ import annotations

import io
from pathlib import Path

import nbformat
import pytest
from pypdf import PdfReader

from cba_kit.config import shipped
from cba_kit.errors import NotFoundError
from cba_kit.reports import handout
from cba_kit.reports.html import page
from cba_kit.reports.pdf import pdf
from tests.reports.made_report import made, sections
from tests.reports.report_team import Team
from tests.reports.test_html import Outline

TEACHING = sorted(shipped("notebooks").glob("*.ipynb"))
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="


def slide(kind: str) -> dict[str, object]:
    """Metadata of a cell of a slide type."""
    return {"slideshow": {"slide_type": kind}}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A trainer's own notebook, with all that may stand in one."""
    v4 = nbformat.v4
    cells = [
        v4.new_markdown_cell("# Own session", metadata=slide("slide")),
        v4.new_markdown_cell("SECRET for me", metadata=slide("notes")),
        v4.new_markdown_cell("SECRET, too", metadata={"tags": ["facilitator"]}),
        v4.new_markdown_cell("SECRET skipped", metadata=slide("skip")),
        v4.new_markdown_cell(
            "## A picture\n\n![A red dot](attachment:dot.png)",
            metadata=slide("slide"),
            attachments={"dot.png": {"image/png": DOT}},
        ),
        v4.new_code_cell("import pandas as SECRET_pd"),
        v4.new_code_cell("SECRET_pd.DataFrame()", metadata=slide("subslide")),
        v4.new_code_cell("%matplotlib SECRET", metadata=slide("fragment")),
    ]
    path = tmp_path / "own_session.ipynb"
    nbformat.write(v4.new_notebook(cells=cells), path)
    return path


@pytest.mark.parametrize("path", TEACHING, ids=lambda path: path.stem)
def test_facilitator_notes_are_left_out_and_sheets_are_forms(team: Team, path: Path) -> None:
    notebook = made(team, "handout", notebook=str(path))
    taught = nbformat.read(path, 4)
    text, (content, notes) = page(notebook, team.library), pdf(notebook, team.library)
    printed = " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(content)).pages).split())

    assert notes == ()
    for where in (text, printed):
        assert "facilitator" not in where.casefold()
        assert "cba_kit" not in where
    slides = [cell for cell in taught.cells if cell.metadata.slideshow.slide_type == "slide"]
    outline = Outline(text)
    assert text.count('class="slide') == len(slides) + 1  # a sheet has one of its own
    assert (outline.addresses, outline.tags & {"script", "link", "iframe"}) == ([], set())
    assert outline.levels[0] == 1
    assert outline.levels.count(1) == 1
    assert len(outline.ids) == len(set(outline.ids))
    assert any(key in sections(notebook) for key in team.library.sheet_keys())


def test_a_form_is_printed_with_its_questions(team: Team) -> None:
    content, _ = pdf(made(team, "handout", notebook=str(TEACHING[0])), team.library)

    printed = " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(content)).pages).split())
    form = team.library.sheet("strategy")
    assert [q.title for q in form.questions if q.title not in printed] == []  # type: ignore[union-attr]  # a form


def test_own_notebooks_show_their_pictures_and_no_code(team: Team, own: Path) -> None:
    notebook = made(team, "handout", notebook=str(own))
    text = page(notebook, team.library)

    assert "SECRET" not in text
    assert "data:image/png;base64," in text
    assert 'alt="A red dot"' in text
    assert text.count("Shown live in the session.") == 2
    assert "<title>own session</title>" in text
    assert b"SECRET" not in pdf(notebook, team.library)[0]


def test_a_notebook_that_is_missing_is_named(team: Team) -> None:
    with pytest.raises(NotFoundError, match="no teaching notebook “nowhere"):
        handout.read(str(team.academy.folder), "nowhere.ipynb")
