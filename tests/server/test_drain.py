"""Going down: nobody new, answers under way are given, then everybody is sent away with a word."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cba_kit.config import open_academy
from cba_kit.content import Library
from cba_kit.errors import SettingsError
from cba_kit.server import serve
from cba_kit.server.drain import GOING_DOWN, Drain

from .serving import Browser, Served, make_academy
from .talking import connect

pytestmark = pytest.mark.slow


class House:
    """Pages or a door: what is left unanswered at each look, and what happened to them meanwhile."""

    def __init__(self, drain: Drain, *left: int) -> None:
        self._drain = drain
        self.left = list(left)
        self.told: list[str] = []

    def unanswered(self) -> int:
        assert self._drain.draining
        return self.left.pop(0) if len(self.left) > 1 else self.left[0]

    def close_all(self, code: int) -> None:
        self.told.append(f"closed {code}, to come {self.left}")

    def stop(self) -> None:
        self.told.append("stopped")


def test_what_is_under_way_is_answered_before_the_door_closes_and_pages_are_told() -> None:
    """Also what had arrived and was not read yet at the first look."""
    drain = Drain()
    pages, door = House(drain, 0, 3, 1, 0), House(drain, 1, 1, 0)
    assert not drain.draining
    asyncio.run(drain.go_down(pages, door))
    assert drain.draining
    assert (pages.told, door.told) == (["closed 4004, to come [0]"], ["stopped"])


def test_what_never_ends_is_cut_off_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    drain = Drain()
    pages, door = House(drain, 2), House(drain, 1)
    asyncio.run(drain.go_down(pages, door, patience=0.05))
    assert (pages.told, door.told) == (["closed 4004, to come [2]"], ["stopped"])
    assert caplog.record_tuples == [
        ("cba_kit.server.drain", logging.WARNING, "going down with 3 answers under way")
    ]


@pytest.fixture
def lonely(tmp_path: Path) -> Served:
    """A server of this test's own."""
    return Served(make_academy(tmp_path))


def test_pages_learn_that_the_server_goes_down_for_a_moment(lonely: Served) -> None:
    """Close code 4004: the page comes back at once, here or at another server."""
    ann = lonely.open("ann")
    kernel = ann.ask("/").kernel

    async def stay() -> tuple[int | None, str | None]:
        page = await connect(ann, kernel)
        lonely.process.send_signal(signal.SIGTERM)
        while await asyncio.wait_for(page.read_message(), 120) is not None:
            pass
        return page.close_code, page.close_reason

    assert asyncio.run(stay())[0] == GOING_DOWN
    assert lonely.process.wait(timeout=120) == 0
    assert lonely.logs("told to end: no new pages from now on")


def test_the_same_port_is_free_for_the_next_server_at_once(lonely: Served) -> None:
    lonely.open("ann").ask("/")
    port = urlsplit(lonely.url).port or 0
    assert lonely.end() == 0
    again = Served(lonely.academy, port=port)
    assert again.url == lonely.url
    assert Browser(again.url).ask("/healthz").status == 200
    assert again.end() == 0


def test_two_servers_do_not_share_a_port_by_accident(lonely: Served) -> None:
    """Visitors would reach now one and now the other, and their page's kernel half of the time."""
    port = urlsplit(lonely.url).port or 0
    academy = open_academy(lonely.academy.folder)
    with pytest.raises(SettingsError, match="Address already in use"):
        serve(academy, Library(), host="127.0.0.1", port=port, ready=print)
    assert lonely.end() == 0


@pytest.fixture
def under_way(lonely: Served) -> socket.socket:
    """A request that has begun, so that going down has to wait for it."""
    connection = socket.create_connection(("127.0.0.1", urlsplit(lonely.url).port or 0), timeout=120)
    connection.sendall(
        b"POST /sign-out HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"
    )
    assert b"100" in connection.recv(100)  # the server has read the head
    return connection


def test_while_it_goes_down_health_says_so_and_requests_under_way_are_answered(
    lonely: Served, under_way: socket.socket
) -> None:
    lonely.process.send_signal(signal.SIGTERM)
    assert lonely.logs("told to end")
    answer = Browser(lonely.url).ask("/healthz", X_Forwarded_For="192.0.2.1")
    assert (answer.status, answer.text) == (503, '{"status": "draining"}')
    assert "cba_draining 1.0" in Browser(lonely.url).ask("/metrics").text
    under_way.sendall(b"x=y&z")
    assert under_way.recv(100).startswith(b"HTTP/1.1 403")  # for want of the token: an answer all the same
    under_way.close()
    assert lonely.process.wait(timeout=120) == 0


def test_a_second_signal_ends_it_at_once(lonely: Served, under_way: socket.socket) -> None:
    """Before the patience with what is under way has ended."""
    lonely.process.send_signal(signal.SIGTERM)
    assert lonely.logs("told to end")
    lonely.process.send_signal(signal.SIGINT)
    assert lonely.process.wait(timeout=120) == 0
    assert "answers under way" not in lonely.log
    under_way.close()
