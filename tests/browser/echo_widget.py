"""A trainer's own widget, as the lean page's tests have it: traits, bytes, messages and commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import anywidget.experimental
import traitlets


class Echo(anywidget.AnyWidget):
    """Says back what it is told."""

    _esm = Path(__file__).with_suffix(".js")
    value = traitlets.Int(1).tag(sync=True)
    made = traitlets.Int(0).tag(sync=True)
    data = traitlets.Bytes(b"\x00\xff").tag(sync=True, from_json=lambda value, _: bytes(value))

    def __init__(self) -> None:
        super().__init__()
        self.on_msg(self._heard)

    def _heard(self, _widget: object, said: dict[str, Any], buffers: list[Any]) -> None:
        if said.get("t") == "close":
            self.close()
        elif said.get("t") == "send":
            self.value *= 10
            self.send({"t": "back"}, [bytes(reversed(bytes(buffers[0])))])

    @anywidget.experimental.command
    def double(self, msg: dict[str, int], buffers: list[Any]) -> tuple[dict[str, int], list[bytes]]:
        """Answer with twice as much."""
        return {"n": 2 * msg["n"]}, [bytes(buffers[0]) * 2]
