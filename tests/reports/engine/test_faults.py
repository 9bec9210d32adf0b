"""Faults: each gets the status that is true of it, keeps what came before, and leaves nothing running."""

from __future__ import annotations

import pytest

from cba_kit.reports.engine import execute
from tests.reports.engine.conftest import Spoor
from tests.reports.engine.faults import FAULTS

pytestmark = pytest.mark.slow
LARGEST_OUTPUT = 120_000


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_told_and_leaves_nothing(name: str, spoor: Spoor) -> None:
    """Whatever the cell does to its process, its relatives or its files."""
    fault = FAULTS[name]

    execution = execute(fault.notebook(), env=spoor.env, limits=fault.limits)

    assert (execution.status, fault.says in execution.error) == (fault.status, True), execution.error
    before, _, risky, after = execution.notebook.cells
    assert before.outputs[0].text == "before\n"
    assert [output.text for output in after.outputs] == (["after\n"] if execution.status == "ok" else [])
    assert sum(len(str(output)) for output in risky.outputs) < LARGEST_OUTPUT
    if execution.status != "ok":
        assert "under “The risky part”" in execution.error
        assert risky.metadata.papermill.status == "failed"
    assert spoor.left() == []
