"""A draft to make blocks in, with the shipped words."""

from __future__ import annotations

from pathlib import Path

from cba_kit.content import Library
from cba_kit.reports.blocks.tree import Draft
from cba_kit.reports.words import Words


def draft(folder: Path | None = None) -> Draft:
    return Draft(Words(Library().texts(), "document"), folder)
