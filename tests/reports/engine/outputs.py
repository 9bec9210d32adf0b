"""Outputs of two runs of a notebook, made comparable: only what is different every time is replaced."""

from __future__ import annotations

import re
from typing import Any

from nbformat import NotebookNode

VOLATILE = {
    re.compile(r"0x[0-9a-f]{6,}"): "0xADDRESS",
    re.compile(r"ipykernel_\d+/\d+"): "ipykernel_PID/FILE",
    re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d"): "TIME",
    re.compile(r"(CPU times|Wall time): .*"): r"\1: DURATION",
    re.compile(r"\d\d:\d\d<\d\d:\d\d, +[\d.?]+it/s"): "DURATION",
}
"""Addresses in memory, the process id in the names of temporary files, the time of making, durations."""
RANDOM_ID = re.compile(
    r"(?<![0-9a-f])(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-f])"
)
"""Ids of widgets; they are replaced by the order in which they come."""
WIDGETS = "application/vnd.jupyter.widget-state+json"


def comparable(notebook: NotebookNode) -> tuple[list[Any], list[Any]]:
    """Return what a notebook shows, cell by cell, and the state of its widgets.

    Consecutive texts of one stream are one text: where a kernel cuts them depends on a clock. Left out are
    the metadata of cells and of the notebook, which hold times and the kernel's name, but for widgets.
    """
    steady = Steady()
    cells = [
        (
            (cell.cell_type, cell.source, cell.get("attachments")),
            (cell.get("execution_count"), steady(joined(cell.get("outputs", [])))),
        )
        for cell in notebook.cells
    ]
    states = notebook.metadata.get("widgets", {}).get(WIDGETS, {}).get("state", {})
    return cells, steady(list(states.items()))


def joined(outputs: list[NotebookNode]) -> list[dict[str, Any]]:
    """Return outputs with consecutive texts of one stream as one."""
    found: list[dict[str, Any]] = []
    for output in outputs:
        last = found[-1] if found else {}
        if output.output_type == "stream" and (last.get("output_type"), last.get("name")) == (
            "stream",
            output.name,
        ):
            last["text"] += output.text
        else:
            found.append(dict(output))
    return found


class Steady:
    """Replaces what is different every time in all texts of a value."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def __call__(self, value: Any) -> Any:
        """Return the value with such texts replaced."""
        if isinstance(value, dict):
            return {self(key): self(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self(each) for each in value]
        if not isinstance(value, str):
            return value
        for pattern, replacement in VOLATILE.items():
            value = pattern.sub(replacement, value)
        return RANDOM_ID.sub(lambda found: self._ids.setdefault(found[0], f"id-{len(self._ids)}"), value)
