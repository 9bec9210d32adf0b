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
from cba_kit.model.workbook import Entry, EntryKind, Operation, Workbook, Writer
from cba_kit.pages.drawings import drawings
from cba_kit.pages.rights import rules
from cba_kit.pages.snapshot import entry_json, snapshot, state
from cba_kit.pages.visit import Visit
from cba_kit.pages.words import clock
from cba_kit.store import Receipt

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
        yield {"t": "ops", "workbook": self.workbook.id, "version": version, "entries": entries}
        yield self._state(self.workbook)

    def _state(self, workbook: Workbook) -> Message:
        return state(self.visit, workbook.id) | {"workbook": workbook.id}

    def writable(self, workbook_id: str) -> tuple[Workbook, frozenset[EntryKind]] | None:
        """Return the workbook and what the page may write in it; None where it may write nothing."""
        if self.workbook is None or self.workbook.id != workbook_id:
            return None
        return self.workbook, self.kinds

    def _write(self, message: Message) -> Iterable[Message]:
        operations, refused = _operations(message.get("ops"))
        place = self.writable(str(message.get("workbook")))
        if place is None:
            # the words stay with whoever wrote them: the page offers what is refused to be copied
            reason = self.visit.texts["errors.not_yours"]
            names = [operation.id for operation in operations] + [refusal["id"] for refusal in refused]
            ack: dict[str, Any] = {
                "t": "ack",
                "workbook": message.get("workbook"),
                "ids": [],
                "version": 0,
                "saved": "",
            }
            yield ack | {"refused": [{"id": name, "reason": reason} for name in names], "entries": []}
            return
        workbook, kinds = place
        writer = Writer(person=self.visit.person.id, client=_client(message.get("client")), kinds=kinds)
        receipt = self.visit.store.journal.apply(
            workbook.id, operations, writer, accept=rules(self.visit, workbook)
        )
        refused += [{"id": refusal.operation, "reason": refusal.reason} for refusal in receipt.refused]
        version, entries = self._touched(workbook, operations, receipt)
        yield {
            "t": "ack",
            "workbook": workbook.id,
            "ids": list(receipt.accepted),
            "version": version,
            "saved": clock(receipt.at.astimezone(self.visit.zone)),
            "refused": refused,
            "entries": [entry_json(entry) for entry in entries],
        }
        if entries and self._is_open(workbook):
            yield self._state(workbook)

    def _is_open(self, workbook: Workbook) -> bool:
        return self.workbook is not None and self.workbook.id == workbook.id

    def _touched(
        self, workbook: Workbook, operations: list[Operation], receipt: Receipt
    ) -> tuple[int, list[Entry]]:
        """Return the version that the page has seen after this ack, and the entries that it lacks for that.

        These are the entries written now; those that others wrote since the last look, because a page
        takes the version for what it has seen; and those of operations that had been written before:
        their first ack may never have arrived.
        """
        journal = self.visit.store.journal
        version, found = receipt.version, {entry.id: entry for entry in receipt.entries}
        if self._is_open(workbook):
            if receipt.before != self._seen:
                version, others = journal.since(workbook.id, self._seen)
                found |= {entry.id: entry for entry in others}
            self._seen = version
        accepted = set(receipt.accepted)
        again = {one.entry for one in operations if one.id in accepted} - set(found)
        if again:
            now = journal.entries(workbook.id, removed=True)
            found |= {entry.id: entry for entry in now if entry.id in again or entry.conflict_of in again}
        return version, list(found.values())

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
