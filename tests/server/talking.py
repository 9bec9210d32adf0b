"""Talking to a kernel over a websocket, as a page does, or as nobody should."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from uuid import uuid4

from jupyter_server.services.kernels.connection.base import (
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from cba_kit.server.channels import PROTOCOL

from .serving import Answer, Browser


async def connect(browser: Browser, kernel: str, **headers: str) -> WebSocketClientConnection:
    """Open the websocket of a page; raises tornado's HTTPClientError when it is refused."""
    address = browser.url.replace("http", "ws", 1) + f"api/kernels/{kernel}/channels?session_id=s"
    own = {"Cookie": browser.cookie, "Origin": browser.url.rstrip("/")}
    request = HTTPRequest(address, headers=own | headers, ssl_options=browser.trust)
    return await websocket_connect(request, subprotocols=[PROTOCOL])


def message(kind: str, content: object, channel: str = "shell") -> bytes:
    """Return a message as a page sends it."""
    head = {"msg_id": uuid4().hex, "msg_type": kind, "session": "s", "username": "", "version": "5.3"}
    parts = [head | {"date": "2024-03-11T08:00:00Z"}, {}, {}, content]
    return bytes(serialize_msg_to_ws_v1([json.dumps(part).encode() for part in parts], channel))


async def replies(socket: WebSocketClientConnection, until: str) -> list[tuple[str, dict[str, Any]]]:
    """Return what comes, as kind and content, until one of the kind `until` or the end of the connection."""
    found: list[tuple[str, dict[str, Any]]] = []
    while not found or found[-1][0] != until:
        raw = await asyncio.wait_for(socket.read_message(), 120)
        if raw is None:
            return found
        _, parts = deserialize_msg_from_ws_v1(raw)
        found.append((json.loads(parts[0])["msg_type"], json.loads(parts[3])))
    return found


async def said(socket: WebSocketClientConnection, model: str, content: object) -> None:
    """Say something to a widget."""
    told = {"comm_id": model, "data": {"method": "custom", "content": content}}
    await socket.write_message(message("comm_msg", told), binary=True)


async def heard(socket: WebSocketClientConnection, kind: str) -> dict[str, Any]:
    """Return the next message of a widget that is of one kind."""
    while found := await replies(socket, until="comm_msg"):
        content = found[-1][1].get("data", {}).get("content", {})
        if content.get("t") == kind:
            told: dict[str, Any] = content
            return told
    raise AssertionError(f"the connection ended before a {kind} came")


def greeted(browser: Browser, page: Answer) -> dict[str, Any]:
    """Return the snapshot that the first widget of an open page gets when it says hello."""

    async def greet() -> dict[str, Any]:
        socket = await connect(browser, page.kernel)
        await said(socket, page.facts["widgets"][0]["model"], {"t": "hello", "client": "tab"})
        snapshot = await heard(socket, "snapshot")
        socket.close()
        return snapshot

    return asyncio.run(greet())
