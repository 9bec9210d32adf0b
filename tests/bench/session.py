"""Session: one visitor's browser without a screen — a page, its socket, and what is said through it."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable
from typing import Any

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from tests.bench.room import BLOCK, SHEET
from tests.bench.web import Place, ask, find_place
from tests.bench.wire import PROTOCOL, Frame, Writer, read

AGAIN = 4.0
"""Seconds after which a page greets once more, as its widgets do."""
WAITING = (202, 503)
"""What a page is answered with while it is not ready: ask again after Retry-After."""
_TYPE = re.compile(rb'"t":\s*"(\w+)"')
_CANARY = re.compile(rb"canary\.[\w-]+\.end")

Heard = Callable[[str, Frame, float], None]


class Session:
    """One page of one visitor. `heard` is told of every message: its type, the frame, and when it came."""

    def __init__(self, address: str, *, person: str, canary: str) -> None:
        self.address = address
        self.person = person
        self.canary = canary
        self.cookies: dict[str, str] = {}
        self.place: Place | None = None
        self.workbook = ""
        self.version = 0
        self.group = ""
        """The workbook of the visitor's group, where they have one."""
        self.sheet, self.block = SHEET, BLOCK
        self.note = canary
        """Where the visitor writes: a note's id, and the words that it begins with."""
        self.foreign: list[str] = []
        """Canaries of other people that came: must stay empty."""
        self.heard: Heard = lambda *_: None
        self._socket: WebSocketClientConnection | None = None
        self._writer = Writer("")
        self._content: asyncio.Future[tuple[float, bytes]] | None = None
        self._sent = 0

    async def join(self, path: str) -> None:
        """Open the personal link, which leaves a cookie."""
        answer = await ask(self.address, path)
        if answer.status != 303:
            raise ConnectionError(f"The personal link was answered with {answer.status}.")
        self.cookies |= answer.cookies

    async def open(self) -> float:
        """Get the page, waiting in the queue where there is one; return when its last byte had come."""
        while True:
            answer = await ask(self.address, "/", cookies=self.cookies)
            self.cookies |= answer.cookies
            if answer.status not in WAITING:
                break
            await asyncio.sleep(float(answer.headers.get("retry-after", 1)))
        if answer.status != 200:
            raise ConnectionError(f"The page was answered with {answer.status}.")
        self.place = find_place(answer.body.decode())
        if self.place is None:
            raise ConnectionError("The page has no widget: its notebook failed.")
        return answer.at

    async def connect(self) -> float:
        """Open the socket and greet; return when the visitor's own content had come."""
        assert self.place is not None
        self._writer = Writer(self.place.comm)
        path = f"/api/kernels/{self.place.kernel}/channels?session_id={self._writer.session}"
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        request = HTTPRequest(
            self.address.replace("http", "ws", 1) + path,
            headers={"Cookie": cookies, "Origin": self.address},
            request_timeout=240,
            connect_timeout=240,
        )
        self._content = asyncio.get_running_loop().create_future()
        self._socket = await websocket_connect(
            request,
            on_message_callback=self._take,
            subprotocols=[PROTOCOL],
            compression_options={},
            max_message_size=2**26,
        )
        while not self._content.done():
            self.say({"t": "hello", "client": self.client})
            await asyncio.wait([self._content], timeout=AGAIN)
        at, _ = self._content.result()
        return at

    @property
    def client(self) -> str:
        """The name of this tab."""
        return self._writer.session[:24]

    @property
    def has_content(self) -> bool:
        """Tell whether the visitor's own content has come."""
        return self._content is not None and self._content.done()

    def learn(self) -> dict[str, Any]:
        """Read the snapshot, which nobody needed while the clock ran; return it."""
        assert self._content is not None
        found: dict[str, Any] = json.loads(self._content.result()[1])["data"]["content"]
        self.workbook, self.version = found["workbook"]["id"], found["workbook"]["version"]
        self.group = next((book["id"] for book in found["books"] if book["kind"] == "group"), "")
        return found

    async def open_group(self) -> None:
        """Open the workbook of the visitor's group; from now on, their note is on its first board."""
        opened: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()

        def heard(kind: str, frame: Frame, _: float) -> None:
            if kind == "snapshot" and not opened.done():
                opened.set_result(frame.message())

        self.heard = heard
        self.say({"t": "open", "workbook": self.group})
        found = await opened
        self.workbook, self.version = found["workbook"]["id"], found["workbook"]["version"]
        board = next(sheet for sheet in found["sheets"] if sheet["kind"] == "canvas")
        self.sheet, self.block = board["key"], board["blocks"][0]["key"]
        self.note = f"shared.{self.person}.end"

    def say(self, message: dict[str, Any]) -> None:
        """Send a message to the widget."""
        assert self._socket is not None
        self._socket.write_message(self._writer.custom(message), binary=True)

    def edit(self, count: int) -> str:
        """Write in one's note how often one did; return the operation's id."""
        self._sent += 1
        name = f"{self._writer.session[:16]}.{self._sent}"
        operation: dict[str, Any] = {
            "id": name,
            "op": "put",
            "sheet": self.sheet,
            "entry": self.note,
            "kind": "note",
        }
        operation |= {"block": self.block, "fields": {"text": f"{self.note} {count}"}, "base": self.version}
        self.say({"t": "op", "workbook": self.workbook, "client": self.client, "ops": [operation]})
        return name

    async def leave(self) -> None:
        """Close the tab: the socket goes, and the browser's last word ends the page's kernel."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        if self.place is not None:
            path = f"/voila/api/shutdown/{self.place.kernel}"
            xsrf = self.cookies.get("_xsrf", "")
            await ask(self.address, path, method="POST", cookies=self.cookies, xsrf=xsrf)
            self.place = None

    def _take(self, raw: str | bytes | None) -> None:
        at = time.perf_counter()
        if not isinstance(raw, bytes):
            return  # the socket was closed
        frame = read(raw)
        if not frame.custom:
            return
        found = _TYPE.search(frame.content)
        kind = found[1].decode() if found else ""
        if kind == "snapshot":
            self._snapshot(frame, at)
        self.heard(kind, frame, at)

    def _snapshot(self, frame: Frame, at: float) -> None:
        seen = {word.decode() for word in _CANARY.findall(frame.content)}
        self.foreign += sorted(seen - {self.canary})
        if self._content is not None and not self._content.done() and self.canary in seen:
            self._content.set_result((at, frame.content))
