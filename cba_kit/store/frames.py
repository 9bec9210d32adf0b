"""Frames: an edition's notes, ratings, actions and progress as pandas tables, for own analyses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from cba_kit.content import Library
from cba_kit.model.assessment import round_of
from cba_kit.model.canvas import Canvas
from cba_kit.model.complete import progress
from cba_kit.model.people import Person
from cba_kit.model.rounds import without_blind
from cba_kit.model.trends import Trends
from cba_kit.model.values import Action, EntryKind
from cba_kit.model.workbook import Entry
from cba_kit.store.rounds import blind_rounds
from cba_kit.store.store import Store

WHO = ("person", "name", "cluster", "country")
NOTE = (*WHO, "sheet", "block", "block_title", "text", "meaning", "changed_at")
RATING = (
    *WHO,
    *(
        "sheet",
        "trend",
        "trend_name",
        "round",
        "relevance",
        "direction",
        "knowledge",
        "certainty",
        "readiness",
    ),
    *("unknown", "horizon", "reason", "changed_at"),
)
PROGRESS = (*WHO, "sheet", "title", "done", "needed", "share", "complete", "items", "changed_at")
SCALES = ("relevance", "direction", "knowledge", "certainty", "readiness")


def notes(store: Store, library: Library, edition: str) -> pd.DataFrame:
    """Return one row a note of every canvas: who, where, what it says, what it means."""
    sheets = library.sheets(library.edition(edition))

    def row(entry: Entry) -> Mapping[str, Any]:
        sheet = sheets.get(entry.sheet)
        block = sheet.block(entry.block) if isinstance(sheet, Canvas) else None
        return {
            "sheet": entry.sheet,
            "block": entry.block,
            "block_title": block.title if block else entry.block,
            "text": entry.text(),
            "meaning": entry.text("meaning") or "today",
            "changed_at": entry.changed_at,
        }

    return _frame(NOTE, ({**who, **row(entry)} for who, entry in _entries(store, edition, "note")))


def ratings(store: Store, library: Library, edition: str) -> pd.DataFrame:
    """Return one row a trend and round. A number is missing where it was not given or is not known.

    A round that is rated blind now is not in it, for whoever reads it may take part, too.
    `unknown` names the scales that were answered by “I don't know”, with commas between them.
    """
    sheets = library.sheets(library.edition(edition))

    def row(entry: Entry) -> Mapping[str, Any]:
        sheet = sheets.get(entry.sheet)
        trend = sheet.trend(entry.block) if isinstance(sheet, Trends) else None
        given = {name: entry.fields.get(name) for name in SCALES}
        return {
            "sheet": entry.sheet,
            "trend": entry.block,
            "trend_name": trend.name if trend else entry.block,
            "round": round_of(entry),
            **{name: value if isinstance(value, int) else None for name, value in given.items()},
            "unknown": ",".join(name for name, value in given.items() if value == "unknown"),
            "horizon": entry.text("horizon"),
            "reason": entry.text("reason"),
            "changed_at": entry.changed_at,
        }

    blind = blind_rounds(store, edition)
    shown = (
        (who, entry) for who, entry in _entries(store, edition, "rating") if without_blind([entry], blind)
    )
    frame = _frame(RATING, ({**who, **row(entry)} for who, entry in shown))
    return frame.astype(dict.fromkeys(SCALES, "Int64"))


def actions(store: Store, library: Library, edition: str) -> pd.DataFrame:
    """Return one row an action, its fields as columns; lists are joined with commas, money is in EUR."""
    library.edition(edition)
    fields = tuple(Action.model_fields)

    def row(entry: Entry) -> Mapping[str, Any]:
        values = Action.model_validate(entry.fields).model_dump(mode="json")
        return {name: ",".join(v) if isinstance(v, list) else v for name, v in values.items()}

    rows = (
        {**who, "action": entry.id, **row(entry), "changed_at": entry.changed_at}
        for who, entry in _entries(store, edition, "action")
    )
    frame = _frame((*WHO, "action", *fields, "changed_at"), rows)
    return frame.astype({"cost": "Float64", "confidence": "Int64"})


def progress_of(store: Store, library: Library, edition: str) -> pd.DataFrame:
    """Return one row a participant and sheet: how far it is, by the rule in model/complete.py."""
    sheets = library.sheets(library.edition(edition))

    def rows() -> Iterator[Mapping[str, Any]]:
        for person in store.people.of(edition, "participant"):
            written = store.journal.entries(store.journal.workbook_of(person.id).id)
            for key, sheet in sheets.items():
                found = progress(sheet, written)
                last = max((entry.changed_at for entry in written if entry.sheet == key), default=None)
                yield {
                    **_who(person),
                    "sheet": key,
                    "title": sheet.title,
                    **found.model_dump(),
                    "share": found.share,
                    "complete": found.complete,
                    "changed_at": last,
                }

    return _frame(PROGRESS, rows())


def _entries(store: Store, edition: str, kind: EntryKind) -> Iterator[tuple[Mapping[str, Any], Entry]]:
    for person in store.people.of(edition, "participant"):
        for entry in store.journal.entries(store.journal.workbook_of(person.id).id):
            if entry.kind == kind:
                yield _who(person), entry


def _who(person: Person) -> Mapping[str, Any]:
    cluster = person.cluster
    return {
        "person": person.id,
        "name": person.name,
        "cluster": cluster.name if cluster else "",
        "country": cluster.country if cluster else "",
    }


def _frame(columns: Sequence[str], rows: Iterator[Mapping[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=list(columns))
    return frame.assign(changed_at=pd.to_datetime(frame["changed_at"], utc=True))
