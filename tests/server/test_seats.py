"""Seats: a page is bound to one person, gets a new kernel when its own is gone, and waits in a full house."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from cba_kit.config import open_academy
from cba_kit.server.ownership import KERNEL_DIED
from cba_kit.server.seats import ARRIVE

from .serving import Answer, Browser, Served, make_academy
from .talking import connect, greeted, heard, message, replies, said


def seat(browser: Browser, page: str, kernel: str = "") -> Answer:
    """Ask for a new seat, as a page does whose kernel has gone."""
    token = browser.cookies.setdefault("_xsrf", "ab" * 16)
    return browser.ask(
        "/seat",
        "POST",
        body=json.dumps({"page": page, "kernel": kernel}),
        X_XSRFToken=token,
        Content_Type="application/json",
    )


def process_of(served: Served, kernel: str) -> psutil.Process:
    """Return the process of a kernel."""
    for process in psutil.Process(served.process.pid).children(recursive=True):
        if any(kernel in str(each.laddr) for each in process.net_connections("unix")):
            return process
    raise AssertionError(f"no process has the sockets of {kernel}")


def test_each_of_many_who_come_at_once_sees_their_own_and_nobody_elses(served: Served) -> None:
    people = {name: served.open(name) for name in ("ann", "bob", "both", "cora", "otto", "theo")}

    async def come() -> list[Answer]:
        return await asyncio.gather(*(asyncio.to_thread(each.ask, "/") for each in people.values()))

    pages = asyncio.run(come())
    assert len({page.kernel for page in pages}) == len(pages)
    for (name, browser), page in zip(people.items(), pages, strict=True):
        snapshot = greeted(browser, page)
        assert snapshot["me"]["id"] == name
        assert ("Mine" in json.dumps(snapshot)) == (name == "ann"), name


def test_a_page_cannot_be_bound_again_nor_say_who_it_is(served: Served) -> None:
    ann, bob = served.open("ann"), served.open("bob")
    page, other = ann.ask("/"), bob.ask("/?person=ann")

    async def try_all() -> None:
        socket = await connect(bob, other.kernel)
        model = other.facts["widgets"][0]["model"]
        code = {"code": ARRIVE.format(person="ann"), "silent": True}
        await socket.write_message(message("execute_request", code), binary=True)
        for words in ({"t": "arrive", "person": "ann"}, {"t": "hello", "client": "x", "person": "ann"}):
            await said(socket, model, words)
        snapshot = await heard(socket, "snapshot")
        assert snapshot["me"]["id"] == "bob"
        socket.close()

    asyncio.run(try_all())
    assert greeted(ann, page)["me"]["id"] == "ann"


def test_a_page_whose_kernel_died_is_told_at_once_and_gets_a_new_one(served: Served) -> None:
    ann = served.open("ann")
    page = ann.ask("/")

    async def die() -> None:
        open_socket = await connect(ann, page.kernel)
        await open_socket.write_message(message("kernel_info_request", {}), binary=True)
        await replies(open_socket, until="kernel_info_reply")
        os.kill(process_of(served, page.kernel).pid, signal.SIGKILL)
        await replies(open_socket, until="never")
        assert open_socket.close_code == KERNEL_DIED

    asyncio.run(die())
    assert ann.ask(f"/api/kernels/{page.kernel}").status == 403
    answer = seat(ann, "participant.ipynb", page.kernel)
    told = json.loads(answer.body)
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
    assert told["version"] == page.facts["version"]
    assert told["esm"] == [widget["esm"] for widget in page.facts["widgets"]]
    assert told["kernel"] != page.kernel

    async def go_on() -> None:
        again = await connect(ann, told["kernel"])
        await said(again, told["models"][0], {"t": "hello", "client": "tab"})
        assert (await heard(again, "snapshot"))["me"]["id"] == "ann"
        again.close()

    asyncio.run(go_on())


def test_a_page_that_takes_a_new_seat_gives_up_the_old_one_and_nobody_elses(served: Served) -> None:
    ann, bob = served.open("ann"), served.open("bob")
    mine, theirs = ann.ask("/").kernel, bob.ask("/").kernel
    assert seat(ann, "participant.ipynb", mine).status == 200
    assert seat(ann, "participant.ipynb", theirs).status == 200
    assert ann.ask(f"/api/kernels/{mine}").status == 403
    assert bob.ask(f"/api/kernels/{theirs}").status == 200


def test_who_may_not_have_a_seat_is_told_why(served: Served) -> None:
    nobody, gone, ann = Browser(served.url), served.open("bob"), served.open("ann")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(gone.cookies, "cba_person", gone.cookies["cba_person"].swapcase())
        answers = [
            seat(nobody, "participant.ipynb"),
            seat(gone, "participant.ipynb"),
            seat(ann, "coach.ipynb"),
        ]
    told = [(answer.status, json.loads(answer.body)["reason"]) for answer in answers]
    assert told == [(403, "no_link"), (403, "no_link"), (403, "not_yours")]
    assert all(json.loads(answer.body)["message"] for answer in answers)


def test_only_our_own_pages_can_ask_for_a_seat(served: Served) -> None:
    ann = served.open("ann")
    token = ann.cookies.setdefault("_xsrf", "ab" * 16)
    body = json.dumps({"page": "participant.ipynb", "kernel": ""})
    assert ann.ask("/seat", "POST", body=body).status == 403
    foreign = ann.ask("/seat", "POST", body=body, X_XSRFToken=token, Origin="https://evil.example")
    assert foreign.status in (403, 404)
    halves = ('{"page": 1, "kernel": ""}', '{"page": "participant.ipynb"}')
    for wrong in ("", "{", "[]", "[" * 9999, *halves):
        assert ann.ask("/seat", "POST", body=wrong, X_XSRFToken=token).status == 400, wrong


def test_a_visitor_who_leaves_while_the_page_comes_leaves_no_kernel_behind(served: Served) -> None:
    bob = served.open("bob")
    before = served.pages()
    address = urlsplit(served.url)
    request = f"GET / HTTP/1.1\r\nHost: {address.netloc}\r\nCookie: {bob.cookie}\r\n\r\n"
    for _ in range(5):
        with socket.create_connection((address.hostname, address.port)) as line:
            line.sendall(request.encode())
    assert served.comes_to(lambda: served.pages() <= before + 1)


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Served]:
    """A server that has room for one page."""
    academy = make_academy(tmp_path)
    with (tmp_path / "academy.toml").open("a") as settings:
        settings.write("pages = 1\npool = 0\n")
    served = Served(open_academy(academy.folder))
    yield served
    served.end()


@pytest.mark.slow
def test_in_a_full_house_a_page_says_so_keeps_the_place_and_comes_by_itself(small: Served) -> None:
    ann, bob, cora = (small.open(name) for name in ("ann", "bob", "cora"))
    first = ann.ask("/")
    assert first.status == 200

    waiting = replace(bob, patient=False).ask("/")
    assert (waiting.status, waiting.title) == (503, "Your page comes in a moment")
    assert "Your place in the queue: 1" in waiting.text
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in waiting.text
    policy = waiting.headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "script-src 'self'", "connect-src 'self'"} <= set(policy)
    (script,) = re.findall(r'<script src="([^"]+)" defer>', waiting.text)
    assert bob.ask(script).status == 200

    asked = seat(cora, "coach.ipynb")
    assert (asked.status, json.loads(asked.body)) == (202, {"place": 2})
    assert int(asked.headers["Retry-After"]) >= 1
    assert small.pool()["waiting"] == 2
    place = bob.ask("/queue?page=participant.ipynb")
    assert (place.status, json.loads(place.body)) == (200, {"place": 1})
    assert bob.ask("/queue?page=coach.ipynb").status == 403
    assert Browser(small.url).ask("/queue?page=participant.ipynb").status == 403

    assert ann.tell(f"/voila/api/shutdown/{first.kernel}", "POST").status == 204
    assert small.comes_to(lambda: json.loads(bob.ask("/queue?page=participant.ipynb").body) == {"place": 0})
    assert bob.ask("/").status == 200


@pytest.mark.slow
def test_a_server_that_goes_down_gives_no_seats(tmp_path: Path) -> None:
    """And says so at once: the browser asks again, and another server, or this one again, answers."""
    served = Served(make_academy(tmp_path))
    ann = served.open("ann")
    page = ann.ask("/")

    async def go_down() -> tuple[Answer, Answer, int | None]:
        busy = await connect(ann, page.kernel)
        model = page.facts["widgets"][0]["model"]
        os.kill(process_of(served, page.kernel).pid, signal.SIGSTOP)
        await said(busy, model, {"t": "ping"})  # keeps the server waiting for the answer
        served.process.terminate()
        assert await asyncio.to_thread(served.logs, "no new pages from now on")
        refused = await asyncio.to_thread(seat, ann, "participant.ipynb", page.kernel)
        home = await asyncio.to_thread(ann.ask, "/")
        await replies(busy, until="never")
        return refused, home, busy.close_code

    refused, home, code = asyncio.run(go_down())
    assert (refused.status, refused.headers["Retry-After"]) == (503, "1")
    assert (home.status, home.title) == (503, "We are back in a moment")
    assert int(home.headers["Refresh"]) >= 1
    assert code == 4004
    assert served.end() == 0
