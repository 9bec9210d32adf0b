"""Movement: a row for each trend, from before to after, with the word for it."""

from __future__ import annotations

import math
from xml.etree import ElementTree

import pytest

from cba_kit.pictures import Shift, movement, movement_table
from cba_kit.pictures.arrow import arrow
from tests.pictures.reading import SVG, words
from tests.pictures.samples import SHIFTS

UP, DOWN, STILL = Shift(1, "Up", 2, 3.5), Shift(2, "Down", 4, 3), Shift(3, "Still", 3, 3)
NEW, GONE, NEVER = Shift(4, "New", None, 3), Shift(5, "Gone", 2, None), Shift(6, "Never", None, None)
EVERY = [UP, DOWN, STILL, NEW, GONE, NEVER]


def test_movement_table_says_which_way() -> None:
    found = movement_table(EVERY)

    assert [(row["number"], row["word"]) for row in found.records()] == [
        (1, "up 1.5"),
        (2, "down 1"),
        (3, "same"),
        (4, "new"),
        (5, "not rated again"),
    ]
    assert [row["change"] for row in found.ordered("change").records()] == [-1, 0, 1.5, None, None]


def test_movement_draws_an_arrow_for_what_moved_only() -> None:
    markup = movement(EVERY, uid="m", low=1, high=5)

    heads = [path for path in ElementTree.fromstring(markup).iter(f"{SVG}path") if path.get("class") == "to"]
    assert len(heads) == 2


def test_movement_says_in_words_what_it_shows() -> None:
    assert words(movement([UP, GONE], uid="m", low=1, high=5)) == (
        "Open circle is before, filled circle is after. 1 Up: 2 to 3.5, up 1.5; 5 Gone: 2, not rated again."
    )
    assert words(movement([], uid="m", low=1, high=5)).endswith("No trend is rated yet.")


def test_movement_of_many_keeps_the_rest_for_the_table() -> None:
    many = [Shift(i, f"Trend {i}", 1, 2) for i in range(100)]

    assert len(movement_table(many).rows) == 100
    assert movement(many, uid="m", low=1, high=5).count('class="to"') == 24


def test_movement_is_the_same_when_drawn_again() -> None:
    assert movement(SHIFTS, uid="m", low=1, high=5) == movement(SHIFTS, uid="m", low=1, high=5)


def test_arrow_ends_at_the_edge_of_the_marker() -> None:
    found = arrow((0, 0), (30, 40), 10, 6)

    assert found is not None
    assert math.dist(found.head[1], (30, 40)) == pytest.approx(11)


def test_arrow_is_left_out_where_there_is_no_room() -> None:
    assert arrow((0, 0), (12, 0), 10, 6) is None
