"""Nobody but its owner reaches a kernel, and nobody reads what is not theirs: the whole matrix."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from cba_kit.server.ownership import OwnedKernels

from .serving import Browser, Served

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


async def connect(browser: Browser, kernel: str) -> WebSocketClientConnection:
    address = browser.url.replace("http:", "ws:") + f"api/kernels/{kernel}/channels?session_id=s"
    return await websocket_connect(HTTPRequest(address, headers={"Cookie": browser.cookie}))


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
    for path in (
        "/voila/static/voila.js",
        "/voila/templates/lab/static/theme-light.css",
        "/voila/labextensions/anywidget/package.json",
    ):
        seen = statuses(visitors, lambda browser, p=path: browser.ask(p).status)  # type: ignore[misc]
        assert seen == dict.fromkeys(seen, 200) | {"nobody": 403}, path


def test_the_coachs_page_is_not_for_participants(visitors: dict[str, Browser]) -> None:
    assert [visitors[name].ask("/coach").status for name in ("nobody", "ann", "bob")] == [403, 403, 403]


def test_a_page_cannot_run_code_or_end_its_kernel_by_message(
    visitors: dict[str, Browser], kernel: str
) -> None:
    def message(kind: str, content: dict[str, object]) -> str:
        header = {
            "msg_id": kind,
            "msg_type": kind,
            "session": "s",
            "username": "",
            "version": "5.3",
            "date": "",
        }
        parts = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        return json.dumps(parts | {"channel": "shell", "buffers": []})

    async def talk() -> list[str]:
        socket = await connect(visitors["ann"], kernel)
        await socket.write_message(message("execute_request", {"code": "1", "silent": False}))
        await socket.write_message(message("shutdown_request", {"restart": False}))
        await socket.write_message(message("kernel_info_request", {}))
        answers: list[str] = []
        while "kernel_info_reply" not in answers:
            answer = json.loads(await asyncio.wait_for(socket.read_message(), 30) or "")
            if answer["channel"] == "shell":
                answers.append(answer["msg_type"])
        socket.close()
        return answers

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


def test_a_persons_oldest_page_gives_way_when_there_are_too_many() -> None:
    async def open_three() -> tuple[list[str], dict[str, str], list[str]]:
        kernels = OwnedKernels(most=1)
        first, second, others = [await kernels.start_kernel() for _ in range(3)]
        await kernels.own(first, "ann")
        await kernels.own(others, "bob")
        await kernels.own(second, "ann")
        left, owners = sorted(kernels.list_kernel_ids()), dict(kernels.owners)
        await kernels.shutdown_all(now=True)
        return left, owners, [second, others]

    left, owners, (second, others) = asyncio.run(open_three())
    assert left == sorted([second, others])
    assert owners == {others: "bob", second: "ann"}
