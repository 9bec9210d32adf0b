"""Member needs: place is what was rated, the gaps stand in their corner, words and table say the same."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cba_kit.pictures import Need, Style, needs, needs_table
from tests.pictures.reading import circles, words

NEEDS = [
    Need(1, "Read calls for projects", 5, 2),
    Need(2, "A newsletter", 2, 4),
    Need(3, "Young people", 4, 4),
]
many = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), max_size=25).map(
    lambda found: [Need(i, f"Need {i}", *row) for i, row in enumerate(found, start=1)]
)


def test_needs_stand_where_they_were_rated() -> None:
    found = circles(needs(NEEDS, uid="n"))

    assert found["1"][0] < found["2"][0] == found["3"][0]
    assert found["1"][1] < found["3"][1] < found["2"][1]


@given(many)
def test_needs_never_cover_each_other(found: list[Need]) -> None:
    placed = list(circles(needs(found, uid="n")).values())

    assert len(placed) == len(found)
    for i, (x, y, r) in enumerate(placed):
        for x2, y2, r2 in placed[i + 1 :]:
            assert math.dist((x, y), (x2, y2)) > r + r2 - 0.3


def test_needs_are_told_with_the_largest_gap_first() -> None:
    assert needs_table(NEEDS).printed() == [
        ["1", "Read calls for projects", "5", "2", "3"],
        ["3", "Young people", "4", "4", "0"],
        ["2", "A newsletter", "2", "4", "-2"],
    ]
    assert "1 Read calls for projects: importance 5, satisfaction 2, gap 3; 3 Young" in words(
        needs(NEEDS, uid="n")
    )
    assert words(needs([], uid="n")).endswith("No need is rated yet.")


def test_only_gaps_are_filled() -> None:
    markup = needs(NEEDS, uid="n")

    assert markup.count("mk plain first") == 1


@pytest.mark.parametrize("style", [Style(), Style(compact=True), Style(large=True)])
def test_names_stand_on_the_picture_only_where_there_is_room(style: Style) -> None:
    markup = needs(NEEDS, uid="n", style=style)

    assert (">A newsletter</text>" in markup) is not style.compact


def test_ratings_outside_the_scale_stay_inside_the_picture() -> None:
    """An academy may have changed a scale after people had rated."""
    (place,) = circles(needs([Need(1, "Odd", 10, -3)], uid="n")).values()

    assert place == next(iter(circles(needs([Need(1, "Odd", 5, 1)], uid="n")).values()))
