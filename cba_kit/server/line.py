"""Line: the server's one connection with a kernel; its page's sockets come and go on it."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Protocol, cast

import zmq.asyncio
from jupyter_client.manager import AsyncKernelManager

log = logging.getLogger(__name__)

DELIMITER = b"<IDS|MSG>"
NUDGE = 0.5
"""Seconds after which a kernel that has not said a word is asked for one, again and again."""
MOST_KEPT = 500
LARGEST_KEPT = 4 * 2**20
"""Messages and bytes kept for a page whose socket is away for a moment."""
MOST_UNANSWERED = 64
"""Messages of a page that its kernel may have before it; the page's next ones wait in its own buffers."""

Parts = Sequence[bytes]
"""Header, parent header, metadata, content, then buffers: a message without its address and signature."""


class LineClosed(Exception):  # noqa: N818  # an event more than an error: whoever waits stops waiting
    """The kernel has ended, or is being ended."""


class Listener(Protocol):
    """A page's socket."""

    def hear(self, channel: str, parts: Parts) -> None:
        """Pass a message of the kernel on to the page."""
        ...

    def close(self, code: int | None = None, reason: str | None = None) -> None:
        """Hang up and tell the page why."""
        ...


class Line:
    """Talks with one kernel: asks it, passes messages between it and its page, knows whether it works.

    Both channels are connected once, when the kernel starts. A page that opens its socket finds them
    ready: nothing is subscribed, nothing asked, nothing can get lost in between.
    """

    def __init__(self, manager: AsyncKernelManager, *, replied: Callable[[float], object]) -> None:
        self._session = manager.session
        self._shell = cast(zmq.asyncio.Socket, manager.connect_shell())
        self._iopub = cast(zmq.asyncio.Socket, manager.connect_iopub())
        self._replied = replied
        self._listeners: list[Listener] = []
        self._kept: deque[tuple[str, Parts]] = deque()
        self._kept_size = 0
        self._replies: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._watched: dict[str, asyncio.Queue[dict[str, Any] | None]] = {}
        self._unanswered: dict[str, float] = {}
        self._answered = asyncio.Event()
        self._heard = asyncio.Event()
        self.closed = False
        self.state = "starting"
        self.quiet_since = time.monotonic()
        """When the last socket went, or the line was made: only then a page may be idle."""
        loop = asyncio.get_running_loop()
        self._reading = [
            loop.create_task(self._read("shell", self._shell)),
            loop.create_task(self._read("iopub", self._iopub)),
        ]

    @property
    def connected(self) -> bool:
        """Tell whether a page has its socket open."""
        return bool(self._listeners)

    @property
    def listeners(self) -> tuple[Listener, ...]:
        """The open sockets."""
        return tuple(self._listeners)

    @property
    def unanswered(self) -> int:
        """How many messages of the page the kernel has not answered yet."""
        return len(self._unanswered)

    async def ready(self) -> None:
        """Wait until we hear what the kernel says to everybody; LineClosed when it ends before.

        The kernels of today greet whoever listens to them; others say something when they are asked.
        """
        while not self._heard.is_set():
            try:
                async with asyncio.timeout(NUDGE):
                    await self._heard.wait()
            except TimeoutError:
                await self._send(self._pack("kernel_info_request", {}, self.name()))
        if self.closed:
            raise LineClosed

    async def ask(self, kind: str, content: dict[str, Any], *, name: str = "") -> dict[str, Any]:
        """Send a message of our own and return the content of its reply; LineClosed when none will come."""
        name = name or self.name()
        reply: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._replies[name] = reply
        try:
            await self._send(self._pack(kind, content, name))
            return await reply
        finally:
            self._replies.pop(name, None)

    def name(self) -> str:
        """Return a new name for a message."""
        name: str = self._session.msg_id
        return name

    @asynccontextmanager
    async def watching(self, name: str) -> AsyncIterator[asyncio.Queue[dict[str, Any] | None]]:
        """Collect what the kernel says to everybody because of the message `name`; None is its end."""
        if self.closed:
            raise LineClosed
        heard: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._watched[name] = heard
        try:
            yield heard
        finally:
            del self._watched[name]

    async def forward(self, name: str, parts: Parts) -> None:
        """Pass a page's message on to the kernel; waits while the kernel has too many before it."""
        while len(self._unanswered) >= MOST_UNANSWERED and not self.closed:
            self._answered.clear()
            await self._answered.wait()
        if not self.closed:
            self._unanswered[name] = time.monotonic()
            await self._send([self._session.sign(list(parts[:4])), *parts])

    def attach(self, listener: Listener) -> None:
        """Let a page's socket hear the kernel, first what it missed while it was away."""
        missed, self._kept, self._kept_size = self._kept, deque(), 0
        self._listeners.append(listener)
        for channel, parts in missed:
            listener.hear(channel, parts)

    def detach(self, listener: Listener) -> None:
        """Forget a page's socket."""
        if listener in self._listeners:
            self._listeners.remove(listener)
            self.quiet_since = time.monotonic()

    def hang_up(self, code: int, reason: str) -> None:
        """Close the page's sockets and tell it why."""
        for listener in self.listeners:
            self.detach(listener)
            listener.close(code, reason)

    def close(self) -> None:
        """Close the connection; whoever waits for the kernel stops waiting."""
        if self.closed:
            return
        self.closed = True
        self.state = "dead"
        for task in self._reading:
            task.cancel()
        for reply in self._replies.values():
            if not reply.done():
                reply.set_exception(LineClosed())
        for heard in self._watched.values():
            heard.put_nowait(None)
        self._answered.set()
        self._heard.set()
        for socket in (self._shell, self._iopub):
            socket.close(linger=0)

    async def _read(self, channel: str, socket: zmq.asyncio.Socket) -> None:
        while True:
            frames = await socket.recv_multipart()
            try:
                parts = frames[frames.index(DELIMITER) + 2 :]
                self._receive(channel, parts)
            except Exception as error:  # one message that cannot be read does not end the line
                log.error("%s while a kernel's message was read", type(error).__name__)

    def _receive(self, channel: str, parts: Parts) -> None:
        header, parent = json.loads(parts[0]), json.loads(parts[1])
        name = parent.get("msg_id", "")
        if channel == "shell" and parent.get("session") == self._session.session:
            reply = self._replies.get(name)
            if reply is not None and not reply.done():
                reply.set_result(json.loads(parts[3]))
            return
        if channel == "iopub":
            self._heard.set()
        if channel == "iopub" and header["msg_type"] == "status":
            self._note_state(json.loads(parts[3])["execution_state"], name)
        if channel == "iopub" and name in self._watched:
            self._watched[name].put_nowait(_message(header, parent, parts))
        elif self._listeners:
            for listener in tuple(self._listeners):
                listener.hear(channel, parts)
        elif header["msg_type"].startswith("comm_"):
            self._keep(channel, parts)

    def _note_state(self, state: str, name: str) -> None:
        self.state = state
        if state != "idle" or name not in self._unanswered:
            return
        self._replied(time.monotonic() - self._unanswered[name])
        for earlier in list(self._unanswered):  # the kernel takes them one after another
            del self._unanswered[earlier]
            if earlier == name:
                break
        self._answered.set()

    def _keep(self, channel: str, parts: Parts) -> None:
        """Keep what a widget said for a page that is away; the oldest give way."""
        self._kept.append((channel, parts))
        self._kept_size += sum(map(len, parts))
        while len(self._kept) > MOST_KEPT or self._kept_size > LARGEST_KEPT:
            _, oldest = self._kept.popleft()
            self._kept_size -= sum(map(len, oldest))

    def _pack(self, kind: str, content: dict[str, Any], name: str) -> list[bytes]:
        header = self._session.msg_header(kind) | {"msg_id": name}
        parts = [json.dumps(part, default=str).encode() for part in (header, {}, {}, content)]
        return [self._session.sign(parts), *parts]

    async def _send(self, signed: list[bytes]) -> None:
        if self.closed:
            raise LineClosed
        await self._shell.send_multipart([DELIMITER, *signed])


def _message(header: dict[str, Any], parent: dict[str, Any], parts: Parts) -> dict[str, Any]:
    return {
        "header": header,
        "msg_type": header["msg_type"],
        "msg_id": header["msg_id"],
        "parent_header": parent,
        "metadata": json.loads(parts[2]),
        "content": json.loads(parts[3]),
        "buffers": list(parts[4:]),
        "size": sum(map(len, parts)),
    }
