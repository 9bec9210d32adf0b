"""Papermill: the command line with `--engine cba`, as anybody would type it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from tests.reports.engine.gallery import notebook, tagged
from tests.reports.engine.outputs import comparable

pytestmark = pytest.mark.slow
PAPERMILL = str(Path(sys.executable).with_name("papermill"))


def papermill(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run papermill in a folder."""
    return subprocess.run([PAPERMILL, *words], cwd=folder, capture_output=True, text=True, check=False)


def test_same_as_the_stock_engine(tmp_path: Path) -> None:
    """With parameters; the same file but for times."""
    asked = notebook(
        tagged("name = 'nobody'", "parameters"), "print('hello', name)", "import pandas as pd\npd.Series([1])"
    )
    nbformat.write(asked, tmp_path / "in.ipynb")

    stock = papermill(tmp_path, "in.ipynb", "stock.ipynb", "-p", "name", "Žofie")
    ours = papermill(tmp_path, "--engine", "cba", "in.ipynb", "ours.ipynb", "-p", "name", "Žofie")

    assert (stock.returncode, ours.returncode) == (0, 0), ours.stderr
    expected, made = (nbformat.read(tmp_path / f"{name}.ipynb", 4) for name in ("stock", "ours"))
    assert comparable(made) == comparable(expected)
    for key in ("kernelspec", "language_info"):
        assert made.metadata[key] == expected.metadata[key]
    assert set(made.metadata.papermill) == set(expected.metadata.papermill)
    assert [set(cell.metadata) for cell in made.cells] == [set(cell.metadata) for cell in expected.cells]
    assert [set(cell.metadata.get("execution", ())) for cell in made.cells] == [
        set(cell.metadata.get("execution", ())) for cell in expected.cells
    ]


def test_error_is_papermills(tmp_path: Path) -> None:
    """Exit code 1, and the notebook says where."""
    nbformat.write(notebook("print('a')", "1 / 0", "2"), tmp_path / "in.ipynb")

    for engine in ("nbclient", "cba"):
        done = papermill(tmp_path, "--engine", engine, "in.ipynb", f"{engine}.ipynb")
        assert done.returncode == 1
        assert "ZeroDivisionError" in done.stderr
    stock, ours = (nbformat.read(tmp_path / f"{name}.ipynb", 4) for name in ("nbclient", "cba"))
    assert comparable(ours) == comparable(stock)


def test_death_is_no_success(tmp_path: Path) -> None:
    """The file has what came before, and does not say that all is well."""
    nbformat.write(notebook("print('a')", "import os; os._exit(0)", "2"), tmp_path / "in.ipynb")

    done = papermill(tmp_path, "--engine", "cba", "in.ipynb", "out.ipynb")

    made = nbformat.read(tmp_path / "out.ipynb", 4)
    assert done.returncode == 138  # papermill's own for a dead kernel
    assert "The process ended in cell 2 with exit code 0" in done.stderr
    assert made.cells[0].outputs[0].text == "a\n"
    assert [cell.metadata.papermill.status for cell in made.cells] == ["completed", "failed", "pending"]


def test_timeout_is_papermills(tmp_path: Path) -> None:
    """The option holds for a cell."""
    nbformat.write(notebook("import time\ntime.sleep(1000)"), tmp_path / "in.ipynb")

    done = papermill(tmp_path, "--engine", "cba", "--execution-timeout", "1", "in.ipynb", "out.ipynb")

    assert done.returncode == 1
    assert "CellTimeoutError" in done.stderr


def test_printed_words_are_logged_where_asked(tmp_path: Path) -> None:
    """On the terminal, and in a file."""
    nbformat.write(
        notebook("print('loud')\nimport sys\nprint('wrong', file=sys.stderr)\n7"), tmp_path / "in.ipynb"
    )

    done = papermill(
        tmp_path, "--engine", "cba", "--log-output", "--stdout-file", "said", "in.ipynb", "out.ipynb"
    )

    assert [word for word in ("loud", "wrong", "7") if word not in done.stderr] == []
    assert (tmp_path / "said").read_text(encoding="utf-8") == "loud\n"


def test_other_kernels_are_left_to_the_stock_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook for another Python, or another language, is executed by its own kernel."""
    folder = tmp_path / "kernels" / "other"
    folder.mkdir(parents=True)
    command = ["/usr/bin/env", sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": command, "display_name": "Other", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    nbformat.write(notebook("type(get_ipython().kernel).__module__"), tmp_path / "in.ipynb")

    for kernel in ("other", "python3"):
        assert (
            papermill(tmp_path, "--engine", "cba", "-k", kernel, "in.ipynb", f"{kernel}.ipynb").returncode
            == 0
        )

    other, own = (nbformat.read(tmp_path / f"{name}.ipynb", 4).cells[0] for name in ("other", "python3"))
    assert other.outputs[0].data["text/plain"] == "'ipykernel.ipkernel'"
    assert own.outputs[0].data["text/plain"] == "'cba_kit.kernels.kernel'"
