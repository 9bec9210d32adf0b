"""Places: how a cell is named."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from cba_kit.reports.engine.place import headings, place


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("# One", ["One"]),
        ("text\n\n## *Two* and `three` ##\n### Four", ["Two and three", "Four"]),
        ("```\n# a comment\n```\n~~~\n# another\n~~~", []),
        ("#no heading\n#", []),
        ("  # Indented", ["Indented"]),
        ("# A <b>bold</b> word", ["A bold word"]),
        ("", []),
    ],
)
def test_headings(markdown: str, found: list[str]) -> None:
    """Without their marks, and none out of code."""
    assert list(headings(markdown)) == found


def test_place_is_the_nearest_heading_above() -> None:
    """Else the number."""
    cells = [
        new_code_cell(),
        new_markdown_cell("# A\n## B"),
        new_code_cell(),
        new_markdown_cell("text"),
        new_code_cell(),
    ]

    assert [place(cells, index) for index in (0, 2, 4)] == ["cell 1", *["the cell under “B”"] * 2]
