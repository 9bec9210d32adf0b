"""Wire: messages between a page and its kernel, framed as v1.kernel.websocket.jupyter.org says.

A frame is the number of its offsets, the offsets (each eight bytes, little-endian), then the parts that
they cut: channel, header, parent header, metadata, content, and buffers if there are any.
"""

from __future__ import annotations

import json
import struct
import uuid
from itertools import pairwise
from typing import Any, NamedTuple

PROTOCOL = "v1.kernel.websocket.jupyter.org"
WORD = 8


class Frame(NamedTuple):
    """A message as it came; its content stays unread until somebody needs it."""

    channel: str
    header: bytes
    content: bytes

    @property
    def custom(self) -> bool:
        """Tell whether this is a message of a widget's own, not one of Jupyter's."""
        return b'"comm_msg"' in self.header and b'"custom"' in self.content

    def message(self) -> dict[str, Any]:
        """Return what a widget's page or kernel says in it."""
        found: dict[str, Any] = json.loads(self.content)["data"]["content"]
        return found


def frame(parts: list[bytes]) -> bytes:
    """Put parts into one frame."""
    offsets = [WORD * (len(parts) + 2)]
    for part in parts:
        offsets.append(offsets[-1] + len(part))
    return struct.pack(f"<{len(offsets) + 1}Q", len(offsets), *offsets) + b"".join(parts)


def parts(raw: bytes) -> list[bytes]:
    """Take a frame apart; ValueError when its offsets lead out of it."""
    count = struct.unpack_from("<Q", raw)[0]
    if not 2 <= count <= len(raw) // WORD:
        raise ValueError("The frame has fewer offsets than it says.")
    offsets = struct.unpack_from(f"<{count}Q", raw, WORD)
    if list(offsets) != sorted(offsets) or offsets[-1] != len(raw):
        raise ValueError("The offsets do not fit the frame.")
    return [raw[start:end] for start, end in pairwise(offsets)]


def read(raw: bytes) -> Frame:
    """Read a frame that a kernel sent."""
    found = parts(raw)
    return Frame(found[0].decode(), found[1], found[4])


class Writer:
    """Writes messages to one widget: all that does not change is made once."""

    def __init__(self, comm: str) -> None:
        self.session = uuid.uuid4().hex
        self._comm = comm
        self._sent = 0

    def custom(self, message: dict[str, Any]) -> bytes:
        """Return the frame that brings `message` to the widget."""
        self._sent += 1
        header = {
            "msg_id": f"{self.session}_{self._sent}",
            "msg_type": "comm_msg",
            "username": "",
            "session": self.session,
            "date": "2024-03-11T08:00:00.000Z",
            "version": "5.3",
        }
        content = {"comm_id": self._comm, "data": {"method": "custom", "content": message}}
        return frame([b"shell", json.dumps(header).encode(), b"{}", b"{}", json.dumps(content).encode()])
