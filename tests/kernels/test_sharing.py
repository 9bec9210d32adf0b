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


def test_gaps_of_every_size_are_filled() -> None:
    """Python keeps objects of up to 512 bytes in pools, sixteen bytes a step."""
    sizes = {sys.getsizeof(each) for each in fill_gaps()}
    assert sorted(sizes) == list(range(48, 513, 16))
