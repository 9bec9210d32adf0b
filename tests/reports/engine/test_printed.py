"""What was printed: read from outside, whatever the process says about it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from cba_kit.reports.engine.printed import Printed
from cba_kit.reports.engine.streams import spill_files


@pytest.fixture
def printed() -> Iterator[Printed]:
    """The files of a process, this one, in which something stands."""
    files = list(spill_files().values())
    for file, words in zip(files, ("before, é", "errors"), strict=True):
        os.write(file, words.encode())
    made = Printed(os.getpid(), files)
    for file in files:
        os.close(file)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("starts", "found"),
    [
        ((0, 0), [("stdout", "before, é"), ("stderr", "errors")]),
        ((8, 6), [("stdout", "é")]),
        ((9, 0), [("stdout", "\ufffd"), ("stderr", "errors")]),
        ((10, 2**80), []),
        ((), []),
    ],
)
def test_words_are_those_behind_a_place(
    printed: Printed, starts: tuple[int, ...], found: list[tuple[str, str]]
) -> None:
    """Also where there is no such place."""
    assert list(printed.since(starts, 100)) == found
    assert printed.size() == 16


def test_nothing_is_found_where_there_is_nothing() -> None:
    """The process has ended, or the system does not show its files."""
    none = Printed(os.getpid(), [10**6])

    assert (none.size(), list(none.since((0, 0), 100))) == (0, [])
