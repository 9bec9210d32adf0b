"""Table of a canvas: one row a note, under headings that are read again when the table comes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cba_kit.model.canvas import Canvas
from cba_kit.model.noted import Noted, by_block
from cba_kit.model.workbook import Entry
from cba_kit.store.export_heading import ID, Heading

EVIDENCE = ("assumed", "heard", "measured")


def canvas_headings(canvas: Canvas, words: Mapping[str, str]) -> list[Heading]:
    """Return the columns: block, note, meaning, evidence, proof, the part if there are any, the canvas's own
    columns, and the note's id, by which a note that was rewritten elsewhere is known again.
    """
    shared = ("block", "note", "meaning", "evidence", "proof", *(("part",) if canvas.parts_from else ()))
    return [
        *(Heading("text" if key == "note" else key, words[f"export.{key}"]) for key in shared),
        *(Heading(column.key, column.title, own=True) for column in canvas.columns),
        Heading(ID, words["export.entry"]),
    ]


def canvas_rows(
    canvas: Canvas, entries: Iterable[Entry], words: Mapping[str, str]
) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Yield the id of each note and its row, without the id, by block; of the whole workbook's `entries`."""
    given = list(entries)
    texts = {entry.id: entry.text() for entry in given}
    blocks = {e.id: e.block for e in given}
    for block in by_block(canvas, given):
        for note in block.notes:
            # a note without a block keeps the key of the one that it had
            place = block.title or blocks[note.id]
            yield note.id, (place, note.text, *_marks(canvas, note, words, texts), *note.columns)


def evidence_word(key: str, words: Mapping[str, str]) -> str:
    """Return the word for how something is known; empty where nobody said."""
    return words.get(f"export.known.{key}", key) if key else ""


def _marks(
    canvas: Canvas, note: Noted, words: Mapping[str, str], texts: Mapping[str, str]
) -> tuple[str, ...]:
    told = (note.meaning, evidence_word(note.evidence, words), note.proof)
    return (*told, texts.get(note.part) or note.part) if canvas.parts_from else told
