"""The line: messages between the caller of an execution and the processes that work for it."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Iterator, Mapping
from typing import Any

CHUNK = 1 << 20
"""Bytes read at once."""
LARGEST = 1 << 28
"""Bytes that a message may have; a longer one was not written by us."""
_LENGTH = struct.Struct(">Q")


class Line:
    """One end of a connection on which both sides send JSON objects, each with its length in front."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._received = bytearray()
        self.ended = False
        """Whether the other side has hung up, or said what cannot be believed."""
        self.garbled = False
        """Whether somebody else has written here."""

    def fileno(self) -> int:
        """Return the descriptor to wait for."""
        return self._end.fileno()

    def send(self, message: Mapping[str, Any]) -> None:
        """Send a message; OSError when nobody listens any more."""
        content = json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass")
        self._end.sendall(_LENGTH.pack(len(content)))
        self._end.sendall(content)

    def receive(self) -> dict[str, Any]:
        """Wait for one message and return it; EOFError when the other side hangs up instead."""
        while (message := self._cut_off()) is None:
            if self.ended:
                raise EOFError
            self._read()
        return message

    def take(self) -> Iterator[dict[str, Any]]:
        """Read once, and yield the messages that are complete; waits only when there is nothing to read."""
        self._read()
        while (message := self._cut_off()) is not None:
            yield message

    def refuse(self) -> None:
        """Believe nothing more: somebody else has written here, and what follows is no better."""
        self.ended = self.garbled = True
        self._received.clear()

    def close(self) -> None:
        """Hang up; the other side notices."""
        self._end.close()

    def _read(self) -> None:
        try:
            part = self._end.recv(CHUNK)
        except ConnectionError:
            part = b""
        self.ended = not part
        self._received += part

    def _cut_off(self) -> dict[str, Any] | None:
        """Take the first message off what was received; None while it is not there in full."""
        if len(self._received) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack_from(self._received)
        end = _LENGTH.size + int(length)
        if length <= LARGEST and len(self._received) < end:
            return None
        try:
            if length > LARGEST:
                raise ValueError(f"a message of {length} bytes")
            content = self._received[_LENGTH.size : end].decode("utf-8", "surrogatepass")
            message: dict[str, Any] = json.loads(content)
            if not isinstance(message, dict):
                raise TypeError("not an object")
        except (ValueError, TypeError, RecursionError):
            self.refuse()
            return None
        del self._received[:end]
        return message
