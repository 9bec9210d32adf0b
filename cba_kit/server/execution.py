"""Execution: the cells of a notebook, run one after another in a page's kernel."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionComplete
from nbformat import NotebookNode

from cba_kit.errors import RenderError
from cba_kit.server.line import Line, LineClosed

PATIENCE = 60.0
LARGEST = 16 * 2**20
"""Seconds that one cell may take, and bytes that it may say."""


@dataclass(frozen=True, slots=True)
class Executed:
    """A notebook with its outputs, and the widgets that live in its kernel."""

    notebook: NotebookNode
    widgets: dict[str, dict[str, Any]]
    """Widget id → state, in the order in which they were made."""
    buffers: dict[str, list[dict[str, Any]]]
    """Widget id → the bytes in its state, each with its path, which are not part of `widgets`."""


class KernelEndedError(RenderError):
    """The kernel went while it ran the notebook: it may have been the notebook, or no fault of its own."""


async def execute(line: Line, notebook: NotebookNode, name: str) -> Executed:
    """Run a notebook's cells; RenderError when one fails or takes too long, KernelEndedError.

    The error names the kind of failure and not its text, which may quote what people wrote.
    """
    try:
        await line.ready()
    except LineClosed as error:
        raise KernelEndedError(
            "The page stopped: the kernel ended before the first cell.", where=name
        ) from error
    reader = NotebookClient(notebook, record_timing=False)  # knows what follows from messages
    reader.reset_execution_trackers()
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        try:
            async with asyncio.timeout(PATIENCE):
                failed = await _run(line, reader, number)
        except TimeoutError as error:
            raise RenderError(f"The page stopped: no end in cell {number}.", where=name) from error
        except LineClosed as error:
            raise KernelEndedError(
                f"The page stopped: the kernel ended in cell {number}.", where=name
            ) from error
        if failed and "raises-exception" not in cell.metadata.get("tags", []):
            raise RenderError(f"The page stopped: {failed} in cell {number}.", where=name)
    buffers = {model: list(found.values()) for model, found in reader.widget_buffers.items() if found}
    return Executed(notebook, reader.widget_state, buffers)


async def _run(line: Line, reader: NotebookClient, number: int) -> str:
    """Run one cell and collect its outputs; return the kind of error that it ended with, if any."""
    cell = reader.nb.cells[number - 1]
    cell.outputs, reader.clear_before_next_output = [], False
    name = line.name()
    content = {"code": cell.source, "silent": False, "store_history": False, "allow_stdin": False}
    async with line.watching(name) as heard:
        asking = asyncio.ensure_future(line.ask("execute_request", content, name=name))
        try:
            said = 0
            while (message := await heard.get()) is not None:
                said += message["size"]
                if said > LARGEST:
                    return "too much output"
                try:
                    reader.process_message(message, cell, number - 1)
                except CellExecutionComplete:
                    break
            reply = await asking  # which says so when the line was closed
        finally:
            asking.cancel()
    if reply["status"] != "error":
        return ""
    kind = str(reply["ename"])
    return kind if kind.isidentifier() else "error"
