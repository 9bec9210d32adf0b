"""The conversation with one page: hello → snapshot, op → ack, draw → drawing, ping → pong, others' edits."""

from __future__ import annotations

import asyncio
import logging
import re
import traceback
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from cba_kit.errors import CbaError
from cba_kit.model.workbook import EntryKind, Operation, Workbook, Writer
from cba_kit.pages.drawings import drawings
from cba_kit.pages.rights import rules
from cba_kit.pages.snapshot import entry_json, snapshot, state
from cba_kit.pages.visit import Visit
from cba_kit.pages.words import clock

log = logging.getLogger(__name__)

Message = Mapping[str, Any]
POLL = 2.0
"""Seconds between two looks for others' edits; the guarantee behind every quicker signal."""
MOST_OPERATIONS = 500
"""Operations taken from one message; the page sends those beyond again, because they are not in the ack."""
LONGEST_CLIENT = 80

WRITES: frozenset[EntryKind] = frozenset({"answer", "note", "rating", "action", "comment"})
COMMENTS: frozenset[EntryKind] = frozenset({"comment"})


class Conversation:
    """Answers one page's messages about one workbook at a time.

    A participant's own workbook is open from the start; a coach's page opens one after another with
    `show`. Whatever comes in is checked; nothing that a page sends can stop the conversation.
    """

    def __init__(self, visit: Visit, workbook: Workbook | None, kinds: frozenset[EntryKind]) -> None:
        self.visit = visit
        self.workbook = workbook
        self.kinds = kinds
        self.extra: Callable[[], dict[str, Any]] = dict
        """More for the snapshot: what a coach's page adds."""
        self._seen = 0
        self._watching: asyncio.Task[None] | None = None

    def answer(self, message: Message) -> Iterable[Message]:
        """Return the replies to one message."""
        try:
            yield from self._answer(message)
        except CbaError as error:
            yield {"t": "error", "message": str(error)}
        except Exception as error:  # no traceback for the page, no words for the log
            where = "".join(traceback.format_tb(error.__traceback__)).rstrip()
            log.error("%s while answering a page:\n%s", type(error).__name__, where)
            yield {"t": "error", "message": self.visit.texts["errors.not_understood"]}

    def _answer(self, message: Message) -> Iterable[Message]:
        kind = message.get("t") if isinstance(message, Mapping) else None
        if kind == "ping":
            yield {"t": "pong"}
        elif kind == "hello":
            yield self.greet()
        elif kind == "op":
            yield from self._write(message)
        elif kind == "draw":
            yield from self._draw(message)
        else:
            yield {"t": "error", "message": self.visit.texts["errors.not_understood"]}

    def greet(self) -> Message:
        """Return the snapshot: everything that the page shows."""
        if self.workbook is not None:
            self.workbook = self.visit.store.journal.workbook(self.workbook.id)
            self._seen = self.workbook.version
        return snapshot(self.visit, self.workbook, self.kinds) | self.extra()

    def show(self, workbook: Workbook, kinds: frozenset[EntryKind]) -> None:
        """Talk about another workbook from now on; the caller has checked that the visitor may."""
        self.workbook, self.kinds = workbook, kinds

    def watch(self, send: Callable[[Message], None]) -> None:
        """Look for others' edits from now on and hand them to `send`."""
        if self._watching is None or self._watching.done():
            self._watching = asyncio.get_running_loop().create_task(self._watch(send))

    async def _watch(self, send: Callable[[Message], None]) -> None:
        while True:
            await asyncio.sleep(POLL)
            try:
                for message in self.news():
                    send(message)
            except CbaError as error:
                log.warning("others' edits could not be read: %s", error)

    def news(self) -> Iterable[Message]:
        """Return what others changed since the last look."""
        if self.workbook is None:
            return
        version, changed = self.visit.store.journal.since(self.workbook.id, self._seen)
        if version <= self._seen:
            return
        self._seen = version
        entries = [entry_json(entry) for entry in changed]
        yield {"t": "ops", "version": version, "entries": entries}
        yield state(self.visit, self.workbook.id)

    def _write(self, message: Message) -> Iterable[Message]:
        if self.workbook is None or message.get("workbook") != self.workbook.id:
            yield {"t": "error", "message": self.visit.texts["errors.other_workbook"]}
            return
        operations, refused = _operations(message.get("ops"))
        writer = Writer(
            person=self.visit.person.id, client=_client(message.get("client")), kinds=self.kinds
        )
        receipt = self.visit.store.journal.apply(
            self.workbook.id, operations, writer, accept=rules(self.visit, self.workbook)
        )
        refused += [{"id": refusal.operation, "reason": refusal.reason} for refusal in receipt.refused]
        if receipt.version == self._seen + len(receipt.accepted):
            self._seen = receipt.version  # nobody else wrote meanwhile: nothing more to fetch
        at = receipt.at.astimezone(self.visit.zone)
        yield {
            "t": "ack",
            "ids": list(receipt.accepted),
            "version": receipt.version,
            "saved": clock(at),
            "refused": refused,
            "entries": [entry_json(entry) for entry in receipt.entries],
        }
        if receipt.entries:
            yield state(self.visit, self.workbook.id)

    def _draw(self, message: Message) -> Iterable[Message]:
        sheet = self.visit.sheets.get(str(message.get("sheet")))
        if self.workbook is None or sheet is None:
            return
        entries = self.visit.store.journal.entries(self.workbook.id)
        part = str(message.get("part") or "")
        yield {"t": "drawing", "sheet": sheet.key, "pictures": drawings(self.visit, sheet, entries, part)}


def _operations(raw: object) -> tuple[list[Operation], list[dict[str, str]]]:
    """Read operations; each one that is no operation is refused alone, by its id where it has one."""
    if not isinstance(raw, list):
        return [], []
    operations: list[Operation] = []
    refused: list[dict[str, str]] = []
    for item in raw[:MOST_OPERATIONS]:
        try:
            operations.append(Operation.model_validate(item))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            name = item.get("id") if isinstance(item, dict) else None
            if isinstance(name, str):
                refused.append({"id": name, "reason": f"{place}: {first['msg']}."})
    return operations, refused


def _client(raw: object) -> str:
    """Return the page's name for itself, without signs that a database does not take."""
    return re.sub(r"[^A-Za-z0-9_.:-]", "", str(raw or ""))[:LONGEST_CLIENT] or "page"
