"""Workbooks in a few words: notes, rows, ratings and actions on the shipped sheets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import Any

from cba_kit.content import Library
from cba_kit.model.blindspots import Hit, hits
from cba_kit.model.rules.filled import Filled
from cba_kit.model.values import EntryKind
from cba_kit.model.workbook import Entry
from tests.model.sheets import NOON

TODAY = date(2026, 3, 11)
LIBRARY = Library()
SHEETS = {key: LIBRARY.sheet(key) for key in LIBRARY.sheet_keys()}
_numbers = count(1)


def entry(kind: EntryKind, sheet: str, block: str, entry_id: str = "", /, **fields: Any) -> Entry:
    """Return an entry that is there; without an id it gets one."""
    number = next(_numbers)
    return Entry(
        id=entry_id or f"e{number}",
        sheet=sheet,
        kind=kind,
        block=block,
        fields={"position": number} | fields,
        removed=False,
        conflict_of=None,
        version=number,
        created_by="ilze",
        created_at=NOON,
        changed_by="ilze",
        changed_at=NOON,
    )


def note(sheet: str, block: str, text: str, entry_id: str = "", /, **fields: Any) -> Entry:
    """Return a note."""
    return entry("note", sheet, block, entry_id, **({"text": text} | fields))


def row(sheet: str, question: str, entry_id: str = "", /, **cells: Any) -> Entry:
    """Return a row of a form."""
    return entry("answer", sheet, question, entry_id, **cells)


def rating(trend: str, **said: Any) -> Entry:
    """Return a rating of one of the shipped megatrends."""
    return entry("rating", "megatrends", trend, f"megatrends.{trend}", **said)


def action(**fields: Any) -> Entry:
    """Return an action."""
    return entry("action", "action_plan", "", **({"title": "Act"} | fields))


def asked(sheet: str, entries: Sequence[Entry]) -> dict[str, Hit]:
    """Return what the shipped rules ask about a sheet, by rule."""
    filled = Filled(entries, SHEETS, sheet, TODAY)
    return {hit.rule: hit for hit in hits(LIBRARY.rules(sheet), filled)}
