"""The cells: run one after the other in this process, each one's outcome told at once."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import nbformat
from nbformat import NotebookNode

from cba_kit.kernels.child import libc
from cba_kit.reports.engine.allowance import Allowance
from cba_kit.reports.engine.kernel import prepare, settle_in
from cba_kit.reports.engine.line import Line
from cba_kit.reports.engine.recorder import Recorder
from cba_kit.reports.engine.streams import NAMES, OutStream, Streams
from cba_kit.reports.engine.tags import may_fail, runs
from cba_kit.reports.engine.wire import Wire

ERROR_LENGTH = 1000
"""Characters of an error's words that are told beside the output."""
TURN = 0.01
"""Seconds that tasks have for themselves between two cells."""


def run(line: Line, files: Mapping[int, int]) -> None:
    """Receive a notebook, run its cells, and send what came of them, cell by cell.

    The messages are those of told.py. Whoever receives no `done` knows that this process did not get there.
    """
    order = line.receive()
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    Cells(nbformat.from_dict(order["notebook"]), order["output"], line, files).run(loop)  # type: ignore[no-untyped-call]  # no types


class Cells:
    """A notebook's cells and the kernel that runs them."""

    def __init__(self, notebook: NotebookNode, output: int, line: Line, files: Mapping[int, int]) -> None:
        allowance = Allowance(output)
        self._kernel = prepare()
        self._wire: Wire = self._kernel.session
        self._line = line
        self._owner = os.getpid()
        self._notebook = notebook
        self._recorder = Recorder(notebook, self._wire, allowance)
        self._streams = Streams(files, allowance, self._publish)
        self._wire.listener = self._recorder.hear

    def run(self, loop: asyncio.AbstractEventLoop) -> None:
        """Run all cells, until one fails that must not."""
        shell = self._kernel.shell
        sys.stdout, sys.stderr = (
            OutStream(
                number, self._streams, lambda: self._recorder.is_current(shell.display_pub.parent_header)
            )
            for number in NAMES
        )
        settle_in(self._kernel, loop)
        left = loop.run_until_complete(self._run())
        self._recorder.set_widgets_metadata()
        self._line.send(
            {
                "done": True,
                "left": left,
                "widgets": self._notebook.metadata.get("widgets"),
                "language": self._kernel.language_info,
            }
        )

    async def _run(self) -> bool:
        """Run the cells; return whether the notebook ended itself before its last one."""
        waiting = [index for index, cell in enumerate(self._notebook.cells) if runs(cell)]
        while waiting:
            index = waiting.pop(0)
            failed = await self._run_cell(index)
            if len(asyncio.all_tasks()) > 1:  # what cells have left to run goes on between them
                await asyncio.sleep(TURN)
            if failed and not may_fail(self._notebook.cells[index]):
                return False
            if self._kernel.shell.exit_now:
                return bool(waiting)
        return False

    async def _run_cell(self, index: int) -> bool:
        """Run a cell and send what came of it; return whether it failed."""
        cell, kernel = self._notebook.cells[index], self._kernel
        self._line.send({"begins": index, "printed": self._streams.places()})
        request = self._wire.msg("execute_request", {"code": cell.source})
        self._recorder.begin(index, request["msg_id"])
        kernel.set_parent([], request)
        cell.execution_count = kernel.shell.execution_count
        begun = _now()
        reply = await kernel.do_execute(cell.source, False, allow_stdin=False)
        if os.getpid() != self._owner:
            os._exit(0)  # a process that the cell has forked, and that went on to its end
        self._finish()
        ended = _now()
        cell.metadata["execution"] = {
            "iopub.execute_input": begun,
            "iopub.status.busy": begun,
            "iopub.status.idle": ended,
            "shell.execute_reply": ended,
        }
        failed = bool(reply["status"] == "error")
        self._line.send(
            {
                "cell": index,
                "outputs": cell.outputs,
                "count": cell.execution_count,
                "execution": cell.metadata["execution"],
                "others": {other: self._notebook.cells[other].outputs for other in self._recorder.changed},
                "failure": _failure(cell, reply) if failed else "",
            }
        )
        self._answer_widgets()
        return failed

    def _finish(self) -> None:
        """Take in the rest of what the cell has printed, wherever it is held."""
        for stream in (sys.stdout, sys.stderr):
            with suppress(Exception):  # a cell may have put anything there
                stream.flush()
        if os.name == "posix":
            libc().fflush(None)
        self._streams.finish()

    def _answer_widgets(self) -> None:
        """Hand the kernel what a client has to say to its widgets."""
        for message in self._recorder.shore.waiting:
            self._kernel.set_parent([], message)
            self._kernel.comm_manager.comm_msg(None, None, message)
        self._recorder.shore.waiting.clear()

    def _publish(self, name: str, text: str) -> None:
        """Send what was printed."""
        header = self._kernel.shell.display_pub.parent_header
        self._wire.send(None, "stream", {"name": name, "text": text}, header)


def _failure(cell: NotebookNode, reply: Mapping[str, Any]) -> str:
    """Say what made a cell fail; an error while its result was shown stands only in the output."""
    errors = [output for output in cell.outputs if output.output_type == "error"]
    found = errors[-1] if errors else reply
    return f"{found['ename']}: {found['evalue']}"[:ERROR_LENGTH]


def _now() -> str:
    """Return the time as nbclient writes it down."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
