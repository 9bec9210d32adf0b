"""The record: believes a notebook's process only what it would say at that moment."""

from __future__ import annotations

from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from papermill.engines import NotebookExecutionManager

from cba_kit.reports.engine.record import Record
from tests.reports.engine.gallery import notebook, tagged

BEGINS = {"begins": 1, "printed": [0, 0]}
ENDED = {"cell": 1, "outputs": [], "count": 1, "execution": {}, "others": {}, "failure": ""}
DONE = {"done": True, "left": False, "widgets": None, "language": {}}
DEEP: dict[str, Any] = {"output_type": "display_data"}
for _ in range(2000):
    DEEP = {"output_type": "display_data", "data": DEEP}


def record() -> Record:
    """A record of a notebook with two cells to run, and two others before each."""
    first, second = (new_markdown_cell("# A"), "1"), (tagged("2", "skip-execution"), "3")
    asked = notebook(*first, *second)
    asked.metadata["papermill"] = NotebookNode()
    manager = NotebookExecutionManager(asked, progress_bar=False)
    manager.notebook_start()
    return Record(manager, None)


def test_what_comes_in_turn_is_written_down() -> None:
    """From the first cell to the end."""
    made = record()
    shown = {"output_type": "stream", "name": "stdout", "text": "words"}

    told = [BEGINS, {**ENDED, "outputs": [shown]}, {**BEGINS, "begins": 3}, {**ENDED, "cell": 3}, DONE]

    assert [made.take(message) for message in told] == [True] * 5
    assert made.done
    assert made.notebook.cells[1].outputs == [shown]
    assert [cell.metadata.papermill.status for cell in made.notebook.cells] == ["completed"] * 4


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"begins": "x", "printed": []},
        {"begins": 10**9, "printed": [0, 0]},
        {"begins": 3, "printed": [0, 0]},
        {"begins": 0, "printed": [0, 0]},
        ENDED,
        DONE,
        {"done": True},
    ],
)
def test_what_does_not_begin_an_execution_is_refused(told: dict[str, Any]) -> None:
    """No cell is passed over, and nothing has ended."""
    made = record()

    assert not made.take(told)
    assert (made.running, made.done) == (None, False)


@pytest.mark.parametrize(
    "told",
    [
        BEGINS,
        DONE,
        {**ENDED, "cell": 3},
        {**ENDED, "outputs": [5]},
        {**ENDED, "outputs": [{"text": "no kind"}]},
        {**ENDED, "outputs": [DEEP]},
        {**ENDED, "others": {"4": []}},
        {**ENDED, "others": {"-1": []}},
        {**ENDED, "more": 1},
    ],
)
def test_what_no_running_cell_says_is_refused(told: dict[str, Any]) -> None:
    """It runs on."""
    made = record()
    made.take(BEGINS)

    assert not made.take(told)
    assert (made.running, made.done, made.notebook.cells[1].outputs) == (1, False, [])


@pytest.mark.parametrize("told", [{**BEGINS, "begins": 3}, ENDED])
def test_after_a_failure_only_the_end_follows(told: dict[str, Any]) -> None:
    """The other cells are not run."""
    made = record()
    made.take(BEGINS)
    made.take({**ENDED, "failure": "ZeroDivisionError: division by zero"})

    assert not made.take(told)
    assert made.take(DONE)
    assert not made.take(DONE)


def test_cell_without_an_end_keeps_its_words() -> None:
    """Those of the streams that it wrote to."""
    made = record()
    made.take(BEGINS)
    made.keep([("stderr", "words")])

    assert [(output.name, output.text) for output in made.notebook.cells[1].outputs] == [("stderr", "words")]
