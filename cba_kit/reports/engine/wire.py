"""The wire: where a kernel's messages go that has no sockets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from jupyter_client.session import Session

Listener = Callable[[dict[str, Any]], None]


class Wire(Session):
    """A session that hands each message to a listener, as a client would have received it.

    It goes through JSON, as on a socket: what a client could not read, it does not get here either.
    """

    listener: Listener | None = None

    def send(
        self,
        stream: Any,
        msg_or_type: dict[str, Any] | str,
        content: dict[str, Any] | None = None,
        parent: dict[str, Any] | None = None,
        ident: Any = None,
        buffers: Sequence[Any] | None = None,
        track: bool = False,
        header: dict[str, Any] | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Build the message where it is only named, and hand it over."""
        del stream, ident, track
        message = (
            dict(msg_or_type)
            if isinstance(msg_or_type, dict)
            else self.msg(msg_or_type, content, parent, header, metadata)
        )
        message["content"] = self.arrived(message)
        message["buffers"] = [bytes(buffer) for buffer in buffers or ()]
        if self.listener is not None:
            self.listener(message)
        return message

    def arrived(self, message: dict[str, Any]) -> dict[str, Any]:
        """Return a message's content as it would arrive."""
        content: dict[str, Any] = self.unpack(self.serialize(message)[-1])
        return content
