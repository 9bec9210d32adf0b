"""The recorder: what the running cell shows, kept the way a notebook's client keeps it.

It is nbclient's own client without a kernel at its other end: displays that are updated, output that is
cleared, Output widgets and the state of all widgets follow its rules.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from typing import Any

from nbclient import NotebookClient
from nbformat import NotebookNode

from cba_kit.reports.engine.allowance import Allowance
from cba_kit.reports.engine.wire import Wire

SHOWN = ("display_data", "execute_result", "update_display_data")
"""Messages that show something."""


class Shore:
    """What an Output widget's other half in the client speaks to; its words wait until the cell has ended."""

    def __init__(self, session: Wire) -> None:
        self.session = session
        self.shell_channel = self
        self.waiting: list[dict[str, Any]] = []

    def send(self, message: dict[str, Any]) -> None:
        """Keep a message for the kernel."""
        self.waiting.append({**message, "content": self.session.arrived(message), "buffers": []})


class Recorder(NotebookClient):
    """Listens to a kernel in the same process, and writes into the notebook's cells."""

    def __init__(self, notebook: NotebookNode, session: Wire, allowance: Allowance) -> None:
        super().__init__(notebook)
        self.shore = Shore(session)
        self.kc = self.shore  # type: ignore[assignment]  # it has what is used of a client
        self.changed: set[int] = set()
        """Cells other than the running one whose displays were updated."""
        self._allowance = allowance
        self._owner = os.getpid()
        self._lock = threading.RLock()
        self._index = -1
        self._request = ""

    def begin(self, index: int, request: str) -> None:
        """Listen from now on for a cell, which runs on the request with this id."""
        self.nb.cells[index].outputs = []
        self.nb.cells[index].metadata["execution"] = {}
        self.clear_before_next_output = False
        self.changed.clear()
        self._allowance.reset()
        self._index, self._request = index, request

    def is_current(self, header: Mapping[str, Any]) -> bool:
        """Tell whether a header is that of the request on which the running cell runs."""
        return bool(header.get("msg_id") == self._request)

    def hear(self, message: dict[str, Any]) -> None:
        """Take a message from the kernel; those of earlier cells' requests come too late."""
        kind, content = message["msg_type"], message["content"]
        if os.getpid() != self._owner:
            _write_below(_words(kind, content))
        elif self.is_current(message["parent_header"]):
            with self._lock:
                self._take(kind, content, message)

    def _take(self, kind: str, content: dict[str, Any], message: dict[str, Any]) -> None:
        if kind in SHOWN:
            self._limit(content)
        elif kind == "error":
            content["evalue"] = self._allowance.cut(content["evalue"])
            content["traceback"] = [self._allowance.cut(part) for part in content["traceback"]]
        elif kind == "clear_output":
            self._allowance.reset()
        self.process_message(message, self.nb.cells[self._index], self._index)

    def _limit(self, content: dict[str, Any]) -> None:
        display = str((content.get("transient") or {}).get("display_id"))
        self.changed |= set(self._display_id_map.get(display, ())) - {self._index}
        shown = content["data"].values()
        size = sum(len(form) if isinstance(form, str) else len(json.dumps(form)) for form in shown)
        if not self._allowance.fits(size):
            content["data"] = {"text/plain": self._allowance.note}
            content["metadata"] = {}


def _words(kind: str, content: Mapping[str, Any]) -> str:
    """Return what a message says in plain text."""
    if kind == "error":
        return "\n".join(content["traceback"])
    return str(content["data"].get("text/plain", "")) if kind in SHOWN else ""


def _write_below(text: str) -> None:
    """Write what a forked process shows where the process that it comes from finds it."""
    if text:
        os.write(1, f"{text}\n".encode("utf-8", "replace"))
