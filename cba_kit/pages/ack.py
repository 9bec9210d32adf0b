"""Acks: what a page is told of its operations after the commit, and the entries that it lacks then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cba_kit.model.workbook import Entry, Operation, Workbook
from cba_kit.pages.sight import Sight
from cba_kit.pages.snapshot import entry_json
from cba_kit.pages.visit import Visit
from cba_kit.pages.words import clock
from cba_kit.store import Receipt

Message = dict[str, Any]
Refused = Sequence[dict[str, str]]


def ack(
    visit: Visit, workbook: Workbook, receipt: Receipt, *, seen: tuple[int, Iterable[Entry]], refused: Refused
) -> Message:
    """Return the answer to operations that the store has taken.

    `seen` is what `lacking` found; `refused` are those that were no operations, so that the store never
    heard of them.
    """
    version, entries = seen
    more = [{"id": refusal.operation, "reason": refusal.reason} for refusal in receipt.refused]
    return {
        "t": "ack",
        "workbook": workbook.id,
        "ids": list(receipt.accepted),
        "version": version,
        "saved": clock(receipt.at.astimezone(visit.zone)),
        "refused": [*refused, *more],
        "entries": [entry_json(entry) for entry in entries],
    }


def turned_away(
    workbook_id: str, operations: Iterable[Operation], refused: Refused, *, reason: str
) -> Message:
    """Return the answer to operations for a workbook that the visitor may not write in.

    The words stay with whoever wrote them: the page offers what is refused to be copied.
    """
    names = [*(operation.id for operation in operations), *(refusal["id"] for refusal in refused)]
    return {
        "t": "ack",
        "workbook": workbook_id,
        "ids": [],
        "version": 0,
        "saved": "",
        "refused": [{"id": name, "reason": reason} for name in names],
        "entries": [],
    }


def lacking(
    visit: Visit, workbook: Workbook, operations: Iterable[Operation], receipt: Receipt, *, seen: int | None
) -> tuple[int, list[Entry]]:
    """Return the version that the page has seen after the ack, and the entries that it lacks for that.

    These are the entries written now; those that others wrote since version `seen`, because a page takes
    the version for what it has seen (None: it shows another workbook); and those of operations that had
    been written before: their first ack may never have arrived.
    """
    journal = visit.store.journal
    version, found = receipt.version, {entry.id: entry for entry in receipt.entries}
    if seen is not None and seen != receipt.before:
        version, others = journal.since(workbook.id, seen)
        found |= {entry.id: entry for entry in others}
    accepted = set(receipt.accepted)
    again = {one.entry for one in operations if one.id in accepted} - set(found)
    if again:
        now = journal.entries(workbook.id, removed=True)
        found |= {entry.id: entry for entry in now if entry.id in again or entry.conflict_of in again}
    return version, Sight(visit, workbook).of(found.values())
