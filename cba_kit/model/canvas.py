"""Canvases: blocks on a grid, with notes in them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from cba_kit.model.base import Frozen, Key, Text
from cba_kit.model.form import Column
from cba_kit.model.sheet import SheetTemplate
from cba_kit.model.values import Note

_KEY = r"[a-z][a-z0-9_]{0,40}"


class Block(Frozen):
    """One block of a canvas; its key is also the name of its place in `areas`."""

    key: Key
    title: Text
    short: Text
    """At most about 12 letters, for the map on a phone."""
    questions: tuple[Text, ...] = Field(min_length=1)
    """Guiding questions."""
    example: str = ""


class Meaning(Frozen):
    """What a note's colour says; the marker says the same without colour."""

    key: Key
    label: Text
    tint: Literal["today", "wish", "risk", "ask"]


MEANINGS = (
    Meaning(key="today", label="Today", tint="today"),
    Meaning(key="wish", label="Wished for", tint="wish"),
    Meaning(key="risk", label="At risk", tint="risk"),
)


class Canvas(SheetTemplate):
    """A sheet of kind canvas. `areas` are the grid's rows, each a line of block keys (CSS grid areas)."""

    kind: Literal["canvas"] = "canvas"
    areas: tuple[Text, ...] = Field(min_length=1)
    blocks: tuple[Block, ...] = Field(min_length=1)
    """In reading (coaching) order."""
    meanings: tuple[Meaning, ...] = Field(default=MEANINGS, min_length=1, max_length=4)
    columns: tuple[Column, ...] = ()
    """What a note is asked for beside its words: numbers, choices."""
    parts_from: Annotated[str, StringConstraints(pattern=rf"^({_KEY}\.{_KEY})?$")] = ""
    """“sheet.block”: this canvas is filled once for each note there (`Note.part`); left out: once."""
    enough: int = Field(default=1, ge=1)
    """Notes that make a block count as filled."""

    def block(self, key: str) -> Block | None:
        """The block with this key, or None."""
        return next((block for block in self.blocks if block.key == key), None)

    @model_validator(mode="after")
    def _every_block_has_its_place(self) -> Canvas:
        rows = [row.split() for row in self.areas]
        if len({len(row) for row in rows}) != 1:
            raise ValueError("every line of areas needs the same number of words")
        placed = {name for row in rows for name in row}
        names = [block.key for block in self.blocks]
        keys = set(names)
        if placed - keys:
            raise ValueError(f"areas name a block that does not exist: “{min(placed - keys)}”")
        if keys - placed:
            raise ValueError(f"a block has no place in areas: “{min(keys - placed)}”")
        if len(keys) != len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise ValueError(f"each block needs a key of its own; used twice: “{twice}”")
        taken = {column.key for column in self.columns} & Note.model_fields.keys()
        if taken:
            raise ValueError(f"a column needs another key: every note has a “{min(taken)}” already")
        for name in sorted(placed):
            cells = [(y, x) for y, row in enumerate(rows) for x, cell in enumerate(row) if cell == name]
            rows_of = [y for y, _ in cells]
            columns_of = [x for _, x in cells]
            height = max(rows_of) - min(rows_of) + 1
            width = max(columns_of) - min(columns_of) + 1
            if height * width != len(cells):
                raise ValueError(f"the place of “{name}” in areas is not a rectangle")
        return self
