"""The kernelspec: any Jupyter finds the forked kernel and runs notebooks with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from cba_kit.kernels.probe import probe
from cba_kit.kernels.provisioner import kernel_parent

from .conftest import ROOT

pytestmark = pytest.mark.slow


def jupyter(*words: str, folder: Path) -> str:
    """Run the jupyter command of this environment in `folder`, and return what it says."""
    env = {**os.environ, "IPYTHONDIR": str(folder / "ipython"), "JUPYTER_RUNTIME_DIR": str(folder)}
    command = [sys.executable, "-m", "jupyter", *words]
    return subprocess.run(command, cwd=folder, env=env, check=True, capture_output=True, text=True).stdout


def test_jupyter_lists_the_kernel(tmp_path: Path) -> None:
    """With words and a picture for JupyterLab's launcher."""
    listed = json.loads(jupyter("kernelspec", "list", "--json", folder=tmp_path))["kernelspecs"]["cba"]
    assert listed["spec"]["display_name"] == "Python 3 (quick start)"
    assert listed["spec"]["metadata"]["kernel_provisioner"]["provisioner_name"] == "cba-fork"
    assert sorted(each.name for each in Path(listed["resource_dir"]).iterdir()) == [
        "kernel.json",
        "logo-svg.svg",
    ]


def test_jupyter_executes_a_notebook_with_it(tmp_path: Path) -> None:
    """As a trainer would who knows nothing of forks."""
    cell = nbformat.v4.new_code_cell("import os; open(f'/proc/{os.getppid()}/cmdline').read()")
    notebook = nbformat.v4.new_notebook(cells=[cell])
    nbformat.write(notebook, tmp_path / "one.ipynb")
    jupyter("execute", "--inplace", "--kernel_name=cba", "one.ipynb", folder=tmp_path)
    done = nbformat.read(tmp_path / "one.ipynb", as_version=4)
    assert "cba_kit.kernels.parent" in done.cells[0].outputs[0]["data"]["text/plain"]


def test_probe_tries_a_fork_for_real(monkeypatch: pytest.MonkeyPatch) -> None:
    """And leaves nothing behind; a trouble is told in words."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    found = probe(["json"])
    assert found.trouble == ""
    assert min(found.parent_ms, found.kernel_ms) > 0
    assert 0 < found.own_mib < found.pss_mib
    assert kernel_parent(["json"]).pid is None
    assert "starts a thread" in probe(["tests.kernels.with_thread"]).trouble
