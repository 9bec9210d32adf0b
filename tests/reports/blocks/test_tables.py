"""Tables: every place covered once, numbers right, wide ones in parts that repeat their index."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cba_kit.reports.blocks.tables import MOST, Cell, is_number, tables
from cba_kit.reports.blocks.tree import text
from tests.reports.blocks.drafts import draft


def cell(words: str, across: int = 1, down: int = 1, *, header: bool = False) -> Cell:
    return Cell([text(words)] if words else [], across, down, header)


def covered(rows: list[list[dict[str, int]]]) -> list[int]:
    """How many columns each row covers, those of cells from above counted."""
    open_cells: list[tuple[int, int]] = []
    found = []
    for row in rows:
        found.append(sum(across for across, _ in open_cells) + sum(x.get("across", 1) for x in row))
        fresh = [(x.get("across", 1), x.get("down", 1)) for x in row]
        open_cells = [(a, d - 1) for a, d in [*open_cells, *fresh] if d > 1]
    return found


CELLS = st.lists(
    st.lists(
        st.builds(cell, st.sampled_from(["", "a", "long words here"]), st.integers(1, 4), st.integers(1, 4)),
        max_size=5,
    ),
    max_size=5,
)


@given(CELLS, CELLS, st.integers(0, 3))
def test_tables_cover_every_place_once(head: list[list[Cell]], body: list[list[Cell]], index: int) -> None:
    for made in tables(draft(), head, body, index=index):
        if made["t"] == "table":
            assert set(covered(made["head"])) <= {len(made["columns"])}
            assert set(covered(made["body"])) <= {len(made["columns"])}


def test_tables_too_wide_are_split_with_the_index_in_each_part() -> None:
    head = [[cell("key"), *(cell(f"a long name {i}") for i in range(20))]]
    body = [[cell("row", header=True), *(cell(str(i)) for i in range(20))]]

    made = tables(draft(), head, body, index=1, caption="All")

    assert len(made) > 1
    assert made[0]["caption"] == f"All (part 1 of {len(made)})"
    assert {part["head"][0][0]["parts"][0]["s"] for part in made} == {"key"}
    names = [x["parts"][0]["s"] for part in made for x in part["head"][0][1:]]
    assert names == [f"a long name {i}" for i in range(20)]


def test_tables_split_a_head_that_spans_several_parts() -> None:
    head = [[cell("key", down=2), cell("wide", across=20)], [cell(f"a long name {i}") for i in range(20)]]
    body = [[cell("row"), *(cell(str(i)) for i in range(20))]]

    made = tables(draft(), head, body, index=1)

    assert sum(part["head"][0][1]["across"] for part in made) == 20


def test_tables_show_so_many_rows_and_say_how_many_not() -> None:
    paper = draft()
    made = tables(paper, [], [[cell(str(i))] for i in range(MOST + 5)])

    assert len(made[0]["body"]) == MOST
    assert made[1]["parts"][0]["s"] == "5 more rows are not shown."
    assert len(paper.notes) == 1


@pytest.mark.parametrize(
    "words", ["1", "-1,234.5", "−3 %", "€ 5", "12.5%", "NaN", "1e-05", "", "-", "(3)", ".5"]
)
def test_is_number(words: str) -> None:
    assert is_number(words)


@pytest.mark.parametrize("words", ["a", "1 a", "2024-01-02", "1/2", "v1.2"])
def test_is_no_number(words: str) -> None:
    assert not is_number(words)


def test_tables_turn_columns_of_numbers_to_the_right_with_their_head() -> None:
    head = [[cell("both", across=2), cell("words")], [cell("n"), cell("m"), cell("w")]]
    body = [[cell("1"), cell("-", down=2), cell("x")], [cell("", down=1), cell("2")]]

    (made,) = tables(draft(), head, body, numbers=True)

    assert [x.get("side") for x in made["head"][1]] == ["right", "right", None]
    assert [[x.get("side") for x in row] for row in made["body"]] == [
        ["right", "right", None],
        ["right", None],
    ]
    assert made["head"][0][0].get("side") is None
