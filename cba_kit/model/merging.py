"""Merging: what several groups wrote, put together block by block, with what says the same side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from rapidfuzz import fuzz, utils

from cba_kit.model.canvas import Canvas
from cba_kit.model.stage import tally
from cba_kit.model.values import Stage
from cba_kit.model.workbook import Entry

ALIKE = 82.0
"""From this similarity on (0 to 100, words in any order) two notes are shown as perhaps the same."""
SHORT = 4
"""Letters below which only equal words are alike: “R&D” and “RTD” are not."""


@dataclass(frozen=True, slots=True)
class Given:
    """A note that a group wrote, and the dots that it got there."""

    workbook: str
    entry: Entry
    dots: int

    @property
    def source(self) -> str:
        """Return where it stands: “GROUP/ENTRY”."""
        return f"{self.workbook}/{self.entry.id}"


def given(workbook: str, entries: Iterable[Entry], sheet: str, stage: Stage) -> list[Given]:
    """Return what one group brings: its notes with words that are not private, conflict copies too."""
    written = list(entries)
    dots = tally(written, sheet, stage)
    notes = (e for e in written if e.sheet == sheet and e.kind == "note" and not e.removed)
    return [
        Given(workbook, entry, dots.get(entry.id, 0))
        for entry in notes
        if entry.text().strip() and not entry.fields.get("private")
    ]


def proposed(canvas: Canvas, notes: Sequence[Given], merged: Iterable[str]) -> dict[str, list[list[Given]]]:
    """Return by block the notes that are not `merged` yet (their sources), those that look alike together.

    A bundle holds notes that are each alike to its first one; the first is the one with most dots. Notes
    of a block that the canvas has no more come under “”. Blocks without notes are left out.
    """
    done = set(merged)
    keys = [block.key for block in canvas.blocks]
    found: dict[str, list[list[Given]]] = {}
    for note in sorted(notes, key=lambda note: -note.dots):
        if note.source in done:
            continue
        bundles = found.setdefault(note.entry.block if note.entry.block in keys else "", [])
        here = next((bundle for bundle in bundles if alike(bundle[0].entry.text(), note.entry.text())), None)
        if here is None:
            bundles.append([note])
        else:
            here.append(note)
    return {key: found[key] for key in (*keys, "") if key in found}


def alike(one: str, other: str) -> bool:
    """Tell whether two texts may say the same: their words are nearly the same, in any order."""
    first, second = utils.default_process(one), utils.default_process(other)
    if min(len(first), len(second)) < SHORT:
        return first == second
    return fuzz.token_sort_ratio(first, second) >= ALIKE


def merged_id(sources: Sequence[str]) -> str:
    """Return the id of the note that is made of these: the same each time, so it is never made twice."""
    return f"merged.{sha256(' '.join(sorted(sources)).encode()).hexdigest()[:40]}"
