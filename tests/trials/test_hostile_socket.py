"""Hostile frames on a page's real websocket: the kernel and the server live on, and nothing is written."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tornado.websocket import WebSocketClosedError

from cba_kit.config import Academy
from cba_kit.server.channels import join
from cba_kit.server.limits import LARGEST_MESSAGE
from cba_kit.store import open_store
from tests.cast import ELENI, ILZE

from .malice import VALUES, WORDS, messages
from .server import Serving
from .stage import make_academy, token
from .visitor import Line, Opened, Refused, Visitor, framed

pytestmark = pytest.mark.slow

CODE = {"code": "import os; os._exit(1)", "silent": False, "store_history": False, "allow_stdin": True}
CHANNELS = ("shell", "control", "stdin", "iopub", "", "shell ", "SHELL", "../shell", "hb")
KINDS = (
    *("execute_request", "complete_request", "inspect_request", "history_request", "is_complete_request"),
    *("debug_request", "shutdown_request", "interrupt_request", "input_reply", "create_subshell_request"),
    *("comm_open", "comm_close", "kernel_info_request", "comm_info_request", "comm_msg", "status", ""),
)
FOREIGN: dict[str, Any] = {"comm_id": "00" * 16, "data": {"method": "custom", "content": {"t": "ping"}}}
COMMS = st.fixed_dictionaries(
    {"comm_id": st.sampled_from(["00" * 16, "", "jupyter.widget.control"]) | WORDS, "data": VALUES},
    optional={"target_name": st.sampled_from(["jupyter.widget", "os.system"]), "metadata": VALUES},
)
FRAMES = st.one_of(
    st.binary(max_size=60),
    st.builds(join, st.sampled_from(CHANNELS), st.lists(st.binary(max_size=9), max_size=6)),
    st.builds(
        lambda kind, content, channel: framed(kind, content, "s", channel),
        st.sampled_from(KINDS),
        st.just(CODE) | st.just(FOREIGN) | COMMS,
        st.sampled_from(CHANNELS),
    ),
    st.text(st.characters(codec="utf-8"), max_size=20),
)
FEW = settings(
    max_examples=6,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def academy(tmp_path_factory: pytest.TempPathFactory) -> Academy:
    return make_academy(tmp_path_factory.mktemp("frames") / "academy")


@pytest.fixture(scope="module")
def serving(academy: Academy) -> Iterator[Serving]:
    serving = Serving(academy.folder, academy.database_url)
    serving.start()
    yield serving
    serving.terminate()


@pytest.fixture(scope="module")
def opened(academy: Academy, serving: Serving) -> tuple[Visitor, Opened]:
    """Ilze's page, open; and her browser."""

    async def enter() -> tuple[Visitor, Opened]:
        visitor = Visitor(serving.url, patience=120)
        await visitor.join(token(academy, ILZE))
        return visitor, await visitor.open()

    return asyncio.run(enter())


def act(opened: tuple[Visitor, Opened], doing: Callable[[Line], Awaitable[None]]) -> Line:
    """Do something on a fresh line of the page; return the line, which may have been closed."""
    visitor, page = opened
    visitor = Visitor(visitor.url, dict(visitor.cookies), patience=120)

    async def run() -> Line:
        line = await visitor.connect(page, "hostile")
        try:
            await doing(line)
        except WebSocketClosedError:
            pass
        finally:
            line.close()
        return line

    return asyncio.run(run())


def check_alive(academy: Academy, opened: tuple[Visitor, Opened], log: Path) -> None:
    """The same kernel still answers on a new line, and nobody else's workbook was written."""

    async def greet(line: Line) -> None:
        await line.tell({"t": "hello", "client": "after"})
        async with asyncio.timeout(120):
            while (told := await line.hear()) is not None and told["t"] != "snapshot":
                continue
        assert told is not None

    act(opened, greet)
    with open_store(academy.database_url, clock=academy.now) as store:
        assert store.journal.workbook(ELENI.id).version == 0
        assert {change.person for change in store.journal.changes(ILZE.id)} <= {ILZE.id}
    words = log.read_text(encoding="utf-8")
    assert "Traceback" not in words
    assert "alert(1)" not in words


@FEW
@given(st.lists(FRAMES, min_size=50, max_size=50))
def test_frames_that_no_page_sends_reach_nothing(
    academy: Academy, serving: Serving, opened: tuple[Visitor, Opened], frames: list[bytes | str]
) -> None:
    """Each frame goes out on a line of its own if the one before was hung up on."""
    left = list(frames)

    async def send(line: Line) -> None:
        while left:
            frame = left.pop()
            await line.socket.write_message(frame, binary=isinstance(frame, bytes))
            await asyncio.sleep(0)

    while left:
        act(opened, send)
    check_alive(academy, opened, serving.log)


@FEW
@given(st.lists(messages(), min_size=50, max_size=50))
def test_messages_that_no_page_sends_are_answered_or_ignored(
    academy: Academy, serving: Serving, opened: tuple[Visitor, Opened], told: list[Any]
) -> None:
    async def send(line: Line) -> None:
        for message in told:
            try:
                await line.tell(message)
            except RecursionError:  # it cannot even be written
                continue
        await line.tell({"t": "ping"})
        async with asyncio.timeout(120):
            while (heard := await line.hear()) is not None and heard["t"] != "pong":
                continue
        assert heard is not None

    act(opened, send)
    check_alive(academy, opened, serving.log)


def test_a_deeply_nested_message_ends_the_line_and_nothing_else(
    academy: Academy, serving: Serving, opened: tuple[Visitor, Opened]
) -> None:
    for depth in (500, 900, 1_000, 5_000, 100_000):
        whole = framed("comm_msg", FOREIGN, "s").replace(
            b'"t": "ping"', b'"t": ' + b"[" * depth + b"]" * depth
        )
        assert b"[[[" in whole

        async def send(line: Line, raw: bytes = whole) -> None:
            await line.socket.write_message(raw, binary=True)

        act(opened, send)
    check_alive(academy, opened, serving.log)


@pytest.mark.parametrize("size", [LARGEST_MESSAGE // 2, 10 * LARGEST_MESSAGE])
def test_a_note_of_many_megabytes_is_refused(
    academy: Academy, serving: Serving, opened: tuple[Visitor, Opened], size: int
) -> None:
    """With a reason as long as it fits into a message; beyond that the line ends."""
    note = {"id": f"n{size}", "sheet": "business_model", "kind": "note", "entry": "big", "block": "channels"}
    message = {
        "t": "op",
        "workbook": ILZE.id,
        "client": "c",
        "ops": [note | {"fields": {"text": "x" * size}}],
    }
    reasons: list[str] = []

    async def send(line: Line) -> None:
        await line.tell(message)
        async with asyncio.timeout(120):
            while not reasons and (heard := await line.hear()) is not None:
                # what was said before on this page may be answered only now
                found = (each for each in heard.get("refused", ()) if each["id"] == note["id"])
                reasons.extend(refusal["reason"] for refusal in found)

    line = act(opened, send)
    if size < LARGEST_MESSAGE:
        assert reasons == ["This text is too long. Keep it under 20,000 characters."]
    else:
        assert reasons == []
        assert line.code in (1009, None)  # the connection may break before the code arrives
    check_alive(academy, opened, serving.log)
    with open_store(academy.database_url, clock=academy.now) as store:
        assert [entry for entry in store.journal.entries(ILZE.id) if entry.id == "big"] == []


def test_a_line_opens_only_from_a_page_of_this_server(opened: tuple[Visitor, Opened]) -> None:
    async def knock(**headers: str) -> int:
        try:
            (await opened[0].connect(opened[1], "knock", **headers)).close()
        except Refused as refusal:
            return refusal.status
        return 101

    async def knocks() -> list[int]:
        port = opened[0].url.rstrip("/").rpartition(":")[2]
        origins = [
            "https://evil.example",
            "null",
            "",
            "http://127.0.0.1:1",
            f"http://127.0.0.1:{port}.evil.example",
            f"http://evil.example/127.0.0.1:{port}",
            f"http://127.0.0.1:{port}@evil.example",
            "file://",
        ]
        return [await knock(Origin=origin) for origin in origins] + [await knock()]

    assert asyncio.run(knocks()) == [403] * 8 + [101]


def test_the_page_of_somebody_else_cannot_be_reached_with_a_line_of_ones_own(
    academy: Academy, serving: Serving, opened: tuple[Visitor, Opened]
) -> None:
    """Eleni's line speaks to Eleni's kernel, whatever model of Ilze's she names in it."""

    async def try_it() -> list[str]:
        eleni = Visitor(serving.url, patience=120)
        await eleni.join(token(academy, ELENI))
        line = await eleni.connect(await eleni.open(), "eleni")
        own, line.model = line.model, opened[1].model
        await line.tell({"t": "hello", "client": "c"})
        line.model = own
        await line.tell({"t": "hello", "client": "c"})
        heard = await asyncio.wait_for(line.hear(), 120)
        line.close()
        assert heard is not None
        return [heard["me"]["id"], json.dumps(heard)]

    who, told = asyncio.run(try_it())
    assert who == ELENI.id
    assert ILZE.name not in told
