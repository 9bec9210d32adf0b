"""A scripted editor: types like a person, and keeps every edit like a page's outbox until it is confirmed."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections import deque
from collections.abc import Mapping
from typing import Any

from tornado.websocket import WebSocketClosedError

from .visitor import Line, Message, Opened, Refused, Visitor

Operation = dict[str, Any]
PACE = 0.2
"""Seconds between two edits of one editor."""
PING = 0.4
SILENT = 2.5
"""Seconds without an answer after which a line is given up; everything is ten times faster than in a page."""
MOST_SILENT = 40.0
"""As far as that doubles with each silence until a page is there: a slow machine is waited for."""
ANSWERS = ("pong", "ack", "snapshot", "error")
"""Signs that what is said arrives; others' edits may come also where that is not so."""
AGAIN = 2.0
"""Seconds after which an operation without an answer is sent again."""
TAKEN_OVER, ENDED = 4001, 4002
"""Codes with which the server closes a line: a newer tab took over; the link ended."""
MOST = 25
"""Notes that one editor makes; then it goes on with those that are there."""
BLOCKS = ("channels", "key_activities", "key_resources", "cost_structure")


class Editor:
    """One tab of one person at one workbook. `desk` is what the page shows: entries by their ids."""

    path = "/"

    def __init__(self, visitor: Visitor, name: str, chance: random.Random, *, workbook: str) -> None:
        self.visitor = visitor
        self.name = name
        self.workbook = workbook
        self.greeting: list[Message] = [{"t": "hello", "client": name}, {"t": "open", "workbook": workbook}]
        self.desk: dict[str, Message] = {}
        self.version = 0
        self.outbox: dict[str, Operation] = {}
        self.typed: dict[str, Operation] = {}
        """Every operation ever made, by id."""
        self.refused: dict[str, str] = {}
        self.seen: set[str] = set()
        """Every text that ever arrived here: none may be somebody else's."""
        self.healed = 0
        self.changed = asyncio.Condition()
        self.typing = True
        self.ended = False
        self.story: deque[str] = deque(maxlen=12)
        """What happened to its line lately, for whoever reads a failed trial."""
        self._chance = chance
        self._mine: dict[str, None] = {}
        self._sent: dict[str, float] = {}
        self._line: Line | None = None
        self._opened: Opened | None = None
        self._ready = False
        self._silences = 0
        self._patience = SILENT

    async def live(self) -> None:
        """Work until cancelled: be connected, type, listen."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._stay_connected())
            tasks.create_task(self._type())

    @property
    def settled(self) -> bool:
        """Tell whether everything typed is confirmed."""
        return not self.outbox

    # --- typing ---------------------------------------------------------------------------------------

    async def _type(self) -> None:
        while True:
            await asyncio.sleep(PACE * self._chance.uniform(0.5, 1.5))
            if self.typing and self.workbook:
                self._keep(self._edit())
                await self._send()
                await self._tell()

    def _edit(self) -> Operation:
        """Make one edit: a new note, new words in an own one, a move, a removal or a return."""
        number = len(self.typed) + 1
        mine = list(self._mine)
        operation: Operation = {
            "id": f"{self.name}-{number}",
            "op": "put",
            "sheet": "business_model",
            "kind": "note",
            "block": None,
            "fields": {},
        }
        chosen = self._chance.random()
        if not mine or (chosen < 0.25 and len(mine) < MOST):
            block = self._chance.choice(BLOCKS)
            words = {"text": self._words(number), "position": number}
            return operation | {"entry": f"{self.name}.{number}", "block": block, "fields": words}
        operation["entry"] = self._chance.choice(mine)
        if chosen < 0.75:
            return operation | {"fields": {"text": self._words(number)}}
        if chosen < 0.88:
            return operation | {"block": self._chance.choice(BLOCKS)}
        return operation | {"op": "remove" if chosen < 0.94 else "restore"}

    def _words(self, number: int) -> str:
        return f"{self.name}·{number}"

    def _keep(self, operation: Operation) -> None:
        waiting = [each["base"] for each in self.outbox.values() if each["entry"] == operation["entry"]]
        operation["base"] = min([self.version, *waiting])
        self.typed[operation["id"]] = self.outbox[operation["id"]] = operation
        self._mine[operation["entry"]] = None

    # --- the line -------------------------------------------------------------------------------------

    async def _stay_connected(self) -> None:
        while True:
            try:
                await self._open()
                await self._talk()
            except (OSError, WebSocketClosedError) as error:
                self.story.append(f"{type(error).__name__} {error}")
                await self._rest()
            except Refused as refusal:
                self.story.append(f"refused {refusal}")
                await self._rest(refusal.retry)
            finally:
                self._ready = False
                if self._line is not None:
                    self.story.append(f"line closed: {self._line.code}")
                    self._line.close()
            if self._line is not None and self._line.code == ENDED:
                self.ended = True
                await self._tell()
                return

    async def _rest(self, most: float = 1) -> None:
        await asyncio.sleep(min(most, 1) * self._chance.uniform(0.1, 0.4))

    async def _open(self) -> None:
        """Have a page with a living kernel and a line to it."""
        if self._opened is None:
            self._opened = await self.visitor.open(self.path)
        elif self._silences > 1 or not await self.visitor.lives(self._opened.kernel):
            self.story.append(f"{self._opened.kernel} has gone after {self._silences} silences")
            self._opened = await self.visitor.heal(self._opened, self.path)
            self.healed += 1
            self._silences = 0
        try:
            self._line = await self.visitor.connect(self._opened, self.name)
        except Refused as refusal:
            raise ConnectionError(str(refusal)) from refusal  # the kernel went meanwhile: look again

    async def _talk(self) -> None:
        """Say hello, send what waits, and listen until the line is lost or silent."""
        assert self._line is not None
        for message in self.greeting:
            await self._line.tell(message)
        ping = asyncio.create_task(self._keep_asking(self._line))
        try:
            async with asyncio.timeout(self._patience) as silence:
                while (message := await self._line.hear()) is not None:
                    if message["t"] in ANSWERS:
                        self._silences = 0
                        silence.reschedule(asyncio.get_running_loop().time() + self._patience)
                    await self._take(message)
        except TimeoutError as error:
            self._silences += 1
            self._patience = min(2 * self._patience, MOST_SILENT)
            raise ConnectionError("silence") from error
        finally:
            ping.cancel()
            with contextlib.suppress(asyncio.CancelledError, OSError, WebSocketClosedError):
                await ping

    async def _keep_asking(self, line: Line) -> None:
        while True:
            await asyncio.sleep(PING)
            for message in [{"t": "ping"}] if self._ready else self.greeting:
                await line.tell(message)
            await self._send()

    async def _send(self, *, everything: bool = False) -> None:
        """Send what never went or has had no answer for long; never a later edit before an earlier one."""
        if not self._ready or self._line is None:
            return
        now = asyncio.get_running_loop().time()
        due = {
            each["entry"]
            for each in self.outbox.values()
            if everything or now - self._sent.get(each["id"], 0) > AGAIN
        }
        operations = [each for each in self.outbox.values() if each["entry"] in due]
        if not operations:
            return
        self._sent |= {each["id"]: now for each in operations}
        message = {"t": "op", "workbook": self.workbook, "client": self.name, "ops": operations}
        with contextlib.suppress(WebSocketClosedError):
            await self._line.tell(message)

    async def _take(self, message: Message) -> None:
        kind = message["t"]
        if kind == "error":
            self.story.append(f"told: {message['message']}")
        for entry in message.get("entries", ()):
            self.seen.add(str(entry["fields"].get("text", "")))
        if kind == "snapshot" and message["workbook"]["id"] == self.workbook:
            self.desk.clear()
            self.version = message["workbook"]["version"]
            self._read(message["entries"])
            self._ready = True
            self._patience = SILENT
            await self._send(everything=True)
        elif kind in ("ack", "ops") and message["workbook"] == self.workbook:
            self.version = max(self.version, message["version"])
            self._read(message["entries"])
        if kind == "ack":
            for name in message["ids"]:
                self.outbox.pop(name, None)
            for refusal in message["refused"]:
                if self.outbox.pop(refusal["id"], None):
                    self.refused[refusal["id"]] = refusal["reason"]
        await self._tell()

    def _read(self, entries: list[Message]) -> None:
        for entry in entries:
            if entry["version"] >= self.desk.get(entry["id"], entry)["version"]:
                self.desk[entry["id"]] = entry

    async def _tell(self) -> None:
        async with self.changed:
            self.changed.notify_all()


class Commenter(Editor):
    """A coach who reads one person's workbook and comments on it."""

    def _edit(self) -> Operation:
        number = len(self.typed) + 1
        mine = list(self._mine)
        new = not mine or (self._chance.random() < 0.5 and len(mine) < MOST)
        return {
            "id": f"{self.name}-{number}",
            "op": "put",
            "sheet": "business_model",
            "kind": "comment",
            "entry": f"{self.name}.{number}" if new else self._chance.choice(mine),
            "block": "channels" if new else None,
            "fields": {"text": self._words(number)},
        }


def expected(operations: Mapping[str, Operation]) -> dict[str, tuple[str, str, bool]]:
    """Return text, block and whether it was removed, for every entry that these operations make."""
    found: dict[str, tuple[str, str, bool]] = {}
    for operation in operations.values():
        text, block, removed = found.get(operation["entry"], ("", "", False))
        if operation["op"] == "put":
            text, block = operation["fields"].get("text", text), operation["block"] or block
        else:
            removed = operation["op"] == "remove"
        found[operation["entry"]] = (text, block, removed)
    return found
