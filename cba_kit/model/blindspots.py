"""Blind spots: the questions that rules ask about a filled sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256

from cba_kit.model.base import Frozen
from cba_kit.model.rules.filled import Filled, text_of
from cba_kit.model.rules.rule import Rule
from cba_kit.model.workbook import Entry

_NAMED = 3
"""Notes that a question names; more are counted."""
_LONG = 70
"""Letters of a note that a question repeats."""
_UNTOUCHED = frozenset({"position", "meaning", "links", "evidence", "proof", "private", "sources"})
"""Fields that may change without the question being another one."""


class Hit(Frozen):
    """One question about a sheet."""

    sheet: str
    rule: str
    ask: str
    why: str
    block: str
    """Where a note would answer it; empty: nowhere on this sheet."""
    notes: tuple[str, ...]
    """Ids of the entries that it is about."""
    about: str
    """A mark of these entries' words. A page keeps it in the entry `finding.SHEET.RULE` when somebody answers
    the question or sets it aside (model/workbook.py `Finding`); with another mark it is asked again."""


def hits(rules: Iterable[Rule], filled: Filled) -> list[Hit]:
    """Return the questions that rules ask about `filled.sheet`, in the rules' order.

    A rule about a sheet that the workbook does not have asks nothing.
    """
    written = len(filled.written())
    known = filled.sheets.keys()
    return [
        hit
        for rule in rules
        if written >= rule.begin and rule.needs <= known and (hit := _hit(rule, filled)) is not None
    ]


def _hit(rule: Rule, filled: Filled) -> Hit | None:
    found = rule.check.find(filled)
    if found is None:
        return None
    values = {
        "notes": _listed([_called(entry, filled) for entry in found.entries]),
        "n": str(len(found.entries)),
        "share": "" if found.share is None else str(found.share),
    }
    return Hit(
        sheet=filled.sheet,
        rule=rule.key,
        ask=_filled_in(rule.ask, values),
        why=_filled_in(rule.why, values),
        block=rule.block,
        notes=tuple(entry.id for entry in found.entries),
        about=_mark(found.entries),
    )


def _filled_in(text: str, values: dict[str, str]) -> str:
    """Return the text with its places filled in; after a list that goes on, a sentence needs no full stop."""

    def told(place: re.Match[str]) -> str:
        value = values[place[1]]
        return value if value.endswith("…") else value + place[2]

    return re.sub(r"\{(\w+)\}(\.?)", told, text)


def _called(entry: Entry, filled: Filled) -> str:
    if entry.kind == "rating":
        trends = (sheet.trend(entry.block) for sheet in filled.trends if sheet.key == entry.sheet)
        return next((trend.short for trend in trends if trend is not None), entry.block)
    text = " ".join(text_of(entry).split())
    return text if len(text) <= _LONG else f"{text[: _LONG - 1].rstrip()}…"


def _listed(names: Sequence[str]) -> str:
    more = " …" if len(names) > _NAMED else ""
    return ", ".join(f"“{name}”" for name in names[:_NAMED]) + more


def _mark(entries: Sequence[Entry]) -> str:
    kept = sorted(
        (e.id, e.block, sorted((n, str(v)) for n, v in e.fields.items() if n not in _UNTOUCHED))
        for e in entries
    )
    return sha256(repr(kept).encode()).hexdigest()[:16]
