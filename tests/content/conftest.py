"""An academy's templates folder, and copies of shipped templates with a mistake made in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cba_kit.config import shipped

Spoil = Callable[[str, str, str], int]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An empty templates folder of an academy."""
    folder = tmp_path / "templates"
    folder.mkdir()
    return folder


@pytest.fixture
def spoil(own: Path) -> Spoil:
    """Copy a shipped template into the academy with `old` replaced by `new`; return the line of `new`."""

    def change(relative: str, old: str, new: str) -> int:
        text = (shipped("templates") / relative).read_text(encoding="utf-8")
        before, found, after = text.partition(old)
        assert found, f"{relative} has no {old!r}"
        path = own / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(before + new + after, encoding="utf-8")
        return before.count("\n") + 1

    return change
