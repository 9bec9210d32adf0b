"""A visitor's browser as the network sees it: a cookie, pages, kernels, and the websocket of a page."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from uuid import uuid4

from jupyter_server.services.kernels.connection.base import (
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse
from tornado.simple_httpclient import SimpleAsyncHTTPClient
from tornado.websocket import WebSocketClientConnection, websocket_connect

from cba_kit.server.channels import PROTOCOL

Message = dict[str, Any]
MANY = 1000
"""Requests at the same time; tornado's own client makes the eleventh wait."""


class Refused(Exception):  # noqa: N818  # an answer more than an error
    """The server answered, and the answer is no; `status` says which."""

    def __init__(self, status: int, body: str = "", retry: float = 1) -> None:
        super().__init__(f"{status}: {body[:300]}")
        self.status = status
        self.body = body
        self.retry = retry


@dataclass(frozen=True, slots=True)
class Opened:
    """A page that is open: which one, its kernel, and the widget that is to be talked with."""

    page: str
    kernel: str
    model: str


def read_page(html: str) -> Opened:
    """Read what a front end reads: the lean page's own list, or the stock front end's two."""
    told = re.search(r'<script[^>]*id="cba-page"[^>]*>(.*?)</script>', html, re.DOTALL)
    if told:
        page = json.loads(told[1])
        return Opened(page["page"], page["kernel"], page["widgets"][0]["model"])
    config = re.search(r'<script[^>]*id="jupyter-config-data"[^>]*>(.*?)</script>', html, re.DOTALL)
    view = re.search(r'"model_id": "(\w+)"', html)
    assert config, f"this is no page of ours: {html[:500]}"
    model = view[1] if view else ""
    return Opened("participant.ipynb", json.loads(config[1])["kernelId"], model)


def queued(answer: HTTPResponse) -> bool:
    """Whether this is the page that a browser shows until the visitor's own is made."""
    return answer.code == 503 and b"waiting.js" in answer.body


@dataclass
class Visitor:
    """One browser of one person; `url` is the address it knows, a proxy's perhaps."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)
    patience: float = 20
    """Seconds that a request may take."""
    _client: AsyncHTTPClient = field(
        default_factory=lambda: SimpleAsyncHTTPClient(force_instance=True, max_clients=MANY)
    )

    @property
    def cookie(self) -> str:
        """The Cookie header."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    async def ask(self, path: str, method: str = "GET", body: Message | None = None) -> HTTPResponse:
        """Send one request and keep the cookies of the answer, whatever its status is.

        Raises OSError when nobody answers.
        """
        headers = {"Cookie": self.cookie}
        if method != "GET":
            headers["X-XSRFToken"] = self.cookies.setdefault("_xsrf", "ab" * 16)
            headers["Cookie"] = self.cookie
        if body is not None:
            headers["Content-Type"] = "application/json"
        request = HTTPRequest(
            self.url.rstrip("/") + path,
            method,
            headers,
            body=json.dumps(body) if body is not None else "" if method == "POST" else None,
            allow_nonstandard_methods=True,
            follow_redirects=False,
            connect_timeout=self.patience,
            request_timeout=self.patience,
        )
        try:
            answer = await self._client.fetch(request, raise_error=False)
        except HTTPClientError as error:  # only where there is no answer at all
            raise ConnectionError(str(error)) from error
        for line in answer.headers.get_list("Set-Cookie"):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer

    async def join(self, token: str) -> None:
        """Open a personal link."""
        answer = await self.ask(f"/join/{token}")
        if answer.code != 303:
            raise _refusal(answer)

    async def open(self, path: str = "/") -> Opened:
        """Open a page, after a queue where there is one; Refused where there is none for this visitor."""
        async with asyncio.timeout(240):
            while queued(answer := await self.ask(path)):
                await asyncio.sleep(float(answer.headers["Retry-After"]))
        html = answer.body.decode()
        if answer.code != 200 or not re.search(r'id="(cba-page|jupyter-config-data)"', html):
            raise _refusal(answer)
        return read_page(html)

    async def heal(self, lost: Opened, path: str = "/") -> Opened:
        """Ask for a new kernel for a page that lost its own, as its front end does."""
        answer = await self.ask("/seat", "POST", {"page": lost.page, "kernel": lost.kernel})
        if answer.code == 200:
            seat = json.loads(answer.body)
            return Opened(lost.page, seat["kernel"], seat["models"][0])
        if answer.code in (404, 405):  # a page of the full front end is opened again
            return await self.open(path)
        raise _refusal(answer)

    async def lives(self, kernel: str) -> bool:
        """Tell whether a kernel is there, and this visitor's; ConnectionError when nobody can say."""
        answer = await self.ask(f"/api/kernels/{kernel}")
        if answer.code == 200:
            return json.loads(answer.body)["execution_state"] not in ("dead", "terminating")
        if answer.code in (401, 403, 404):
            return False
        raise ConnectionError(f"status {answer.code}")

    async def connect(self, opened: Opened, session: str, **headers: str) -> Line:
        """Open the websocket of a page; Refused when it is refused, ConnectionError when nobody answers."""
        address = (
            self.url.replace("http:", "ws:") + f"api/kernels/{opened.kernel}/channels?session_id={session}"
        )
        own = {"Cookie": self.cookie, "Origin": self.url.rstrip("/")}
        request = HTTPRequest(address, headers=own | headers, connect_timeout=self.patience)
        try:
            socket = await asyncio.wait_for(
                websocket_connect(request, subprotocols=[PROTOCOL]), self.patience
            )
        except HTTPClientError as error:
            if error.code == 599:
                raise ConnectionError(str(error)) from error
            raise Refused(error.code) from error
        except TimeoutError as error:
            raise ConnectionError("nobody answers") from error
        return Line(socket, opened.model, session)


class Line:
    """The websocket between a page and its kernel, as far as the page's widget uses it."""

    def __init__(self, socket: WebSocketClientConnection, model: str, session: str) -> None:
        self.socket = socket
        self.model = model
        self.session = session

    async def tell(self, message: Message) -> None:
        """Send the widget a message; tornado's WebSocketClosedError when the line is closed."""
        content = {"comm_id": self.model, "data": {"method": "custom", "content": message}}
        await self.socket.write_message(framed("comm_msg", content, self.session), binary=True)

    async def hear(self) -> Message | None:
        """Return the widget's next message; None when the line was closed."""
        while (raw := await self.socket.read_message()) is not None:
            if isinstance(raw, str):
                continue
            _, parts = deserialize_msg_from_ws_v1(raw)
            if json.loads(parts[0])["msg_type"] != "comm_msg":
                continue
            content = json.loads(parts[3])
            if content["comm_id"] == self.model and content["data"].get("method") == "custom":
                told: Message = content["data"]["content"]
                return told
        return None

    @property
    def code(self) -> int | None:
        """The code that the server closed with."""
        return self.socket.close_code

    def close(self) -> None:
        """Hang up."""
        self.socket.close()


def framed(kind: str, content: object, session: str, channel: str = "shell") -> bytes:
    """Return a message as a page sends it over its websocket."""
    head = {"msg_id": uuid4().hex, "msg_type": kind, "session": session, "username": "", "version": "5.3"}
    parts = [head | {"date": "2024-03-11T08:00:00Z"}, {}, {}, content]
    return bytes(serialize_msg_to_ws_v1([json.dumps(part).encode() for part in parts], channel))


def _refusal(answer: HTTPResponse) -> Refused:
    retry = answer.headers.get("Retry-After", "1")
    return Refused(answer.code, answer.body.decode(errors="replace"), float(retry))
