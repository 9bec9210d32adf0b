"""The exporters as everybody calls them: `jupyter nbconvert --to cba_html` and `--to cba_pdf`."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from pypdf import PdfReader
from traitlets.config import Config

from cba_kit.reports.html import ReportHtmlExporter
from tests.reports import foreign


def convert(folder: Path, *options: str) -> str:
    command = [sys.executable, "-m", "nbconvert", *options, "words.ipynb"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=120)
    return done.stderr


@pytest.mark.slow
def test_nbconvert_makes_html_and_pdf_of_any_notebook(tmp_path: Path) -> None:
    folder = foreign.write_beside(tmp_path)
    notebook = foreign.words()
    notebook.cells.append(foreign.code("secret_code()", foreign.prints("shown output")))
    nbformat.write(notebook, folder / "words.ipynb")

    told = convert(folder, "--to", "cba_html") + convert(folder, "--to", "cba_pdf", "--no-input")

    html = (folder / "words.html").read_text(encoding="utf-8")
    text = "".join(page.extract_text() for page in PdfReader(folder / "words.pdf").pages)
    assert "<title>How we work</title>" in html
    assert "secret_code" in html
    assert html.count("<img") == 2
    assert "shown output" in text
    assert "secret_code" not in text
    assert "is not in the notebook's folder, so it is not shown." in told


@pytest.mark.parametrize("said", [True, "True", "1"])
def test_exporter_hides_code_as_nbconvert_is_told(said: bool | str) -> None:
    exporter = ReportHtmlExporter(config=Config({"TemplateExporter": {"exclude_input": said}}))

    html, resources = exporter.from_notebook_node(foreign.faults())

    assert 'class="code' not in html
    assert "ZeroDivisionError" in html
    assert "cell 2: the cell failed: ZeroDivisionError." in resources["cba_notes"]


def test_exporter_takes_a_file_like_any_other(tmp_path: Path) -> None:
    nbformat.write(foreign.maths(), tmp_path / "lecture.ipynb")

    html, _ = ReportHtmlExporter().from_filename(str(tmp_path / "lecture.ipynb"))
    again, _ = ReportHtmlExporter().from_file(io.StringIO((tmp_path / "lecture.ipynb").read_text()))

    assert html == again
    assert "<title>Waves</title>" in html
