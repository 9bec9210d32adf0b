"""A canvas as a roadmap shows it: blocks with their place on the grid, and their notes."""

from __future__ import annotations

from dataclasses import dataclass

from cba_kit.model.canvas import Canvas, Meaning
from cba_kit.model.roadmap.source import Source


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
    """A block with its notes."""

    key: str
    title: str
    place: Place
    notes: tuple[BoardNote, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """A canvas, filled as far as it is; `blocks` stand in reading order."""

    key: str
    title: str
    start: str
    credit: str
    columns: int
    rows: int
    meanings: tuple[Meaning, ...]
    blocks: tuple[BoardBlock, ...]

    @property
    def notes(self) -> tuple[BoardNote, ...]:
        """All notes."""
        return tuple(note for block in self.blocks for note in block.notes)

    @property
    def filled(self) -> int:
        """How many blocks have a note."""
        return sum(bool(block.notes) for block in self.blocks)


def board(source: Source, canvas: Canvas) -> Board:
    """Read a canvas from the workbook; a note of an unknown meaning takes the first one."""
    known = {meaning.key for meaning in canvas.meanings}
    places = grid_places(canvas)
    blocks = tuple(
        BoardBlock(
            block.key,
            block.title,
            places[block.key],
            tuple(
                BoardNote(
                    entry.id,
                    entry.text().strip(),
                    entry.text("meaning") if entry.text("meaning") in known else canvas.meanings[0].key,
                )
                for entry in source.on(canvas.key, block.key)
                if entry.text().strip()
            ),
        )
        for block in canvas.blocks
    )
    rows = [row.split() for row in canvas.areas]
    return Board(
        canvas.key,
        canvas.title,
        canvas.start,
        canvas.credit,
        len(rows[0]),
        len(rows),
        canvas.meanings,
        blocks,
    )


def grid_places(canvas: Canvas) -> dict[str, Place]:
    """Read each block's rectangle from the canvas's areas."""
    found: dict[str, Place] = {}
    for y, row in enumerate(canvas.areas):
        for x, key in enumerate(row.split()):
            first = found.get(key, Place(x, y, 0, 0))
            found[key] = Place(first.x, first.y, x - first.x + 1, y - first.y + 1)
    return found
