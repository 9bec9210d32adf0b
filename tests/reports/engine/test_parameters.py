"""Parameters: where they stand, and what cannot be used."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell

from cba_kit.errors import RenderError
from cba_kit.reports.engine import parameterized
from tests.reports.engine.gallery import notebook, tagged


def written(folder: Path, *cells: object) -> Path:
    """Write a notebook."""
    path = folder / "asked.ipynb"
    nbformat.write(notebook(*cells), path)  # type: ignore[arg-type]  # cells or their sources
    return path


def test_parameters_follow_their_defaults(tmp_path: Path) -> None:
    """So that they win."""
    path = written(tmp_path, "x = 1", tagged("person = ''", "parameters"), "person")

    made = parameterized(path, {"person": "ilze's"})

    assert [cell.source for cell in made.cells] == [
        "x = 1",
        "person = ''",
        '# Parameters\nperson = "ilze\'s"\n',
        "person",
    ]
    assert made.cells[2].metadata.tags == ["injected-parameters"]
    assert made.metadata.papermill.parameters == {"person": "ilze's"}


def test_parameters_come_first_without_defaults(tmp_path: Path) -> None:
    """Before any other cell, a title included."""
    made = parameterized(written(tmp_path, new_markdown_cell("# Title"), "person"), {"person": "ilze"})

    assert [cell.source for cell in made.cells] == ['# Parameters\nperson = "ilze"\n', "# Title", "person"]


def test_parameters_of_an_earlier_run_are_replaced(tmp_path: Path) -> None:
    """A rendered notebook can be rendered again."""
    path = written(tmp_path, tagged("person = 'old'", "injected-parameters"), "person")

    assert parameterized(path, {"person": "new"}).cells[0].source == '# Parameters\nperson = "new"\n'


def test_notebook_without_kernel_is_python(tmp_path: Path) -> None:
    """As many by hand or by other programs are."""
    path = tmp_path / "bare.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x")]), path)

    assert parameterized(path, {"x": None}).cells[0].source == "# Parameters\nx = None\n"


@pytest.mark.parametrize("content", [None, "not JSON", '{"cells": 1}'])
def test_what_is_no_notebook_is_named(tmp_path: Path, content: str | None) -> None:
    """With its path and what to do."""
    path = tmp_path / "broken.ipynb"
    if content is not None:
        path.write_text(content, encoding="utf-8")

    with pytest.raises(RenderError, match="The notebook cannot be used") as caught:
        parameterized(path, {"x": 1})

    assert caught.value.where == str(path)
