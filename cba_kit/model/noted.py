"""Noted: the notes of a canvas by block, in the order of the page and in the words that people read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cba_kit.model.canvas import Canvas
from cba_kit.model.form import Column
from cba_kit.model.workbook import Entry, Scalar, in_order

NOWHERE = ""
"""The key of the place for notes whose block the template does not have (any more)."""


@dataclass(frozen=True, slots=True)
class Noted:
    """One note. Of two texts that a conflict left, both are here."""

    id: str
    text: str
    meaning: str
    """What its colour says: a label, or a key where the template does not have it (any more)."""
    tint: str
    evidence: str
    """assumed, heard, measured or empty."""
    proof: str
    part: str
    """The id of the note of which this canvas shows a part; empty: of none."""
    columns: tuple[Scalar, ...]
    """What was written in the canvas's own columns, in their order; a choice as its label."""


@dataclass(frozen=True, slots=True)
class NotedBlock:
    """A block with its notes; its key and title are empty for the notes without a block."""

    key: str
    title: str
    notes: tuple[Noted, ...]


def by_block(canvas: Canvas, entries: Iterable[Entry]) -> list[NotedBlock]:
    """Return all blocks in reading order; notes without a block come last, where there are any."""
    found: dict[str, list[Noted]] = {key: [] for key in (*(block.key for block in canvas.blocks), NOWHERE)}
    notes = (e for e in entries if e.kind == "note" and e.sheet == canvas.key and not e.removed)
    for entry in in_order(notes):
        if entry.text().strip():
            found[entry.block if entry.block in found else NOWHERE].append(_noted(canvas, entry))
    titles = {block.key: block.title for block in canvas.blocks}
    return [
        NotedBlock(key, titles.get(key, ""), tuple(notes))
        for key, notes in found.items()
        if notes or key != NOWHERE
    ]


def _noted(canvas: Canvas, entry: Entry) -> Noted:
    wanted = entry.text("meaning") or "today"
    known = next((meaning for meaning in canvas.meanings if meaning.key == wanted), None)
    return Noted(
        id=entry.id,
        text=entry.text(),
        meaning=known.label if known else wanted,
        tint=known.tint if known else canvas.meanings[0].tint,
        evidence=entry.text("evidence"),
        proof=entry.text("proof"),
        part=entry.text("part"),
        columns=tuple(_told(column, entry) for column in canvas.columns),
    )


def _told(column: Column, entry: Entry) -> Scalar:
    value = entry.fields.get(column.key)
    if isinstance(value, list):
        return "; ".join(value)
    labels = {choice.key: choice.label for choice in column.choices}
    return labels.get(value, value) if isinstance(value, str) else value
