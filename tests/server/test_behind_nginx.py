"""Behind a real nginx, configured as the operators' guide says: one server, and two on one database."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlsplit

import pytest
from tornado.websocket import WebSocketClientConnection

from cba_kit.server.drain import GOING_DOWN
from tests.nginx import Nginx

from .serving import Answer, Browser, Served, make_academy
from .talking import connect, message, replies


class Place:
    """Servers behind nginx, and visitors who come through it."""

    def __init__(self, stack: ExitStack, folder: Path, count: int) -> None:
        (folder / "academy").mkdir()
        self.academy = make_academy(folder / "academy", address="https://academy.example")
        with (folder / "academy/academy.toml").open("a", encoding="utf-8") as settings:
            settings.write('monitors = ["127.0.0.9"]\n')  # visitors of this test come from 127.0.0.1
        self.servers = [Served(self.academy) for _ in range(count)]
        for served in self.servers:
            stack.callback(served.end)
        self.nginx = Nginx(folder, [urlsplit(served.url).port or 0 for served in self.servers])
        self.nginx.start()
        stack.callback(self.nginx.stop)

    def browser(self) -> Browser:
        """Return a visitor's browser."""
        return Browser(self.nginx.url, trust=self.nginx.trust)

    def join(self, name: str) -> Browser:
        """Open a person's link through nginx."""
        browser = self.browser()
        answer = browser.ask(f"/join/{self.servers[0].token(name)}")
        assert answer.status == 303, answer.text
        return browser


async def speaks(page: WebSocketClientConnection) -> bool:
    """Tell whether the kernel answers."""
    await page.write_message(message("kernel_info_request", {}), binary=True)
    return "kernel_info_reply" in [kind for kind, _ in await replies(page, "kernel_info_reply")]


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Place]:
    """One server behind nginx."""
    with ExitStack() as stack:
        yield Place(stack, tmp_path, 1)


@pytest.mark.slow
def test_a_visitor_comes_through_nginx_over_tls(one: Place) -> None:
    ann = one.browser()
    token = one.servers[0].token("ann")
    joined = ann.ask(f"/join/{token}")
    assert (joined.status, joined.headers["Location"]) == (303, "/")
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(joined.headers["Set-Cookie"].split("; "))
    assert joined.headers["Strict-Transport-Security"] == "max-age=31536000"

    page = ann.ask("/")
    assert page.status == 200

    async def talk() -> bool:
        socket = await connect(ann, page.kernel)
        try:
            return await speaks(socket)
        finally:
            socket.close()

    assert asyncio.run(talk())

    assert json.loads(ann.ask("/healthz", X_Forwarded_For="127.0.0.9").body) == {"status": "ok"}
    assert ann.ask("/metrics", X_Forwarded_For="127.0.0.9").status == 404
    ann.ask(f"/JOIN/{token}?{token}")
    assert " GET /join/… " in one.nginx.log
    assert token not in one.nginx.log


@pytest.mark.slow
def test_while_the_server_is_away_nginx_says_so_kindly(one: Place) -> None:
    one.servers[0].end()
    answer = one.browser().ask("/")
    assert (answer.status, answer.title) == (503, "We are back in a moment")
    assert answer.headers["Retry-After"] == "5"
    assert '<meta http-equiv="refresh" content="5">' in answer.text


@pytest.fixture
def two(tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """Two servers on one PostgreSQL behind nginx."""
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    with ExitStack() as stack:
        yield Place(stack, tmp_path, 2)


def again_and_again(browser: Browser, *request: str, **rest: str) -> Answer:
    """Send a request as a page does: once more after a moment where it is told to come back."""
    end = monotonic() + 240
    while (answer := browser.tell(*request, **rest)).status in (202, 503) and monotonic() < end:
        sleep(float(answer.headers["Retry-After"]))
    return answer


def has(served: Served, visitor: Browser, kernel: str) -> bool:
    """Tell whether a visitor's kernel is on this server."""
    return Browser(served.url, visitor.cookies).ask(f"/api/kernels/{kernel}").status == 200


@pytest.mark.slow
def test_a_page_moves_to_the_other_server_when_its_own_goes_down(two: Place) -> None:
    """It is told that this is for a moment, asks for a new seat at once, and gets one."""
    people = {name: two.join(name) for name in ("ann", "bob", "cora", "dora")}
    pages = {name: browser.ask("/") for name, browser in people.items()}
    assert {page.status for page in pages.values()} == {200}
    ann, kernel = people["ann"], pages["ann"].kernel
    [own] = [served for served in two.servers if has(served, ann, kernel)]
    [other] = [served for served in two.servers if served is not own]

    for _ in range(5):  # a person is always led to the server of their page
        assert ann.ask(f"/api/kernels/{kernel}").status == 200

    async def stay() -> int | None:
        page = await connect(ann, kernel)
        assert await speaks(page)
        own.process.send_signal(signal.SIGTERM)
        while await asyncio.wait_for(page.read_message(), 120) is not None:
            pass
        return page.close_code

    assert asyncio.run(stay()) == GOING_DOWN
    told = json.dumps({"page": "participant.ipynb", "kernel": kernel})
    seat = again_and_again(ann, "/seat", "POST", body=told)
    assert seat.status == 200, seat.text
    again = json.loads(seat.body)["kernel"]
    assert has(other, ann, again)

    async def back() -> bool:
        page = await connect(ann, again)
        try:
            return await speaks(page)
        finally:
            page.close()

    assert asyncio.run(back())
    assert {again_and_again(browser, "/", "GET").status for browser in people.values()} == {200}
    assert own.process.wait(timeout=120) == 0
