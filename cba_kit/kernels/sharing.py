"""Sharing: how a parent lays out its memory before it forks, so that children copy little of it.

A child shares every page of memory with its parent until one of them writes there, and counting a
reference is writing. Both measures were found by comparing the pages of children with their parent's.
"""

from __future__ import annotations

import gc
import sys

EMPTY = sys.getsizeof(b"")
LARGEST, STEP = 512, 16
"""Bytes: Python keeps objects up to this size in pools, one kind of pool for each step."""
GAPS = 400
"""How many gaps a kind of pool has at most; there are more of them between the smallest objects."""


def share() -> list[bytes]:
    """Make memory ready to be shared, once all is loaded; keep what is returned as long as you fork."""
    gather_names()
    gc.collect()
    filled = fill_gaps()
    gc.freeze()  # collections in a child leave these objects alone
    return filled


def gather_names() -> None:
    """Put the names of all loaded modules side by side.

    Who lists them, as IPython does when it starts, counts a reference in each: then in a few pages of
    memory instead of one for each name.
    """
    for name in list(sys.modules):
        module = sys.modules.pop(name)
        sys.modules[name.encode().decode()] = module


def fill_gaps() -> list[bytes]:
    """Fill the gaps between small objects: a child's first objects then lie together, on pages of its own."""
    sizes = range(EMPTY // STEP * STEP + STEP, LARGEST + 1, STEP)
    return [bytes(size - EMPTY) for size in sizes for _ in range(GAPS * (3 if size <= LARGEST // 4 else 1))]
