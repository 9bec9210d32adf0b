"""Channels: the websocket between a page and its kernel, for its owner and for widgets' messages alone."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from tornado.web import HTTPError
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from cba_kit.server.guard import Guarded
from cba_kit.server.limits import SOCKETS, Pace
from cba_kit.server.line import Line, Parts

log = logging.getLogger(__name__)

MESSAGES = frozenset({"comm_open", "comm_msg", "comm_close", "comm_info_request", "kernel_info_request"})
"""What a page may say to its kernel: widgets' messages, never code."""
PROTOCOL = "v1.kernel.websocket.jupyter.org"
"""The one way of writing messages that is understood; with the older one, a message that names no
channel would be logged, words and all."""
MOST_PARTS = 100
"""Parts of a message: its channel, its head, its content and perhaps some pictures."""
MOST_UNSENT = 16 * 2**20
"""Bytes on their way to a page; one that reads no more of them is hung up on and asks anew later."""
TRY_LATER, NOT_WHOLE = 1013, 1007
"""Close codes: too much on the way; not a message."""


class OwnChannels(WebSocketHandler, Guarded):
    """The websocket between a page and its kernel. Code, interrupts and input have no way through it."""

    auth_resource = "kernels"

    async def prepare(self, **_: Any) -> None:
        """Find out who asks; a websocket is never led to another address."""
        await super().prepare(_redirect_to_login=False)

    async def get(self, kernel_id: str) -> None:
        """Open the websocket for the kernel's owner on a page of ours, and for nobody else."""
        if self.current_user is None or self.kernels.owner(kernel_id) != self.person.id:
            raise HTTPError(403)
        if not self.check_origin(self.request.headers.get("Origin", "")):
            raise HTTPError(403)
        if PROTOCOL not in self.request.headers.get("Sec-WebSocket-Protocol", ""):
            raise HTTPError(400)
        self._line: Line = self.kernels.lines[kernel_id]
        self._pace = Pace()
        self._unsent = 0
        self.session = self.get_query_argument("session_id", "")
        await super().get(kernel_id)

    def check_origin(self, origin: str = "") -> bool:
        """Tell whether a page of this server asks. A script outside a browser names no origin: refused."""
        host = urlsplit(origin.lower()).netloc
        known = self.request.host, urlsplit(self.site.academy.settings.address).netloc
        return bool(host) and host in [each.lower() for each in known]

    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        """Speak the one protocol that is understood."""
        return PROTOCOL if PROTOCOL in subprotocols else None

    def get_compression_options(self) -> dict[str, int]:
        """Send less: a first snapshot of 126 kB becomes 38 kB in 1.5 ms, small answers take 0.05 ms."""
        return {"compression_level": 1, "mem_level": 5}

    @property
    def ping_interval(self) -> float | None:
        """Seconds between two signs of life; a socket that gives none is closed."""
        return 20.0

    @property
    def ping_timeout(self) -> float | None:
        """Seconds that a sign of life may take."""
        return 15.0

    def open(self, *_: str, **__: str) -> None:
        """Hear the kernel from now on; an earlier socket of the same tab has been lost."""
        for other in self._line.listeners:
            if isinstance(other, OwnChannels) and self.session and other.session == self.session:
                other.close(1000, "replaced")
                self._line.detach(other)
        if self._line.closed or len(self._line.listeners) >= SOCKETS:
            self.close(TRY_LATER)
            return
        self._line.attach(self)

    async def on_message(self, message: bytes | str) -> None:
        """Pass a message on to the kernel. Until that is done, tornado reads no further ones."""
        parts = split(message)
        if parts is None:
            self.close(NOT_WHOLE)
            return
        channel, header, whole = parts
        if channel != "shell" or header["msg_type"] not in MESSAGES:
            self.metrics.count_refused("message")
            return
        if await self._pace.turn(len(message)):
            self.metrics.count_refused("pace")
        await self._line.forward(header["msg_id"], whole)

    def hear(self, channel: str, parts: Parts) -> None:
        """Send a message of the kernel to the page."""
        raw = join(channel, parts)
        self._unsent += len(raw)
        if self._unsent > MOST_UNSENT:
            self._line.detach(self)
            self.close(TRY_LATER)
            return
        try:
            sending = self.write_message(raw, binary=True)
        except WebSocketClosedError:
            return

        def sent(_: object) -> None:
            self._unsent -= len(raw)
            _ = sending.exception()  # the socket closed before it was sent: the page will ask again

        sending.add_done_callback(sent)

    def on_close(self) -> None:
        """Forget the socket; the kernel waits for the page to come back."""
        if hasattr(self, "_line"):
            self._line.detach(self)


def split(message: bytes | str) -> tuple[str, dict[str, Any], Parts] | None:
    """Return a message's channel, header and parts, or None when it is not a whole message.

    The first eight bytes say how many places follow; nothing is believed that the message is too
    short for. Header, parent header, metadata and content must be JSON objects: a kernel does not
    answer what it cannot read.
    """
    if isinstance(message, str) or len(message) < 8:
        return None
    count = int.from_bytes(message[:8], "little")
    if not 6 <= count <= MOST_PARTS or len(message) < 8 * (count + 1):
        return None
    places = [int.from_bytes(message[at : at + 8], "little") for at in range(8, 8 * (count + 1), 8)]
    if places[0] < 8 * (count + 1) or places != sorted(places) or places[-1] > len(message):
        return None
    channel, *parts = (message[start:end] for start, end in pairwise(places))
    try:
        name = channel.decode("ascii")
        objects = [json.loads(part) for part in parts[:4]]
    except (ValueError, RecursionError):
        return None
    header = objects[0]
    if len(parts) < 4 or not all(isinstance(each, dict) for each in objects):
        return None
    if not isinstance(header.get("msg_id"), str) or not isinstance(header.get("msg_type"), str):
        return None
    return name, header, parts


def join(channel: str, parts: Sequence[bytes]) -> bytes:
    """Write a message as it goes to a page: the number of places, the places, the channel, the parts."""
    pieces = [channel.encode(), *parts]
    place = 8 * (len(pieces) + 2)
    places = [place]
    for piece in pieces:
        place += len(piece)
        places.append(place)
    numbers = (number.to_bytes(8, "little") for number in (len(places), *places))
    return b"".join([*numbers, *pieces])
