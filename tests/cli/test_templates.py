"""`cba templates check`: every mistake with file, line and fix."""

from __future__ import annotations

from pathlib import Path

from .conftest import Cba


def test_shipped_templates_are_in_order(cba: Cba, folder: Path) -> None:
    """A new academy starts without a mistake."""
    ran = cba("templates", "check", "--academy", folder)
    assert (ran.code, ran.out, ran.err) == (0, "All templates are in order.\n", "")


def test_every_mistake_is_told_with_file_and_line(cba: Cba, folder: Path) -> None:
    """Two files, two mistakes, two lines; the exit code says that something is wrong."""
    canvases = folder / "templates" / "canvases"
    canvases.mkdir()
    head = "title: T\nshort: T\npurpose: P.\nstart: S.\nareas: [a b]\nblocks:\n"
    block = "  - {key: KEY, title: A, short: A, questions: [Who?]}\n"
    (canvases / "one.yaml").write_text(head + block.replace("KEY", "a"))
    (canvases / "two.yaml").write_text("title: [unclosed\n")
    ran = cba("templates", "check", "--academy", folder)
    lines = ran.err.splitlines()
    assert (ran.code, ran.out, len(lines)) == (2, "", 2)
    assert all(f"canvases/{name}.yaml:" in line for name, line in zip(("one", "two"), lines, strict=True))
    assert "areas name a block that does not exist: “b”" in lines[0]
