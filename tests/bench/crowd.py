"""Crowd: many visitors in one process, told what to do line by line; their own cost stays small.

Reads one JSON command a line and answers each with one JSON line, so that whoever asks can look at the
server in between. All times are of one monotonic clock, in seconds.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from tests.bench.session import Heard, Session
from tests.bench.wire import Frame

GRACE = 10.0
"""Seconds that the last edits have for their answers."""
PING = 4.0
AT_ONCE = 8
"""Visitors that come at the same time where nobody measures it."""

Found = dict[str, Any]


class Crowd:
    """The visitors, and what they can do together."""

    def __init__(self) -> None:
        self.sessions: list[Session] = []

    async def join(self, address: str, people: list[dict[str, str]], *, shared: bool) -> Found:
        """Open everybody's personal link; `shared`: there are no links, all are the first person."""
        first = people[0]
        self.sessions = []
        for one in people:
            who = first if shared else one
            session = Session(address, person=who["id"], canary=who["canary"])
            if not shared:
                await session.join(one["join"])
            self.sessions.append(session)
        return {}

    async def arrive(self, *, within: float, limit: float) -> Found:
        """Let everybody come, spread evenly over `within` seconds; tell how long each of them waited.

        Somebody who waited for `limit` seconds gave up: that time stands for them.
        """
        began = time.perf_counter() + 0.2
        step = within / len(self.sessions)
        waited = [self._come(session, began + step * n, limit) for n, session in enumerate(self.sessions)]
        found = await asyncio.gather(*waited)
        for session in self.sessions:
            if session.workbook == "" and session.has_content:
                session.learn()
        return {
            "page": [page for page, _, _ in found],
            "content": [content for _, content, _ in found],
            "failed": [why for _, _, why in found if why],
            "lean": sum(1 for one in self.sessions if one.place and one.place.lean),
            "foreign": [word for one in self.sessions for word in one.foreign],
        }

    async def _come(self, session: Session, at: float, limit: float) -> tuple[float, float, str]:
        await asyncio.sleep(at - time.perf_counter())
        page = content = limit
        try:
            async with asyncio.timeout(limit):
                page = await session.open() - at
                content = await session.connect() - at
        except (OSError, TimeoutError, ValueError) as error:
            return page, content, f"{type(error).__name__} {error}".strip()
        return page, content, ""

    async def enter(self) -> Found:
        """Let everybody come, a few at a time; nobody measures it."""
        turn = asyncio.Semaphore(AT_ONCE)

        async def one(session: Session) -> None:
            async with turn:
                await session.open()
                await session.connect()
                session.learn()

        await asyncio.gather(*(one(session) for session in self.sessions))
        return {"inside": len(self.sessions)}

    async def edit(self, *, seconds: float, rate: float) -> Found:
        """Let everybody write, `rate` times a second; tell when each edit was confirmed.

        An edit's time begins when it was due, so that a server that holds everybody up cannot hide it.
        """
        due: dict[str, float] = {}
        waited: list[float] = []

        def heard(kind: str, frame: Frame, at: float) -> None:
            if kind == "ack":
                waited.extend(at - due.pop(name) for name in frame.message()["ids"] if name in due)

        for session in self.sessions:
            session.heard = _counting(session, heard)

        def write(session: Session, at: float, count: int) -> None:
            due[session.edit(count)] = at

        sent = await _in_turn(self.sessions, seconds, rate, write)
        await _until(lambda: not due)
        return {"waited": waited, "sent": sent, "lost": len(due)}

    async def gather(self) -> Found:
        """Let everybody open the workbook of their group; tell how many groups there are."""
        members = [session for session in self.sessions if session.group]
        await asyncio.gather(*(session.open_group() for session in members))
        return {"people": len(members), "groups": len({session.workbook for session in members})}

    async def see(self, *, seconds: float, rate: float, everybody: bool) -> Found:
        """Let one member of each group write, or everybody; tell when each other member saw each edit.

        `everybody` has for each edit when the last one saw it; `boards` how many different boards there are
        in a group at the end, by all that came: 1 where all are equal.
        """
        due: dict[tuple[int, str, int], float] = {}
        waited: list[float] = []
        last: dict[tuple[str, int], float] = {}
        desks: dict[int, dict[str, tuple[int, str]]] = {id(session): {} for session in self.sessions}
        circles: dict[str, list[Session]] = {}
        for session in self.sessions:
            if session.group:
                circles.setdefault(session.group, []).append(session)

        def watching(reader: Session) -> Heard:
            def heard(kind: str, frame: Frame, at: float) -> None:
                if kind not in ("ops", "ack"):
                    return
                for entry in frame.message()["entries"]:
                    text = str(entry["fields"].get("text", ""))
                    desk = desks[id(reader)]
                    desk[entry["id"]] = max(desk.get(entry["id"], (0, "")), (entry["version"], text))
                    words, _, count = text.rpartition(" ")
                    if words != entry["id"]:
                        continue  # somebody else's note, not one of ours
                    # who sees a later text has seen the earlier ones, too
                    for key in [k for k in due if k[:2] == (id(reader), words) and k[2] <= int(count)]:
                        waited.append(at - due.pop(key))
                        last[key[1:]] = max(last.get(key[1:], 0.0), waited[-1])

            return heard

        for session in self.sessions:
            session.heard = _counting(session, watching(session))
        writers = [one for circle in circles.values() for one in (circle if everybody else circle[:1])]

        def write(writer: Session, at: float, count: int) -> None:
            for reader in circles[writer.group]:
                if reader is not writer:
                    due[id(reader), writer.note, count] = at
            writer.edit(count)

        def boards() -> int:
            shown = (
                {json.dumps(desks[id(member)], sort_keys=True) for member in circle}
                for circle in circles.values()
            )
            return max(map(len, shown), default=0)

        sent = await _in_turn(writers, seconds, rate, write)
        await _until(lambda: not due and boards() <= 1)  # the last writer's own board waits for the ack
        return {
            "waited": waited,
            "everybody": list(last.values()),
            "boards": boards(),
            "sent": sent,
            "lost": len(due),
            "groups": len(circles),
        }

    async def stay(self, *, seconds: float, rate: float) -> Found:
        """Keep all pages open as browsers do: a sign of life every few seconds, and an edit now and then."""
        stop = time.perf_counter() + seconds
        edits = asyncio.create_task(self.edit(seconds=seconds, rate=rate))
        while time.perf_counter() < stop:
            began = time.perf_counter()
            for session in self.sessions:
                session.say({"t": "ping"})
                await asyncio.sleep(PING / len(self.sessions) / 2)
            await asyncio.sleep(max(0.0, began + PING - time.perf_counter()))
        return await edits

    async def leave(self) -> Found:
        """Let everybody close their tab."""
        await asyncio.gather(*(session.leave() for session in self.sessions))
        return {}


def _counting(session: Session, heard: Heard) -> Heard:
    """Keep the version that a page has seen, as it does, and pass the message on."""

    def take(kind: str, frame: Frame, at: float) -> None:
        if kind in ("ack", "ops"):
            session.version = max(session.version, frame.message()["version"])
        heard(kind, frame, at)

    return take


async def _in_turn(
    some: list[Session], seconds: float, rate: float, act: Callable[[Session, float, int], None]
) -> int:
    """Let sessions act at fixed moments, spread evenly over each period; tell how often they did."""
    period, step = 1 / rate, 1 / rate / len(some)
    began = time.perf_counter()
    count = 0
    for turn in range(max(1, round(seconds * rate))):
        for number, session in enumerate(some):
            at = began + turn * period + number * step
            pause = at - time.perf_counter()
            if pause > 0:
                await asyncio.sleep(pause)
            act(session, at, turn + 1)
            count += 1
    return count


async def _until(done: Callable[[], bool]) -> None:
    stop = time.perf_counter() + GRACE
    while not done() and time.perf_counter() < stop:
        await asyncio.sleep(0.02)


async def _obey(crowd: Crowd, lines: Callable[[], Awaitable[bytes]]) -> None:
    while line := await lines():
        order = json.loads(line)
        act: Callable[..., Coroutine[Any, Any, Found]] = getattr(crowd, order.pop("do"))
        gc.collect()
        gc.disable()  # no pause of ours in anybody's time
        found = await act(**order)
        gc.enable()
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


async def _main() -> None:
    reader = asyncio.StreamReader(limit=2**24)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    await _obey(Crowd(), reader.readline)


if __name__ == "__main__":
    asyncio.run(_main())
