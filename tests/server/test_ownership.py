"""Nobody but its owner reaches a kernel, and nobody reads what is not theirs: the whole matrix."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from cba_kit.server import ownership
from cba_kit.server.ownership import KERNEL_DIED, LINK_ENDED, TAKEN_OVER, OwnedKernels
from cba_kit.server.site import Site
from cba_kit.server.specs import ForkedSpecs

from .serving import PEOPLE, Browser, Served
from .talking import connect, message, replies

STRANGERS = ("nobody", "bob", "cora", "otto", "theo", "both")


@pytest.fixture(scope="module")
def visitors(served: Served) -> dict[str, Browser]:
    """Everybody's browser, and one of nobody."""
    people = {name: served.open(name) for name in (*STRANGERS[1:], "ann")}
    return people | {"nobody": Browser(served.url)}


@pytest.fixture(scope="module")
def kernel(visitors: dict[str, Browser]) -> str:
    """The kernel of Ann's open page."""
    return visitors["ann"].ask("/").kernel


def statuses(visitors: dict[str, Browser], ask: Callable[[Browser], int]) -> dict[str, int]:
    return {name: ask(visitors[name]) for name in (*STRANGERS, "ann")}


def socket_status(browser: Browser, kernel: str) -> int:
    async def knock() -> int:
        try:
            (await connect(browser, kernel)).close()
        except HTTPClientError as error:
            return error.code
        return 101

    return asyncio.run(knock())


def only(owner: int) -> dict[str, int]:
    return dict.fromkeys(STRANGERS, 403) | {"ann": owner}


def test_a_kernel_is_seen_by_its_owner_only(visitors: dict[str, Browser], kernel: str) -> None:
    seen = statuses(visitors, lambda browser: browser.ask(f"/api/kernels/{kernel}").status)
    assert seen == only(200)


def test_a_kernel_is_connected_to_by_its_owner_only(visitors: dict[str, Browser], kernel: str) -> None:
    assert statuses(visitors, lambda browser: socket_status(browser, kernel)) == only(101)


def test_a_kernel_that_does_not_exist_is_nobodys(visitors: dict[str, Browser]) -> None:
    unknown = "00000000-0000-0000-0000-000000000000"
    for path, method in (
        (f"/api/kernels/{unknown}", "GET"),
        (f"/api/kernels/{unknown}", "DELETE"),
        (f"/voila/api/shutdown/{unknown}", "POST"),
    ):
        asked = statuses(visitors, lambda browser, p=path, m=method: browser.tell(p, m).status)  # type: ignore[misc]
        assert asked == only(403)


def test_reports_and_downloads_are_for_oneself_the_own_coach_and_trainers(
    visitors: dict[str, Browser],
) -> None:
    allowed = only(200) | {"cora": 200, "theo": 200}
    for path in (
        "/reports/now/roadmap/ann.html",
        "/reports/now/roadmap/ann.pdf",
        "/download/ann.json",
        "/download/ann.xlsx",
    ):
        assert statuses(visitors, lambda browser, p=path: browser.ask(p).status) == allowed, path  # type: ignore[misc]


def test_front_end_files_are_for_people_with_a_link(visitors: dict[str, Browser]) -> None:
    version = visitors["ann"].ask("/").facts["version"]
    for path in (
        f"/v/{version}/lean.js",
        f"/v/{version}/static/voila.js",
        f"/v/{version}/static/theme-light.css",
        f"/v/{version}/labextensions/anywidget/package.json",
    ):
        seen = statuses(visitors, lambda browser, p=path: browser.ask(p).status)  # type: ignore[misc]
        assert seen == dict.fromkeys(seen, 200) | {"nobody": 403}, path


def test_the_coachs_page_is_not_for_participants(visitors: dict[str, Browser]) -> None:
    assert [visitors[name].ask("/coach").status for name in ("nobody", "ann", "bob")] == [403, 403, 403]


def test_a_page_cannot_run_code_or_end_its_kernel_by_message(
    visitors: dict[str, Browser], kernel: str
) -> None:
    async def talk() -> list[str]:
        socket = await connect(visitors["ann"], kernel)
        for channel in ("shell", "control", "stdin", "iopub"):
            for kind in ("execute_request", "shutdown_request", "debug_request", "input_reply"):
                await socket.write_message(
                    message(kind, {"code": "1", "silent": False}, channel), binary=True
                )
        await socket.write_message(message("kernel_info_request", {}), binary=True)
        found = await replies(socket, until="kernel_info_reply")
        socket.close()
        return [kind for kind, _ in found if kind.endswith("_reply")]

    assert asyncio.run(talk()) == ["kernel_info_reply"]


def test_other_sites_cannot_connect_or_end_a_page(visitors: dict[str, Browser], kernel: str) -> None:
    ann = visitors["ann"]
    assert ann.ask(f"/voila/api/shutdown/{kernel}", "POST").status == 403
    token = ann.cookies["_xsrf"]
    foreign = ann.ask(
        f"/voila/api/shutdown/{kernel}", "POST", X_XSRFToken=token, Origin="https://evil.example"
    )
    assert foreign.status == 404


def test_only_its_owner_ends_a_page(served: Served, visitors: dict[str, Browser], kernel: str) -> None:
    before = served.pages()
    path = f"/voila/api/shutdown/{kernel}"
    for method, route in (("DELETE", f"/api/kernels/{kernel}"), ("POST", path)):
        tried = [visitors[name].tell(route, method).status for name in STRANGERS]
        assert tried == [403] * len(STRANGERS)
    assert served.pages() == before
    assert visitors["ann"].tell(path, "POST").status == 204
    assert served.pages() == before - 1
    assert visitors["ann"].ask(f"/api/kernels/{kernel}").status == 403


def waiting_kernels(visitors: dict[str, Browser], served: Served) -> set[str]:
    """Return the kernels that none of the visitors owns: those of the pool."""
    return {
        kernel
        for kernel in served.kernels()
        if all(browser.ask(f"/api/kernels/{kernel}").status == 403 for browser in visitors.values())
    }


def test_a_page_that_waits_for_its_visitor_is_nobodys(served: Served, visitors: dict[str, Browser]) -> None:
    assert served.comes_to(lambda: served.pool()["ready"] >= 2)
    waiting = waiting_kernels(visitors, served)
    assert len(waiting) >= 2
    for kernel in waiting:
        for path, method in (
            (f"/api/kernels/{kernel}", "GET"),
            (f"/api/kernels/{kernel}", "DELETE"),
            (f"/voila/api/shutdown/{kernel}", "POST"),
        ):
            asked = statuses(visitors, lambda browser, p=path, m=method: browser.tell(p, m).status)  # type: ignore[misc]
            assert asked == only(403)
        assert statuses(visitors, lambda browser, k=kernel: socket_status(browser, k)) == only(403)  # type: ignore[misc]
    # one or another may have ended meanwhile because the pool had too many
    assert len(waiting & waiting_kernels(visitors, served)) >= 2


def test_a_message_that_lies_about_its_parts_ends_the_connection_and_nothing_else(
    served: Served, visitors: dict[str, Browser]
) -> None:
    kernel = visitors["ann"].ask("/").kernel

    async def say(raw: bytes | str) -> object:
        socket = await connect(visitors["ann"], kernel)
        sent = [socket.write_message(raw, binary=isinstance(raw, bytes))]
        sent.append(socket.write_message(b"\0\0\0\x09 and after we hung up", binary=True))
        await asyncio.gather(*sent)
        await replies(socket, until="never")
        return socket.close_code

    told = [asyncio.run(say(raw)) for raw in (b"\xff" * 100, b"", b"\x06", b"\x63" + bytes(99), "words")]
    assert told == [1007] * 5
    assert "in OwnChannels" not in served.log
    assert Browser(served.url).ask("/healthz").status == 200


def test_the_older_way_of_writing_messages_is_not_understood(visitors: dict[str, Browser]) -> None:
    """It logs a message that names no channel, words and all."""
    ann = visitors["ann"]
    address = ann.url.replace("http:", "ws:") + f"api/kernels/{ann.ask('/').kernel}/channels"

    async def knock() -> None:
        own = {"Cookie": ann.cookie, "Origin": ann.url.rstrip("/")}
        await websocket_connect(HTTPRequest(address, headers=own))

    with pytest.raises(HTTPClientError) as refused:
        asyncio.run(knock())
    assert refused.value.code == 400


def test_other_sites_cannot_open_the_websocket_nor_can_a_script_that_names_no_site(
    visitors: dict[str, Browser],
) -> None:
    ann = visitors["ann"]
    kernel = ann.ask("/").kernel
    for origin in ("https://evil.example", "null", "http://127.0.0.1:1", ""):
        with pytest.raises(HTTPClientError) as refused:
            asyncio.run(connect(ann, kernel, Origin=origin))
        assert refused.value.code == 403, origin


class Tab:
    """A page's socket that writes down how it was closed."""

    def __init__(self) -> None:
        self.closed: list[int | None] = []

    def hear(self, channel: str, parts: object) -> None:
        """Hear nothing."""

    def close(self, code: int | None = None, reason: str | None = None) -> None:  # noqa: ARG002  # as sockets do
        """Write down the code."""
        self.closed.append(code)


@asynccontextmanager
async def some_kernels(folder: Path, count: int) -> AsyncIterator[tuple[OwnedKernels, list[str]]]:
    """Start kernels that belong to nobody, and end what is left of them."""
    kernels = OwnedKernels(kernel_spec_manager=ForkedSpecs(), connection_dir=str(folder))
    try:
        begun = [kernels.begin("python3", folder=folder, env=dict(os.environ)) for _ in range(count)]
        yield kernels, await asyncio.gather(*begun)
    finally:
        await asyncio.gather(*(kernels.end(kernel) for kernel in list(kernels.lines)))


ANN, BOB = (next(each for each in PEOPLE if each.id == name) for name in ("ann", "bob"))


def test_a_persons_third_page_takes_over_the_oldest_after_telling_it(tmp_path: Path) -> None:
    async def open_three() -> None:
        async with some_kernels(tmp_path, 4) as (kernels, (first, second, third, others)):
            tabs = {kernel: Tab() for kernel in (first, second, others)}
            for kernel, tab in tabs.items():
                kernels.lines[kernel].attach(tab)
            for kernel, person in ((first, ANN), (others, BOB), (second, ANN), (third, ANN)):
                kernels.own(kernel, person)
            assert kernels.of("ann") == [second, third]
            assert kernels.of("bob") == [others]
            assert kernels.owner(first) is None
            assert [tab.closed for tab in tabs.values()] == [[TAKEN_OVER], [], []]
            await kernels.end(first)
            assert sorted(kernels.list_kernel_ids()) == sorted([second, third, others])

    asyncio.run(open_three())


def test_of_a_persons_pages_one_that_nobody_looks_at_gives_way_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that was loaded again leaves one behind whose browser did not say goodbye."""
    monkeypatch.setattr(ownership, "YOUNG", 0.0)

    async def open_three() -> None:
        async with some_kernels(tmp_path, 3) as (kernels, (looked_at, left, newest)):
            kernels.lines[looked_at].attach(Tab())
            for kernel in (looked_at, left, newest):
                kernels.own(kernel, ANN)
            assert kernels.of("ann") == [looked_at, newest]

    asyncio.run(open_three())


def test_withdrawing_a_link_ends_the_pages_that_it_opened_and_tells_them(site: Site, tmp_path: Path) -> None:
    """Also those that stand open in a browser: their kernels end, so nothing more can be read or written."""
    ann, bob = (site.store.people.person(name) for name in ("ann", "bob"))
    earlier, late = bob.model_copy(update={"link": 0}), site.store.people.person("late")

    async def look() -> None:
        async with some_kernels(tmp_path, 4) as (kernels, started):
            tabs = [Tab() for _ in started]
            for kernel, tab, person in zip(started, tabs, (ann, earlier, bob, late), strict=True):
                kernels.lines[kernel].attach(tab)
                kernels.own(kernel, person)
            await kernels.end_refused(site)
            assert sorted(kernels.list_kernel_ids()) == sorted([started[0], started[2]])
            assert [tab.closed for tab in tabs] == [[], [LINK_ENDED], [], [LINK_ENDED]]

    asyncio.run(look())


def test_a_kernel_that_dies_is_nobodys_at_once_and_its_page_is_told(tmp_path: Path) -> None:
    async def die() -> None:
        async with some_kernels(tmp_path, 1) as (kernels, (kernel,)):
            died: asyncio.Future[str] = asyncio.get_running_loop().create_future()
            kernels.died = died.set_result
            tab = Tab()
            kernels.lines[kernel].attach(tab)
            kernels.own(kernel, ANN)
            process = kernels.get_kernel(kernel).provisioner.process  # type: ignore[union-attr]
            os.kill(process.pid, signal.SIGKILL)
            assert await asyncio.wait_for(died, 120) == kernel
            assert kernels.owners == {}
            assert tab.closed[0] == KERNEL_DIED
            await kernels.end(kernel)
            assert kernels.list_kernel_ids() == []

    asyncio.run(die())


def test_pages_that_have_been_away_for_long_end_and_those_that_wait_for_somebody_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ownership, "UNSEEN", 0.0)

    async def look() -> None:
        async with some_kernels(tmp_path, 3) as (kernels, (away, here, waiting)):
            kernels.own(away, ANN)
            kernels.own(here, BOB)
            kernels.lines[here].attach(Tab())
            await kernels.end_unseen()
            assert sorted(kernels.list_kernel_ids()) == sorted([here, waiting])

    asyncio.run(look())
