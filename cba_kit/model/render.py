"""Renders: what the ledger records of every report that was made, or could not be."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from cba_kit.model.base import Frozen

RenderStatus = Literal["ok", "error", "timeout", "died"]


class Render(Frozen):
    """One line of the ledger. `files` maps a format to its path in the academy's output folder."""

    person: str
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
