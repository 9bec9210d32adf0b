"""A panel: six more participants who rate, and the rounds that a trainer leads; what its tests share."""

from __future__ import annotations

from typing import Any

from cba_kit.model.people import plenary
from cba_kit.model.workbook import Operation, Writer
from cba_kit.store import Store

SHEET = "megatrends"
NAMES = tuple(f"p{number}" for number in range(6))
KINDS = frozenset({"rating", "answer", "stage"})


def put(store: Store, book: str, name: str, *, kind: str = "rating", sheet: str = SHEET, **more: Any) -> None:
    """Write one entry, whatever the round says."""
    told = {
        "id": f"{name}-{store.journal.workbook(book).version}",
        "sheet": sheet,
        "entry": name,
        "kind": kind,
    }
    writer = Writer(person="tomas", client="c", kinds=KINDS)
    operation = Operation.model_validate(told | more)
    assert store.journal.apply(book, [operation], writer, accept=lambda *_: None).refused == ()


def rate(store: Store, person: str, number: int | None, trend: str = "climate", **fields: Any) -> None:
    """Rate a trend in a round; old clients name none."""
    values = fields if number is None else {"round": number, **fields}
    put(store, person, f"{SHEET}.{trend}.{number or 1}", block=trend, fields=values)


def lead(store: Store, phase: str, number: int) -> None:
    """Set the stage of the rounds."""
    store.journal.make_group_workbook(plenary("cba3").id, edition="cba3")
    fields = {"phase": phase, "round": number}
    put(store, plenary("cba3").id, f"stage.{SHEET}", kind="stage", fields=fields)
