"""What changed in a workbook between two points, entry by entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cba_kit.model.canvas import Canvas
from cba_kit.model.complete import Template
from cba_kit.model.form import Form
from cba_kit.model.roadmap.source import Source
from cba_kit.model.trends import Trends
from cba_kit.model.workbook import Entry, in_order

How = Literal["added", "changed", "removed"]
_SILENT = ("position",)
Sheets = Mapping[str, Template]


@dataclass(frozen=True, slots=True)
class Difference:
    """One entry that is not what it was; `before` and `now` are its words."""

    how: How
    sheet: str
    block: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Step:
    """A named point of the journal, and what had changed since the one before."""

    name: str
    at: datetime
    items: int
    added: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class History:
    """What a roadmap tells about change. `since` is None for the first roadmap."""

    since: datetime | None
    differences: tuple[Difference, ...]
    steps: tuple[Step, ...]


def history(source: Source) -> History:
    """Compare the workbook with the last roadmap, and its snapshots with each other."""
    zone = source.edition.zone
    past = source.previous
    differences = compare(source.sheets, past.entries, source.entries) if past else ()
    steps: list[Step] = []
    before: Sequence[Entry] = ()
    for point in source.snapshots:
        steps.append(_step(source, point.name, point.at.astimezone(zone), (before, point.entries)))
        before = point.entries
    if steps:
        steps.append(_step(source, "", source.made, (before, source.entries)))
    return History(past.at.astimezone(zone) if past else None, differences, tuple(steps))


def compare(sheets: Sheets, before: Iterable[Entry], now: Iterable[Entry]) -> tuple[Difference, ...]:
    """Return the differences between two states of a workbook, sheet by sheet; comments left out."""
    old, new = _by_id(before), _by_id(now)
    found = []
    for entry in [*in_order(new.values()), *in_order(e for key, e in old.items() if key not in new)]:
        was, says = old.get(entry.id), new.get(entry.id)
        if was is not None and says is not None and _same(was, says):
            continue
        how: How = "added" if was is None else "removed" if says is None else "changed"
        title, block = _place(sheets, entry)
        found.append(Difference(how, title, block, entry_words(sheets, was), entry_words(sheets, says)))
    order = {sheet.title: index for index, sheet in enumerate(sheets.values())}
    return tuple(sorted(found, key=lambda d: order.get(d.sheet, len(order))))


def entry_words(sheets: Sheets, entry: Entry | None) -> str:
    """Return what an entry says in one line: a note's text, an action's title, a rating's numbers."""
    if entry is None:
        return ""
    for name in ("text", "title", "value"):
        if name in entry.fields and entry.text(name):
            value = entry.fields[name]
            return ", ".join(value) if isinstance(value, list) else entry.text(name)
    template = sheets.get(entry.sheet)
    if isinstance(template, Trends):
        given = [(s.title, entry.text(s.key)) for s in template.scales if entry.text(s.key)]
        return ", ".join(f"{title} {value}" for title, value in given)
    return ", ".join(
        str(v) for name, v in entry.fields.items() if v not in (None, "", []) and name not in _SILENT
    )


def _step(source: Source, name: str, at: datetime, pair: tuple[Sequence[Entry], Sequence[Entry]]) -> Step:
    differences = compare(source.sheets, *pair)
    count = {how: sum(d.how == how for d in differences) for how in ("added", "changed", "removed")}
    return Step(name, at, len(_by_id(pair[1])), count["added"], count["changed"], count["removed"])


def _by_id(entries: Iterable[Entry]) -> dict[str, Entry]:
    return {
        e.id: e
        for e in entries
        if e.kind != "comment"
        and not e.removed
        and any(
            value not in (None, "", [])
            for name, value in e.fields.items()
            if name not in (*_SILENT, "meaning")
        )
    }


def _same(one: Entry, other: Entry) -> bool:
    def heard(entry: Entry) -> dict[str, object]:
        return {k: v for k, v in entry.fields.items() if k not in _SILENT and v not in (None, "", [])}

    return one.block == other.block and heard(one) == heard(other)


def _place(sheets: Sheets, entry: Entry) -> tuple[str, str]:
    template = sheets.get(entry.sheet)
    if isinstance(template, Canvas):
        block = template.block(entry.block)
        return template.title, block.title if block else ""
    if isinstance(template, Form):
        question = template.question(entry.block)
        return template.title, question.title if question else ""
    if isinstance(template, Trends):
        trend = template.trend(entry.block)
        return template.title, trend.short if trend else ""
    return (template.title if template else entry.sheet), ""
