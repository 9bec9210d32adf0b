"""`cba lab` gives an academy teaching notebooks of its own."""

from __future__ import annotations

from pathlib import Path

from cba_kit.cli.serve import _teaching_notebooks
from cba_kit.config import TOML, shipped


def test_academy_gets_copies_that_are_never_written_over(tmp_path: Path) -> None:
    """The first use copies all; a changed one stays changed, and a removed one stays away."""
    (tmp_path / TOML).write_text('name = "Test"\n', encoding="utf-8")
    room = _teaching_notebooks(tmp_path)
    names = sorted(path.name for path in room.glob("*.ipynb"))
    assert names == sorted(path.name for path in shipped("notebooks").glob("*.ipynb"))
    (room / names[0]).write_text("mine", encoding="utf-8")
    (room / names[1]).unlink()
    assert _teaching_notebooks(tmp_path) == room
    assert (room / names[0]).read_text(encoding="utf-8") == "mine"
    assert not (room / names[1]).exists()


def test_without_academy_the_shipped_ones_are_opened(tmp_path: Path) -> None:
    """Nothing is written into a folder that is no academy."""
    assert _teaching_notebooks(tmp_path) == shipped("notebooks")
    assert list(tmp_path.iterdir()) == []
