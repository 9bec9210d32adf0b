"""Sharing: the parent's memory is laid out so that children copy little of it."""

from __future__ import annotations

import sys

from cba_kit.kernels.sharing import fill_gaps, gather_names


def test_all_modules_are_still_there() -> None:
    """Under the same names, in the same order; only the names are others of the same letters."""
    before = list(sys.modules.items())
    names = {name: id(name) for name in sys.modules}
    gather_names()
    assert list(sys.modules.items()) == before
    assert all(id(name) != names[name] for name in sys.modules if len(name) > 1)


def test_gaps_of_every_size_are_filled() -> None:
    """Python keeps objects of up to 512 bytes in pools, sixteen bytes a step."""
    sizes = {sys.getsizeof(each) for each in fill_gaps()}
    assert sorted(sizes) == list(range(48, 513, 16))
