"""What people write reaches no log: not by a note, not by a mistake in it, not by an address or a header."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import psutil

from cba_kit.server.audit import FILE

from .serving import Served
from .talking import connect, message, replies

CANARY = "Zilveren kanarievogel"


def custom(model: str, content: object) -> bytes:
    """Return a widget's own message."""
    return message("comm_msg", {"comm_id": model, "data": {"method": "custom", "content": content}})


def operation(fields: object, **more: object) -> dict[str, object]:
    """Return a note on its way to the store."""
    note = {"id": "o-canary", "sheet": "business_model", "entry": "n-canary", "kind": "note"}
    whole = note | {"block": "channels", "fields": fields} | more
    return {"t": "op", "workbook": "ann", "client": "c", "ops": [whole]}


def is_answer(content: dict[str, Any], name: str) -> bool:
    """Tell whether a widget's message says that an operation was kept."""
    return name in content.get("data", {}).get("content", {}).get("ids", [])


def kernel_logs(served: Served) -> list[Path]:
    """Return what the kernels' processes write."""
    kernels = psutil.Process(served.process.pid).children(recursive=True)
    opened = {Path(each.path) for kernel in kernels for each in kernel.open_files()}
    return [path for path in opened if path.suffix == ".log"]


def test_words_on_their_way_to_the_store_reach_no_log(served: Served) -> None:
    """Whole operations and broken ones; the page answers each."""
    ann = served.open("ann")
    page = ann.ask("/")
    model = page.facts["widgets"][0]["model"]

    async def write() -> None:
        socket = await connect(ann, page.kernel)
        for content in (
            operation({"text": CANARY}),
            operation({"text": [CANARY]}),
            operation({CANARY: CANARY}),
            operation({"text": CANARY}, sheet=CANARY),
            operation(CANARY),
            {"t": CANARY},
            {CANARY: 1},
            CANARY,
            [CANARY],
        ):
            await socket.write_message(custom(model, content), binary=True)
        await socket.write_message(message("comm_msg", {"comm_id": CANARY, "data": CANARY}), binary=True)
        await socket.write_message(message("comm_open", {"target_name": CANARY, "comm_id": "x"}), binary=True)
        await socket.write_message(message("execute_request", {"code": CANARY}), binary=True)
        await socket.write_message(
            custom(model, operation({"text": "end"}, id="o-end", entry="n-end")), binary=True
        )
        while not any(is_answer(content, "o-end") for _, content in await replies(socket, "comm_msg")):
            pass
        await socket.write_message(message(CANARY, CANARY)[:-9], binary=True)
        while await asyncio.wait_for(socket.read_message(), 120) is not None:
            pass  # we are hung up on: that was no message

    asyncio.run(write())
    [log] = [path for path in kernel_logs(served) if page.kernel in path.name]
    assert CANARY not in log.read_text(errors="replace")
    assert CANARY in ann.ask("/download/ann.json").text  # it came that far, so it could have been logged
    ann.ask("/the-end-of-the-words")
    assert served.logs("/the-end-of-the-words")
    assert CANARY not in served.log
    assert CANARY not in (served.academy.folder / FILE).read_text()


def test_words_in_an_address_a_header_or_a_form_reach_no_log(served: Served) -> None:
    ann = served.open("ann")
    quoted = CANARY.replace(" ", "%20")
    ann.ask(f"/?words={quoted}", User_Agent=CANARY, Referer=CANARY, X_Forwarded_For=CANARY)
    ann.ask("/sign-out", "POST", f"words={quoted}", X_XSRFToken=CANARY)
    ann.tell("/seat", "POST", json.dumps({"page": CANARY, "kernel": CANARY}))
    ann.tell("/seat", "POST", CANARY)
    ann.ask("/the-end-of-the-headers")
    assert served.logs("/the-end-of-the-headers")
    assert CANARY not in served.log
    assert quoted not in served.log
