"""Filled: what a check looks at, the sheets of one workbook with all that was written on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from cba_kit.model.base import Frozen
from cba_kit.model.canvas import Canvas
from cba_kit.model.complete import Template
from cba_kit.model.form import Column, Form
from cba_kit.model.plan import Plan
from cba_kit.model.trends import Trends
from cba_kit.model.workbook import Entry

_BESIDE = frozenset({"meaning", "evidence", "proof", "part", "position"})
"""Fields of an entry that are no words of its own."""


class Filled:
    """The sheets of a workbook, seen from the one that is asked about.

    `entries` are those that the reader sees; removed ones, copies of conflicts and empty ones do not count.
    """

    def __init__(
        self, entries: Iterable[Entry], sheets: Mapping[str, Template], sheet: str, today: date
    ) -> None:
        self.sheets = sheets
        self.sheet = sheet
        self.today = today
        self._entries = [e for e in entries if not e.removed and not e.conflict_of]

    def written(self, sheet: str = "", blocks: Iterable[str] = ()) -> list[Entry]:
        """Return the notes of a canvas, or the answers of a form, in their order on the page.

        Without a sheet of the one asked about; `blocks` are blocks or questions, none means all.
        """
        wanted = set(blocks)
        key = sheet or self.sheet
        here = self._by_sheet.get(key, [])
        return [e for e in here if e.kind in ("note", "answer") and (not wanted or e.block in wanted)]

    def ratings(self, sheet: str) -> list[Entry]:
        """Return the ratings of a trends sheet."""
        return [e for e in self._entries if e.sheet == sheet and e.kind == "rating"]

    def columns(self, sheet: str = "", block: str = "") -> Mapping[str, Column]:
        """Return the columns that a note of a canvas, or a row of a form's question, is asked for."""
        template = self.sheets.get(sheet or self.sheet)
        if isinstance(template, Canvas):
            return {column.key: column for column in template.columns}
        question = template.question(block) if isinstance(template, Form) else None
        return {column.key: column for column in question.columns} if question else {}

    @cached_property
    def trends(self) -> list[Trends]:
        """The trends sheets of the workbook."""
        return [sheet for sheet in self.sheets.values() if isinstance(sheet, Trends)]

    @cached_property
    def plans(self) -> bool:
        """Tell whether actions can be written in this workbook; a group's has no plan."""
        return any(isinstance(sheet, Plan) for sheet in self.sheets.values())

    def linked(self, key: str) -> set[str]:
        """Return what an entry (its id) or a trend (its key) is linked with, by either side."""
        return self._links.get(key, set())

    def has_action(self, key: str) -> bool:
        """Tell whether an action that is not dropped comes from an entry (its id) or a trend (its key)."""
        return key in self._acted

    @cached_property
    def _by_sheet(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in sorted(self._entries, key=lambda e: (place(e), e.created_at, e.id)):
            if text_of(entry):
                found.setdefault(entry.sheet, []).append(entry)
        return found

    @cached_property
    def _links(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for entry in self._entries:
            for other in targets(entry):
                found.setdefault(entry.id, set()).add(other)
                found.setdefault(other, set()).add(entry.id)
        return found

    @cached_property
    def _acted(self) -> set[str]:
        actions = [e for e in self._entries if e.kind == "action" and e.text("status") != "dropped"]
        found = {target for action in actions for target in targets(action)}
        ids = {action.id for action in actions}
        return found | {e.id for e in self._entries if e.kind != "action" and ids.intersection(targets(e))}


class Found(Frozen):
    """What a check has found: the entries that it is about."""

    entries: tuple[Entry, ...]
    share: int | None = None
    """Percent, where the check measures one."""


def place(entry: Entry) -> float:
    """Return where an entry stands among its neighbours."""
    position = entry.fields.get("position")
    return float(position) if isinstance(position, int | float) else 0.0


def number(entry: Entry, name: str) -> float | None:
    """Return a field as a number, None where none is given."""
    value = entry.fields.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def text_of(entry: Entry) -> str:
    """Return the words of an entry: a note's text, an answer, the first words in a row of a form."""
    for name in ("text", "value", "need", "aim", "title"):
        if entry.text(name).strip():
            return entry.text(name).strip()
    rest = (v for name, v in sorted(entry.fields.items()) if name not in _BESIDE)
    return next((v.strip() for v in rest if isinstance(v, str) and v.strip()), "")


def targets(entry: Entry) -> set[str]:
    """Return what an entry names as connected: ids of entries, keys of trends."""
    links = entry.fields.get("links")
    named = [link.partition(":")[2] for link in links if ":" in link] if isinstance(links, list) else []
    trends = entry.fields.get("trends")
    if entry.kind == "action":
        named += [*(trends if isinstance(trends, list) else []), entry.text("origin")]
    return {name for name in named if name}
