"""Kernelspecs: our own Python's kernels are forked with all that our pages need; others are left alone."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from cba_kit.server.specs import ARGUMENTS, PAGES, WARM, ForkedSpecs


def spec(folder: Path, name: str, argv: list[str], **metadata: object) -> None:
    """Write a kernelspec."""
    (folder / name).mkdir(parents=True)
    text = {"argv": argv, "display_name": name, "language": "python", "metadata": metadata}
    (folder / name / "kernel.json").write_text(json.dumps(text))


@pytest.fixture
def specs(tmp_path: Path) -> ForkedSpecs:
    """The kernelspecs of one folder alone."""
    ours = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    own = {"provisioner_name": "local-provisioner"}
    spec(tmp_path, "python3", ours)
    spec(tmp_path, "chosen", ours, kernel_provisioner=own)
    spec(tmp_path, "elsewhere", ["/elsewhere/python", *ours[1:]])
    spec(tmp_path, "other", [sys.executable, "-m", "another_kernel", "-f", "{connection_file}"])
    return ForkedSpecs(kernel_dirs=[str(tmp_path)], ensure_native_kernel=False)


def test_a_notebook_that_asks_for_python_gets_a_forked_kernel_without_choosing(specs: ForkedSpecs) -> None:
    specs.templates = "/srv/our academy/templates"
    assert specs.get_kernel_spec("python3").metadata["kernel_provisioner"] == {
        "provisioner_name": "cba-fork",
        "config": {"preload": [PAGES, f"{WARM} /srv/our academy/templates"], "arguments": ARGUMENTS},
    }


def test_a_kernel_that_was_set_up_otherwise_stays_as_it_is(specs: ForkedSpecs) -> None:
    chosen = specs.get_kernel_spec("chosen").metadata["kernel_provisioner"]
    assert chosen["provisioner_name"] == "local-provisioner"
    for name in ("elsewhere", "other"):
        assert "kernel_provisioner" not in specs.get_kernel_spec(name).metadata


def test_a_kernel_that_is_not_there_is_replaced_by_the_ordinary_one_and_said_once(
    specs: ForkedSpecs, caplog: pytest.LogCaptureFixture
) -> None:
    assert specs.get_kernel_spec("julia") == specs.get_kernel_spec("python3")
    specs.get_kernel_spec("julia")
    assert [record.getMessage() for record in caplog.records] == [
        "There is no kernel “julia” here: the ordinary one is used."
    ]


def test_a_kernel_is_looked_up_once(specs: ForkedSpecs, tmp_path: Path) -> None:
    found = specs.get_kernel_spec("python3")
    (tmp_path / "python3/kernel.json").unlink()
    assert specs.get_kernel_spec("python3") is found
