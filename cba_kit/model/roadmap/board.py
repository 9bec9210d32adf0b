"""A canvas as a roadmap shows it: blocks with their place on the grid, and their notes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cba_kit.model.canvas import Canvas, Meaning
from cba_kit.model.noted import NOWHERE
from cba_kit.model.roadmap.source import Source
from cba_kit.model.workbook import Entry


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands on the grid, in cells."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class BoardNote:
    """A note; `meaning` is the key of what its colour says."""

    id: str
    text: str
    meaning: str


@dataclass(frozen=True, slots=True)
class BoardBlock:
    """A block with its notes; its key and title are empty for the notes without a block."""

    key: str
    title: str
    place: Place
    notes: tuple[BoardNote, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """A canvas, filled as far as it is; `blocks` stand in reading order.

    Notes whose block the canvas does not have any more stand in a row of their own below the grid.
    """

    key: str
    title: str
    start: str
    credit: str
    columns: int
    rows: int
    meanings: tuple[Meaning, ...]
    blocks: tuple[BoardBlock, ...]
    canvas: Canvas
    """What it was made from."""
    entries: tuple[Entry, ...]

    @property
    def notes(self) -> tuple[BoardNote, ...]:
        """All notes."""
        return tuple(note for block in self.blocks for note in block.notes)

    @property
    def size(self) -> int:
        """How many blocks the canvas has."""
        return sum(block.key != NOWHERE for block in self.blocks)

    @property
    def filled(self) -> int:
        """How many of them have a note."""
        return sum(bool(block.notes) for block in self.blocks if block.key != NOWHERE)


def board(source: Source, canvas: Canvas) -> Board:
    """Read a canvas from the workbook; a note of an unknown meaning takes the first one."""
    places = grid_places(canvas)
    written = source.on(canvas.key)
    blocks = [
        BoardBlock(
            block.key,
            block.title,
            places[block.key],
            _notes(canvas, (e for e in written if e.block == block.key)),
        )
        for block in canvas.blocks
    ]
    columns, rows = len(canvas.areas[0].split()), len(canvas.areas)
    lost = _notes(canvas, (e for e in written if e.kind == "note" and canvas.block(e.block) is None))
    if lost:
        blocks.append(BoardBlock(NOWHERE, "", Place(0, rows, columns, 1), lost))
        rows += 1
    return Board(
        canvas.key,
        canvas.title,
        canvas.start,
        canvas.credit,
        columns,
        rows,
        canvas.meanings,
        tuple(blocks),
        canvas,
        tuple(written),
    )


def _notes(canvas: Canvas, entries: Iterable[Entry]) -> tuple[BoardNote, ...]:
    known = {meaning.key for meaning in canvas.meanings}
    return tuple(
        BoardNote(
            entry.id,
            entry.text().strip(),
            entry.text("meaning") if entry.text("meaning") in known else canvas.meanings[0].key,
        )
        for entry in entries
        if entry.text().strip()
    )


def unfilled(canvas: Canvas) -> tuple[BoardBlock, ...]:
    """Return the blocks of a canvas on which nobody has written."""
    places = grid_places(canvas)
    return tuple(BoardBlock(block.key, block.title, places[block.key], ()) for block in canvas.blocks)


def grid_places(canvas: Canvas) -> dict[str, Place]:
    """Read each block's rectangle from the canvas's areas."""
    found: dict[str, Place] = {}
    for y, row in enumerate(canvas.areas):
        for x, key in enumerate(row.split()):
            first = found.get(key, Place(x, y, 0, 0))
            found[key] = Place(first.x, first.y, x - first.x + 1, y - first.y + 1)
    return found
