"""Demand: somebody opens a roadmap that is stale, and gets the one that shows what stands there now."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from cba_kit.programme.demo import EDITION
from tests.bench.rendering.batch import NotMeasuredError
from tests.bench.room import Room, Visitor
from tests.bench.servers import Server, ours
from tests.bench.web import Answer, ask

GIVES_UP = 60.0
"""Seconds after which whoever waits for a document goes away."""
WAITING = (202, 503)
"""What a request is answered with while the document is being made: ask again after Retry-After."""


@dataclass(slots=True)
class Waited:
    """How many seconds people waited."""

    first: float = 0.0
    """The one who came first after the server's start."""
    stale: list[float] = field(default_factory=list)
    fresh: list[float] = field(default_factory=list)
    """The same people, who opened it once more."""


def open_stale(room: Room, visitors: Sequence[Visitor]) -> Waited:
    """Let each visitor write a note and then open their roadmap, one after the other.

    NotMeasuredError when what comes is not a document with the words of that note.
    """
    waited = Waited()
    with ours(room, pool=0) as server:  # nothing is made beforehand that would run beside it
        for number, visitor in enumerate(visitors):
            words = f"{visitor.canary} as of look {number}"
            room.write(visitor.id, words)
            if number == 0:
                waited.first = _wait_until_warm(server, visitor, words)
                continue
            waited.stale.append(asyncio.run(_open(server, visitor, words)))
            waited.fresh.append(asyncio.run(_open(server, visitor, words)))
    return waited


def _wait_until_warm(server: Server, visitor: Visitor, words: str) -> float:
    """Open the roadmap until the fresh one comes: a server that is not warm yet may send the stale one."""
    began = time.perf_counter()
    while True:
        try:
            asyncio.run(_open(server, visitor, words))
        except NotMeasuredError:
            if time.perf_counter() - began > GIVES_UP:
                raise
        else:
            return time.perf_counter() - began


async def _open(server: Server, visitor: Visitor, words: str) -> float:
    """Open the personal link, then the roadmap; return how long the roadmap took, link not included."""
    cookies = (await ask(server.address, visitor.join)).cookies
    began = time.perf_counter()
    answer = await _document(server, visitor, cookies, until=began + GIVES_UP)
    if answer.status != 200:
        raise NotMeasuredError(f"the server answered with {answer.status}")
    if words.encode() not in answer.body:
        raise NotMeasuredError("the server sent the stale document")
    return answer.at - began


async def _document(server: Server, visitor: Visitor, cookies: dict[str, str], *, until: float) -> Answer:
    path = f"/reports/{EDITION}/roadmap/{visitor.id}.html"
    while True:
        answer = await ask(server.address, path, cookies=cookies)
        if answer.status not in WAITING or time.perf_counter() > until:
            return answer
        await asyncio.sleep(float(answer.headers.get("retry-after", 1)))
