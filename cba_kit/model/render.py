"""Renders: what the ledger records of every report that was made, or could not be."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from cba_kit.model.base import Frozen

RenderStatus = Literal["ok", "error", "timeout", "died", "killed", "withheld"]
"""What came of a render.

ok · error: a cell raised, or the document could not be set · timeout: a cell ran longer than it may ·
died: the process ended by itself · killed: stopped from outside, for its time or its memory ·
withheld: made, and not published, because it holds what somebody else wrote, or somebody else's name.
"""


class Render(Frozen):
    """One line of the ledger. `files` maps a format to its path in the academy's output folder."""

    person: str
    """Id of the participant that the report is about; else the edition's code or the notebook's name."""
    edition: str
    report: str
    version: int
    """The workbook's version that was rendered."""
    inputs: str
    """Hash of all that the document depends on; a different one now means that it is stale."""
    status: RenderStatus
    started: datetime
    ms: int
    files: dict[str, str] = Field(default={})
    error: str = ""
    """In plain words, with the cell's heading."""
    notes: tuple[str, ...] = ()
    """What was repaired on the way: missing characters, pictures without alternative text."""
    sizes: dict[str, int] = Field(default={})
    """Bytes of each file, by format."""
    on_demand: bool = False
    """Made because somebody opened it, not by a batch for all."""

    @property
    def size(self) -> int:
        """The size of the documents, without the notebook, in bytes."""
        return sum(size for form, size in self.sizes.items() if form != "ipynb")
