"""Nobody but its owner reaches a kernel, and nobody reads what is not theirs: the whole matrix."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from cba_kit.model.people import Person
from cba_kit.server.ownership import AT_ONCE, OwnedKernels
from cba_kit.server.site import Site

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


def test_a_persons_oldest_page_gives_way_when_there_are_too_many() -> None:
    ann, bob = (next(each for each in PEOPLE if each.id == name) for name in ("ann", "bob"))

    async def open_three() -> tuple[list[str], dict[str, str], list[str]]:
        kernels = OwnedKernels(most=1)
        first, second, others = [await kernels.start_kernel() for _ in range(3)]
        await kernels.own(first, ann)
        await kernels.own(others, bob)
        await kernels.own(second, ann)
        left = sorted(kernels.list_kernel_ids())
        owners = {key: kernels.owner(key) or "" for key in kernels.owners}
        await kernels.shutdown_all(now=True)
        return left, owners, [second, others]

    left, owners, (second, others) = asyncio.run(open_three())
    assert left == sorted([second, others])
    assert owners == {others: "bob", second: "ann"}


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
        await websocket_connect(HTTPRequest(address, headers={"Cookie": ann.cookie}))

    with pytest.raises(HTTPClientError) as refused:
        asyncio.run(knock())
    assert refused.value.code == 400


def test_other_sites_cannot_open_the_websocket(visitors: dict[str, Browser]) -> None:
    ann = visitors["ann"]
    kernel = ann.ask("/").kernel
    for origin in ("https://evil.example", "null", "http://127.0.0.1:1"):
        with pytest.raises(HTTPClientError) as refused:
            asyncio.run(connect(ann, kernel, Origin=origin))
        assert refused.value.code == 403, origin


def test_withdrawing_a_link_ends_the_pages_that_it_opened(site: Site) -> None:
    """Also those that stand open in a browser: their kernels end, so nothing more can be read or written."""
    ann, bob = (site.store.people.person(name) for name in ("ann", "bob"))
    earlier, late = bob.model_copy(update={"link": 0}), site.store.people.person("late")

    async def look() -> tuple[list[str], list[str]]:
        kernels = OwnedKernels()
        started = [await kernels.start_kernel() for _ in range(4)]
        for kernel, person in zip(started, (ann, earlier, bob, late), strict=True):
            await kernels.own(kernel, person)
        await kernels.end_refused(site)
        left = kernels.list_kernel_ids()
        await kernels.shutdown_all(now=True)
        return left, [started[0], started[2]]

    left, expected = asyncio.run(look())
    assert sorted(left) == sorted(expected)


def test_the_pages_of_one_person_start_a_few_at_a_time() -> None:
    """Whoever asks for many pages at once waits; others do not wait for them."""
    kernels = OwnedKernels()
    ann, bob = PEOPLE[3], PEOPLE[4]
    starting: list[str] = []
    most: list[int] = []

    async def page(person: Person) -> None:
        async with kernels.turn(person):
            starting.append(person.id)
            most.append(starting.count(person.id))
            await asyncio.sleep(0)
            starting.remove(person.id)

    async def ask() -> None:
        await asyncio.gather(*(page(person) for person in [ann] * 9 + [bob]))

    asyncio.run(ask())
    assert (max(most), len(most)) == (AT_ONCE, 10)
