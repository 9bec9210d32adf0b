"""The gallery: for any notebook, our engine shows what the stock engine shows."""

from __future__ import annotations

import pytest

from cba_kit.reports.engine import Limits, execute
from tests.reports.engine.gallery import gallery
from tests.reports.engine.outputs import comparable
from tests.reports.engine.stock import Stock

GALLERY = gallery()
ENDING = {
    "error_that_stops",
    "indentation_error",
    "syntax_error",
    "sys_exit",
    "sys_exit_without_words",
    "usage_error",
}
"""Those in which a cell fails that must not."""
ALONE = {
    "all_at_once",
    "logging",
    "magics",
    "matplotlib",
    "next_input",
    "rich_reprs",
    "sys_exit",
    "this_and_that",
    "warnings",
}
"""Those that change the kernel for good, or show what an earlier notebook has changed in it."""


@pytest.mark.slow
@pytest.mark.parametrize("name", GALLERY)
def test_same_as_stock(name: str, stock: Stock) -> None:
    """Output types and data, cell for cell, counts and widgets' states."""
    expected = stock.execute(GALLERY[name], alone=name in ALONE)

    ours = execute(GALLERY[name], cwd=stock.folder, limits=Limits(cell=60, wall=120))

    assert comparable(ours.notebook) == comparable(expected)
    assert ours.status == ("error" if name in ENDING else "ok"), ours.error
