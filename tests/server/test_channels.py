"""Channels: whole messages only, none lost, nobody drowned."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jupyter_server.services.kernels.connection.base import serialize_msg_to_ws_v1
from tornado.websocket import WebSocketClosedError

from cba_kit.server import line as lines
from cba_kit.server.channels import join, split
from cba_kit.server.line import Line, LineClosed
from cba_kit.server.ownership import OwnedKernels
from cba_kit.server.specs import ForkedSpecs
from tests.server.serving import Served
from tests.server.talking import connect, heard, message, replies, said

HEADER = {"msg_id": "1", "msg_type": "comm_msg"}


def parts(*objects: object) -> list[bytes]:
    return [json.dumps(each).encode() for each in objects]


def test_a_message_is_read_as_jupyter_writes_it_and_written_as_jupyter_reads_it() -> None:
    whole = [*parts(HEADER, {}, {}, {"data": "žā"}), b"\0picture"]
    raw = serialize_msg_to_ws_v1(whole, "shell")
    assert split(raw) == ("shell", HEADER, whole)
    assert join("shell", whole) == raw


@given(st.binary(max_size=400))
def test_no_bytes_whatsoever_break_the_reader(raw: bytes) -> None:
    found = split(raw)
    assert found is None or isinstance(found[1]["msg_id"], str)


@given(st.data())
def test_a_message_that_was_cut_or_altered_is_none_or_still_whole(data: st.DataObject) -> None:
    raw = bytearray(join("shell", parts(HEADER, {}, {}, {})))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    found = split(bytes(raw[: data.draw(st.integers(0, len(raw)))]))
    assert found is None or len(found[2]) >= 4


@pytest.mark.parametrize(
    "whole",
    [
        parts(HEADER, {}, {}),
        parts(HEADER, {}, {}, []),
        parts([], {}, {}, {}),
        parts({"msg_id": 1, "msg_type": "comm_msg"}, {}, {}, {}),
        parts({"msg_type": "comm_msg"}, {}, {}, {}),
        [*parts(HEADER, {}, {}), b"{"],
        [*parts(HEADER, {}, {}), b"\xff"],
        [*parts(HEADER, {}, {}), b"[" * 100_000],
    ],
)
def test_what_a_kernel_could_not_read_is_no_message(whole: list[bytes]) -> None:
    assert split(join("shell", whole)) is None


class Ear:
    """A page's socket that writes down what it hears."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self.more = asyncio.Event()

    def hear(self, channel: str, parts: Any) -> None:
        """Write down a message: its kind and content."""
        assert channel in ("shell", "iopub")
        self.heard.append((json.loads(parts[0])["msg_type"], json.loads(parts[3])))
        self.more.set()

    def close(self, code: int | None = None, reason: str | None = None) -> None:
        """Never asked to."""

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until enough was heard."""
        async with asyncio.timeout(120):
            while not condition():
                self.more.clear()
                await self.more.wait()

    @property
    def words(self) -> list[str]:
        """What the kernel's widget said."""
        return [content["data"]["say"] for kind, content in self.heard if kind == "comm_msg"]


@asynccontextmanager
async def kernel(folder: Path) -> AsyncIterator[tuple[OwnedKernels, str, Line]]:
    """A kernel that answers, and the line to it."""
    kernels = OwnedKernels(kernel_spec_manager=ForkedSpecs(), connection_dir=str(folder))
    name = await kernels.begin("python3", folder=folder, env=dict(os.environ))
    try:
        line = kernels.lines[name]
        await line.ready()
        yield kernels, name, line
    finally:
        await kernels.end(name)


ECHO = """
from comm import create_comm
echo = create_comm(target_name="jupyter.widget", comm_id="echo", data={"state": {}})
echo.on_msg(lambda message: echo.send({"say": message["content"]["data"]}))
"""


async def run(line: Line, code: str) -> dict[str, Any]:
    content = {"code": code, "silent": False, "store_history": False, "allow_stdin": False}
    return await line.ask("execute_request", content)


async def tell(line: Line, words: str) -> None:
    name = uuid4().hex
    header = {"msg_id": name, "msg_type": "comm_msg", "session": "s", "username": "", "version": "5.3"}
    content = {"comm_id": "echo", "data": words}
    await line.forward(name, parts(header | {"date": "2024-03-11T08:00:00Z"}, {}, {}, content))


@pytest.mark.slow
def test_a_page_hears_every_answer_once_also_those_that_came_while_its_socket_was_away(
    tmp_path: Path,
) -> None:
    async def act() -> None:
        async with kernel(tmp_path) as (_, _, line):
            assert (await run(line, ECHO))["status"] == "ok"
            first, second = Ear(), Ear()
            line.attach(first)
            await tell(line, "one")
            await first.until(lambda: first.words == ["one"])
            line.detach(first)
            await tell(line, "two")
            await run(line, "1")  # whose answer comes after that of the message before it
            assert not line.unanswered
            line.attach(second)
            await tell(line, "three")
            await second.until(lambda: second.words == ["two", "three"])
            assert first.words == ["one"]

    asyncio.run(act())


@pytest.mark.slow
def test_what_is_kept_for_a_page_that_is_away_has_a_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "MOST_KEPT", 3)

    async def act() -> None:
        async with kernel(tmp_path) as (_, _, line):
            await run(line, ECHO)
            for number in range(10):
                await tell(line, str(number))
            await run(line, "1")
            ear = Ear()
            line.attach(ear)
            assert ear.words == ["7", "8", "9"]

    asyncio.run(act())


@pytest.mark.slow
def test_a_page_that_sends_faster_than_its_kernel_answers_has_to_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "MOST_UNANSWERED", 2)

    async def act() -> None:
        async with kernel(tmp_path) as (_, _, line):
            await run(line, ECHO)
            ear = Ear()
            line.attach(ear)
            most = 0
            for number in range(20):
                await tell(line, str(number))
                most = max(most, line.unanswered)
            await ear.until(lambda: len(ear.words) == 20)
            assert ear.words == [str(number) for number in range(20)]
            assert most == 2

    asyncio.run(act())


@pytest.mark.slow
def test_whoever_waits_for_a_kernel_that_ends_stops_waiting(tmp_path: Path) -> None:
    async def act() -> None:
        async with kernel(tmp_path) as (kernels, name, line):
            waiting = asyncio.ensure_future(run(line, "import time; time.sleep(600)"))
            await asyncio.sleep(0)
            kernels.end_soon(name)
            with pytest.raises(LineClosed):
                await asyncio.wait_for(waiting, 120)
            with pytest.raises(LineClosed):
                await run(line, "1")

    asyncio.run(act())


@pytest.mark.slow
def test_how_long_answers_take_is_told_and_no_word_of_them(tmp_path: Path) -> None:
    async def act() -> None:
        async with kernel(tmp_path) as (kernels, _, line):
            took: list[float] = []
            kernels.replied = took.append
            await run(line, ECHO)
            ear = Ear()
            line.attach(ear)
            await tell(line, "words")
            await ear.until(lambda: len(took) == 1)
            assert took[0] > 0

    asyncio.run(act())


def test_a_socket_opened_again_by_the_same_tab_takes_the_place_of_the_lost_one(served: Served) -> None:
    ann = served.open("ann")
    page = ann.ask("/")
    model = page.facts["widgets"][0]["model"]

    async def act() -> None:
        lost = await connect(ann, page.kernel)
        again = await connect(ann, page.kernel)
        assert await replies(lost, until="never") == []
        assert lost.close_code == 1000
        await said(again, model, {"t": "ping"})
        assert await heard(again, "pong") == {"t": "pong"}
        again.close()

    asyncio.run(act())


def test_a_message_larger_than_any_page_sends_ends_the_connection_and_nothing_else(served: Served) -> None:
    ann = served.open("ann")
    page = ann.ask("/")

    async def act() -> None:
        socket = await connect(ann, page.kernel)
        with suppress(WebSocketClosedError):  # the server need not read all of it before it hangs up
            await socket.write_message(message("comm_msg", {"data": "x" * 2**21}), binary=True)
        await replies(socket, until="never")
        assert socket.close_code in (1009, None)  # None: the connection was gone before its reason came
        again = await connect(ann, page.kernel)
        await again.write_message(message("kernel_info_request", {}), binary=True)
        found = await replies(again, until="kernel_info_reply")
        assert found[-1][1]["status"] == "ok"
        again.close()

    asyncio.run(act())
