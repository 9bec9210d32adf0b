"""Sharing: the parent's memory is laid out so that children copy little of it."""

from __future__ import annotations

import sys

import pytest

from cba_kit.kernels.sharing import fill_gaps

from .conftest import LONG, Nursery


@pytest.mark.slow
def test_all_modules_are_still_there(nursery: Nursery) -> None:
    """Under the same names, in the same order; only the names are others of the same letters."""
    assert nursery.fork("gather").wait(LONG) == 0


@pytest.mark.slow
def test_hot_code_is_put_side_by_side(nursery: Nursery) -> None:
    """It stays the same code, and all else stays where it is."""
    assert nursery.fork("gather_hot").wait(LONG) == 0


@pytest.mark.slow
def test_gaps_between_larger_objects_are_filled(nursery: Nursery) -> None:
    """Nothing is left to fill after that."""
    assert nursery.fork("fill").wait(LONG) == 0


@pytest.mark.slow
@pytest.mark.parametrize("play", ["plain", "kernel", "failing", "endless"])
def test_what_children_run_is_learnt_from_one_that_is_thrown_away(nursery: Nursery, play: str) -> None:
    """A play that fails or does not end leaves the parent as it was."""
    assert nursery.fork("learn_from", play=play).wait(LONG) == 0


def test_gaps_of_every_size_are_filled() -> None:
    """Python keeps objects of up to 512 bytes in pools, sixteen bytes a step."""
    sizes = {sys.getsizeof(each) for each in fill_gaps()}
    assert sorted(sizes) == list(range(48, 513, 16))
