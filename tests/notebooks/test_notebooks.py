"""Every shipped notebook is clean, thin, and runs."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
SHOWN = sorted([*ROOT.glob("workbooks/*.ipynb"), *ROOT.glob("notebooks/*.ipynb")])
REPORTS = sorted(ROOT.glob("templates/reports/*/*.ipynb"))
TEACHING = sorted(ROOT.glob("notebooks/*.ipynb"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [*SHOWN, *REPORTS], ids=named)
def test_notebook_is_clean_and_thin(path: Path) -> None:
    """No outputs, ids everywhere, short cells without logic, public imports only, a title and a language."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata["title"]
    assert notebook.metadata["lang"] == "en"
    for cell in notebook.cells:
        assert cell.id
        if cell.cell_type != "code":
            continue
        assert cell.outputs == []
        assert cell.execution_count is None
        assert len(cell.source.splitlines()) <= 12
        tree = ast.parse(cell.source)
        kinds = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.AsyncFunctionDef, ast.Lambda)
        assert not [node for node in ast.walk(tree) if isinstance(node, kinds)]
        imported = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        assert all(len((node.module or "").split(".")) <= 2 for node in imported)
        assert not any(name.name.startswith("_") for node in imported for name in node.names)


@pytest.mark.slow
@pytest.mark.parametrize("path", SHOWN, ids=named)
def test_notebook_runs_and_shows_its_widget(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Outside any academy (as in a trainer's JupyterLab) it runs and shows one widget."""
    monkeypatch.delenv("CBA_PERSON", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("CBA_ACADEMY", str(tmp_path))
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute(cwd=str(tmp_path))
    shown = [
        output
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if "application/vnd.jupyter.widget-view+json" in output.get("data", {})
    ]
    assert len(shown) == 1


@pytest.mark.parametrize("path", TEACHING, ids=named)
def test_teaching_notebook_can_be_taught_from(path: Path) -> None:
    """It says how long it takes, has slides, notes for the facilitator, and steps with minutes."""
    notebook = nbformat.read(path, as_version=4)
    types = [cell.metadata.get("slideshow", {}).get("slide_type") for cell in notebook.cells]
    assert types.count("slide") >= 3
    assert types.count("notes") >= 2
    assert None not in types
    text = "\n".join(cell.source for cell in notebook.cells)
    minutes = [int(found) for found in re.findall(r"(\d+) minutes?\.\*\*", text)]
    assert sum(minutes) <= notebook.metadata["minutes"]
    assert "facilitator" in text
