"""Our own notebooks: pages and teaching notebooks are the same with either engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from cba_kit.reports.engine import execute
from tests.reports.engine.outputs import comparable
from tests.reports.engine.stock import Stock, stock_engine

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[3]
PAGES = sorted([*ROOT.glob("workbooks/*.ipynb"), *ROOT.glob("notebooks/*.ipynb")])


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stock, Path]]:
    """A stock engine in a folder that is no academy, as in a trainer's JupyterLab."""
    folder = tmp_path_factory.mktemp("outside")
    with pytest.MonkeyPatch.context() as patch, stock_engine(folder) as engine:
        for name in ("CBA_PERSON", "DATABASE_URL"):
            patch.delenv(name, raising=False)
        patch.setenv("CBA_ACADEMY", str(folder))
        yield engine, folder


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page_is_the_same(path: Path, outside: tuple[Stock, Path]) -> None:
    """With the state of its widgets."""
    stock, folder = outside
    page = nbformat.read(path, 4)

    expected = stock.execute(page)
    execution = execute(page, cwd=folder)

    assert execution.status == "ok", execution.error
    assert comparable(execution.notebook) == comparable(expected)
