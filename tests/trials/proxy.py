"""The network between browsers and the server: a small proxy that cuts, holds back and loses what passes."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from dataclasses import dataclass, field

CHUNK = 65_536
AT_ONCE = struct.pack("ii", 1, 0)


@dataclass(eq=False)
class Wire:
    """One connection through the proxy."""

    near: asyncio.StreamWriter
    far: asyncio.StreamWriter
    lost: set[str] = field(default_factory=set)
    """Directions, "up" to the server and "down" from it, in which nothing arrives any more."""

    def cut(self) -> None:
        """End both sides at once with a reset, as a router does that forgot the connection."""
        for writer in (self.near, self.far):
            with contextlib.suppress(OSError):
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            writer.transport.abort()


class Network:
    """A port of its own in front of a server's; all is well until a test says otherwise."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = 0
        self.wires: set[Wire] = set()
        self._flows = {"up": asyncio.Event(), "down": asyncio.Event()}
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.release()

    async def open(self) -> None:
        """Take a free port and pass on what comes there."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Cut everything and give the port back."""
        self.release()
        self.cut()
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def cut(self) -> None:
        """Reset every connection that is open."""
        for wire in list(self.wires):
            wire.cut()

    def lose(self, *directions: str) -> None:
        """Turn the open connections into black holes for good; new ones are not touched."""
        for wire in self.wires:
            wire.lost |= set(directions)

    def hold(self, *directions: str) -> None:
        """Keep back what passes in these directions until `release`; it comes late, but it comes."""
        for direction in directions:
            self._flows[direction].clear()

    def release(self) -> None:
        """Deliver what was held back."""
        for flow in self._flows.values():
            flow.set()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._connect(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            back, far = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:  # the server is down
            writer.transport.abort()
            return
        wire = Wire(writer, far)
        self.wires.add(wire)
        try:
            await asyncio.gather(self._pass(wire, "up", reader, far), self._pass(wire, "down", back, writer))
        finally:
            self.wires.discard(wire)
            wire.cut()

    async def _pass(
        self, wire: Wire, direction: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(CHUNK):
                await self._flows[direction].wait()
                if direction not in wire.lost:
                    writer.write(data)
                    await writer.drain()
            if direction not in wire.lost:
                writer.write_eof()
