"""Sharing: how a parent lays out its memory before it forks, so that children copy little of it.

A child shares every page of memory with its parent until one of them writes there, and counting a
reference is writing. All measures were found by comparing the pages of children with their parent's.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Collection
from ctypes import c_size_t, c_void_p
from types import CodeType, FunctionType

from cba_kit.kernels.child import libc

EMPTY = sys.getsizeof(b"")
LARGEST, STEP = 512, 16
"""Bytes: Python keeps objects up to this size in pools, one kind of pool for each step."""
GAPS = 400
"""How many gaps a kind of pool has at most; there are more of them between the smallest objects."""
WIDEST, MOST, HEAD = 2**15, 2**23, 8
"""Bytes: the widest gap of the C library that is filled, the most for all, and what it adds to each."""


def share(hot: Collection[int] = ()) -> list[object]:
    """Make memory ready to be shared, once all is loaded; keep what is returned as long as you fork.

    `hot` are the ids of the code objects that children run.
    """
    gather_names()
    gc.collect()
    filled = fill_gaps()
    fill_heap()  # before code is gathered, which would lie in the gaps
    left = gather_code(hot)
    fill_heap()
    gc.freeze()  # collections in a child leave these objects alone
    return [filled, left]


def gather_names() -> None:
    """Put the names of all loaded modules side by side.

    Who lists them, as IPython does when it starts, counts a reference in each: then in a few pages of
    memory instead of one for each name.
    """
    for name in list(sys.modules):
        module = sys.modules.pop(name)
        sys.modules[name.encode().decode()] = module


def gather_code(hot: Collection[int]) -> list[CodeType]:
    """Put the code that children run side by side; return what it replaced, which is better kept.

    Who calls a function counts a reference in its code, and marks there how often it ran. One function in
    eight runs in a child, and they lie among all the others: a page of memory for each, 2 MiB a kernel.
    """
    copies: dict[int, CodeType] = {}
    left = []

    def copy(code: CodeType) -> CodeType:
        if id(code) not in copies:
            inner = tuple(copy(each) if isinstance(each, CodeType) else each for each in code.co_consts)
            same = all(new is old for new, old in zip(inner, code.co_consts, strict=True))
            copies[id(code)] = code
            if not same or id(code) in hot:
                copies[id(code)] = code.replace(co_consts=inner)
                left.append(code)
        return copies[id(code)]

    for function in gc.get_objects() if hot else ():
        if type(function) is FunctionType:
            code = copy(function.__code__)
            if code is not function.__code__:
                function.__code__ = code
    return left


def fill_gaps() -> list[bytes]:
    """Fill the gaps between small objects: a child's first objects then lie together, on pages of its own."""
    sizes = range(EMPTY // STEP * STEP + STEP, LARGEST + 1, STEP)
    return [bytes(size - EMPTY) for size in sizes for _ in range(GAPS * (3 if size <= LARGEST // 4 else 1))]


def fill_heap() -> int:
    """Fill the gaps between all else, the widest first, until what is asked for comes to lie behind all.

    There lie larger objects, and what C libraries keep: a child puts 3 MiB of pages' worth into the gaps.
    Nobody gives these bytes back; returns their number.
    """
    end = id(bytes(3 * WIDEST))
    malloc, free = libc()["malloc"], libc()["free"]
    malloc.argtypes, malloc.restype, free.argtypes = [c_size_t], c_void_p, [c_void_p]
    taken = 0
    for size in range(WIDEST, 0, -STEP):
        piece = malloc(size - HEAD)
        while piece is not None and piece < end and taken < MOST:
            taken += size
            piece = malloc(size - HEAD)
        free(piece)
    return taken
