"""A prowler: somebody who tries every address and every message, and keeps each canary that they hear."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from tornado.httpclient import HTTPResponse

from .canaries import canaries_in
from .visitor import Line, Message, Opened, Refused, Visitor, queued, read_page

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class Prowler:
    """One visitor, signed in or not. `secrets` are texts that nobody may hear, by what they are."""

    def __init__(self, name: str, visitor: Visitor, secrets: Mapping[str, str]) -> None:
        self.name = name
        self.visitor = visitor
        self.heard: dict[str, str] = {}
        """Canary → where it was heard first."""
        self.statuses: dict[tuple[str, str], int] = {}
        self.pages: dict[str, Opened] = {}
        self.version = ""
        self._secrets = {what: text.encode() for what, text in secrets.items()}
        self._lines: dict[str, Line] = {}
        self._listening: set[asyncio.Task[None]] = set()
        self._pongs: dict[str, asyncio.Event] = {}

    async def ask(self, path: str, method: str = "GET", body: Message | None = None) -> HTTPResponse:
        """Send a request and look through the whole answer."""
        answer = await self.visitor.ask(path, method, body)
        head = "\n".join(f"{name}: {value}" for name, value in answer.headers.get_all())
        self._look(answer.body + head.encode() + str(answer.reason).encode(), f"{method} {path[:200]}")
        self.statuses[method, path] = answer.code
        return answer

    async def try_all(self, paths: Iterable[str], methods: Iterable[str] = METHODS) -> None:
        """Send requests of all methods to all addresses."""
        for path in paths:
            for method in methods:
                await self.ask(path, method)

    async def open(self, path: str) -> None:
        """Open a page and its line, after a queue where there is one; whoever gets none tries in vain."""
        async with asyncio.timeout(240):
            while queued(answer := await self.ask(path)):
                await asyncio.sleep(float(answer.headers["Retry-After"]))
        if answer.code != 200:
            return
        html = answer.body.decode()
        self.pages[path] = opened = read_page(html)
        self.version = re.findall(r"/v/(\w+)/", html)[0]
        line = self._lines[path] = await self.visitor.connect(opened, f"{self.name}-{path}")
        self._pongs[path] = asyncio.Event()
        self._listening.add(asyncio.create_task(self._listen(path, line)))

    async def tell(self, messages: Iterable[Any]) -> None:
        """Send messages to every kernel of this prowler, and wait until all are answered."""
        told = list(messages)
        for path, line in self._lines.items():
            for message in told:
                await line.tell(message)
            self._pongs[path].clear()
            await line.tell({"t": "ping"})
            await asyncio.wait_for(self._pongs[path].wait(), 120)

    async def knocks(self, kernel: str, **headers: str) -> int:
        """Try to open the line of a kernel; return the status, 101 where it opens."""
        try:
            line = await self.visitor.connect(Opened("participant.ipynb", kernel, ""), "knock", **headers)
        except Refused as refusal:
            return refusal.status
        line.close()
        return 101

    def leave(self) -> None:
        """Hang up."""
        for task in self._listening:
            task.cancel()
        for line in self._lines.values():
            line.close()

    async def _listen(self, path: str, line: Line) -> None:
        while (message := await line.hear()) is not None:
            self._look(json.dumps(message).encode(), f"a message “{message['t']}” on {path}")
            if message["t"] == "pong":
                self._pongs[path].set()

    def _look(self, raw: bytes, where: str) -> None:
        for found in canaries_in(raw):
            self.heard.setdefault(found, where)
        for what, text in self._secrets.items():
            if text in raw:
                self.heard.setdefault(what, where)
