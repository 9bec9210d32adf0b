"""Web: as little of a browser as it takes to get a page and find the widget and kernel in it."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import time
from http.cookies import SimpleCookie
from typing import NamedTuple
from urllib.parse import urlsplit

LARGEST = 2**24
_KERNEL = re.compile(r'"kernelId":\s*"([\w-]+)"')
_MODEL = re.compile(r'"model_id":\s*"(\w+)"')
_LEAN = re.compile(r'<script type="application/json" id="cba-page">(.*?)</script>', re.DOTALL)


class Answer(NamedTuple):
    """A whole answer, and when its last byte had come."""

    at: float
    status: int
    headers: dict[str, str]
    cookies: dict[str, str]
    body: bytes


class Place(NamedTuple):
    """Where a page's messages go."""

    kernel: str
    comm: str
    lean: bool


async def ask(
    address: str, path: str, *, method: str = "GET", cookies: dict[str, str] | None = None, xsrf: str = ""
) -> Answer:
    """Make one request on a connection of its own; the answer ends where the server ends it."""
    place = urlsplit(address)
    lines = [f"{method} {path} HTTP/1.1", f"Host: {place.netloc}", "Connection: close"]
    lines += ["Accept: text/html", "Accept-Encoding: gzip"]
    lines += [f"Origin: {address}", f"X-XSRFToken: {xsrf}", "Content-Length: 0"] if method == "POST" else []
    if cookies:
        lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()))
    reader, writer = await asyncio.open_connection(place.hostname, place.port, limit=LARGEST)
    try:
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        raw = await reader.read(-1)
        at = time.perf_counter()
    finally:
        writer.close()
    return _answer(at, raw)


def find_place(html: str) -> Place | None:
    """Find the page's kernel and widget: in a lean page, or in one with Voilà's front end; else None."""
    lean = _LEAN.search(html)
    if lean:
        page = json.loads(lean[1])
        return Place(page["kernel"], page["widgets"][0]["model"], lean=True)
    kernel, model = _KERNEL.search(html), _MODEL.search(html)
    return Place(kernel[1], model[1], lean=False) if kernel and model else None


def _answer(at: float, raw: bytes) -> Answer:
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    if not first:
        raise ConnectionError("The server hung up without an answer.")
    headers: dict[str, str] = {}
    cookies: dict[str, str] = {}
    for line in rest:
        name, _, value = line.partition(":")
        if name.lower() == "set-cookie":
            cookies |= {key: morsel.coded_value for key, morsel in SimpleCookie(value.strip()).items()}
        headers[name.lower()] = value.strip()
    if headers.get("transfer-encoding") == "chunked":
        body = _joined(body)
    if headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    return Answer(at, int(first.split()[1]), headers, cookies, body)


def _joined(body: bytes) -> bytes:
    """Join chunks; ConnectionError where the last one did not come."""
    whole: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\r\n", at)
        if end < 0:
            raise ConnectionError("The answer was cut.")
        size = int(body[at:end].split(b";")[0], 16)
        if size == 0:
            return b"".join(whole)
        whole.append(body[end + 2 : end + 2 + size])
        at = end + 2 + size + 2
