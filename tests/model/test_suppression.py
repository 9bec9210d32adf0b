"""Suppression: nothing that is shown gives back a number about fewer than five people."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import combinations, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cba_kit.model.suppression import (
    ENOUGH,
    Breakdown,
    Cell,
    at_least,
    disclose,
    head_count,
    kinds,
)

Sizes = tuple[int, ...]


def groups(sizes: Sizes) -> dict[str, list[str]]:
    """People in groups of these sizes; a group is named by its place."""
    return {str(i): [f"{i}-{n}" for n in range(size)] for i, size in enumerate(sizes)}


def published(sizes: Sizes) -> tuple[object, ...]:
    """What a reader sees: the numbers, and how many groups there are."""
    found = head_count(groups(sizes))
    return found.total, tuple(sorted(found.cells.items())), found.rest, kinds(groups(sizes))


@cache
def worlds(cells: int, most: int) -> dict[tuple[object, ...], list[Sizes]]:
    """All tables of so many cells, by what a reader sees of them."""
    seen: dict[tuple[object, ...], list[Sizes]] = defaultdict(list)
    for sizes in product(range(most + 1), repeat=cells):
        seen[published(sizes)].append(sizes)
    return seen


def small(size: int) -> bool:
    return 0 < size < ENOUGH


@pytest.mark.parametrize(("cells", "most"), [(1, 30), (2, 25), (3, 17), (4, 9)])
def test_who_knows_the_rules_and_tries_every_table_finds_no_small_number(cells: int, most: int) -> None:
    """Of each table with small cells there is another one that looks the same and differs in that cell.

    Tables near the largest size tried are looked at as answers only, not as questions.
    """
    for same in worlds(cells, most).values():
        for place in range(cells):
            values = {sizes[place] for sizes in same}
            asked = [sizes for sizes in same if small(sizes[place]) and max(sizes) <= most - ENOUGH]
            assert not asked or len(values) > 1, asked


@given(st.lists(st.integers(0, 60), max_size=30))
def test_no_sum_or_difference_of_shown_numbers_is_a_small_cell(sizes: list[int]) -> None:
    """Every cell shown, the rest and the total: each alone, and the total less any of them."""
    found = head_count(groups(tuple(sizes)))
    if found.total is None:
        assert 0 < sum(sizes) < ENOUGH
        assert (found.cells, found.rest) == ({}, None)
        return
    assert found.total == sum(sizes)
    assert all(sizes[int(key)] == amount >= ENOUGH for key, amount in found.cells.items())
    hidden = [size for i, size in enumerate(sizes) if small(size) and str(i) not in found.cells]
    left = found.total - sum(found.cells.values())
    assert len(hidden) == sum(small(size) for size in sizes)
    assert len(hidden) != 1 or not found.cells
    assert left == 0 or left >= ENOUGH
    assert found.rest in (None, left)


people = st.frozensets(st.integers(0, 30).map(str), max_size=12)
cells = st.lists(st.tuples(people, st.integers(0, 10**6)), max_size=8)


@given(cells)
def test_no_combination_of_shown_sums_is_about_fewer_than_five_people(
    given_cells: list[tuple[frozenset[str], int]],
) -> None:
    """Sums, too: whatever is added and subtracted, it is nothing or what five or more people stand behind."""
    made = [Cell(str(i), by, amount) for i, (by, amount) in enumerate(given_cells)]
    found = disclose(made)
    assume(found.total is not None)
    behind = {cell.key: cell.people for cell in made if cell.people}
    known = [frozenset([key]) for key in found.cells]
    known.append(frozenset(behind) - frozenset(found.cells))
    for count in range(1, len(known) + 1):
        for chosen in combinations(known, count):
            keys = frozenset[str]().union(*chosen)
            who = frozenset[str]().union(*(behind[key] for key in keys))
            assert not keys or len(who) >= ENOUGH


def test_small_cells_are_shown_as_one_sum() -> None:
    assert head_count(groups((20, 3, 4, 0, 6))) == Breakdown(33, {"0": 20, "4": 6}, 7)


def test_a_single_small_cell_hides_all_but_the_total() -> None:
    assert head_count(groups((20, 3, 6))) == Breakdown(29, {}, None)


def test_small_cells_that_are_as_large_as_can_be_hide_all_but_the_total() -> None:
    """A sum of 8 in two small cells would be 4 and 4."""
    assert head_count(groups((20, 4, 4))) == Breakdown(28, {}, None)


def test_without_small_cells_all_is_shown() -> None:
    found = head_count(groups((20, 5, 0)))

    assert (found, found.hidden) == (Breakdown(25, {"0": 20, "1": 5}, 0), False)


def test_fewer_than_five_people_have_no_total() -> None:
    assert head_count(groups((2, 2))) == Breakdown(None, {}, None)


def test_nobody_is_nothing_to_hide() -> None:
    assert head_count({}) == Breakdown(0, {}, 0)


def test_sums_go_by_the_people_behind_them_and_not_by_their_size() -> None:
    """Two people's million is hidden; five people's hundred is not."""
    five, two, four = ["a", "b", "c", "d", "e"], ["x", "y"], ["a", "b", "c", "z"]
    made = [
        Cell("own", frozenset(five), 100),
        Cell("bank", frozenset(two), 10**6),
        Cell("region", frozenset(four), 7),
    ]

    assert disclose(made) == Breakdown(1_000_107, {"own": 100}, 1_000_007)


@given(st.integers(0, 200), st.integers(0, 200))
def test_at_least_never_gives_back_how_many_are_missing(number: int, everybody: int) -> None:
    """Beside the number of all, too: where one to four are missing, other numbers look the same."""
    assume(number <= everybody)
    same = [other for other in range(everybody + 1) if at_least(other) == at_least(number)]
    missing = {everybody - other for other in same}

    assert at_least(number) <= number
    assert at_least(number) == 0 or at_least(number) >= ENOUGH
    assert not small(everybody - number) or len(missing) > 1


def test_how_many_groups_there_are_is_not_told_where_each_hidden_one_is_a_single_person() -> None:
    assert kinds(groups((20, 1, 1, 1, 1, 1))) is None
    assert kinds(groups((20, 2, 1, 1, 1, 0))) == 5
    assert kinds({}) == 0
