"""The grid of a canvas: accepted exactly when every block is one rectangle and every block has a place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cba_kit.model.canvas import Block, Canvas

NAMES = ("a", "b", "c")


def canvas(rows: list[list[str]], keys: tuple[str, ...]) -> Canvas:
    return Canvas(
        key="test",
        title="Test",
        short="Test",
        purpose="Test.",
        start="Begin.",
        areas=tuple(" ".join(row) for row in rows),
        blocks=tuple(Block(key=key, title=key, short=key, questions=("Why?",)) for key in keys),
    )


def is_rectangle(rows: list[list[str]], name: str) -> bool:
    """Fill the cells between the outermost ones and see whether any has another name."""
    cells = [(y, x) for y, row in enumerate(rows) for x, cell in enumerate(row) if cell == name]
    ys, xs = [y for y, _ in cells], [x for _, x in cells]
    return all(rows[y][x] == name for y in range(min(ys), max(ys) + 1) for x in range(min(xs), max(xs) + 1))


grids = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from(NAMES), min_size=width, max_size=width), min_size=1, max_size=4
    )
)


@given(rows=grids, keys=st.sets(st.sampled_from(NAMES), min_size=1))
def test_grid_is_accepted_when_its_blocks_are_rectangles(rows: list[list[str]], keys: set[str]) -> None:
    placed = {name for row in rows for name in row}
    good = placed == keys and all(is_rectangle(rows, name) for name in placed)

    try:
        canvas(rows, tuple(sorted(keys)))
        accepted = True
    except ValidationError:
        accepted = False

    assert accepted == good


@given(rows=grids)
def test_grid_with_a_longer_line_is_refused(rows: list[list[str]]) -> None:
    uneven = [*rows, [*rows[0], "a"]]
    placed = {name for row in uneven for name in row}

    with pytest.raises(ValidationError, match="every line of areas needs the same number of words"):
        canvas(uneven, tuple(sorted(placed)))
