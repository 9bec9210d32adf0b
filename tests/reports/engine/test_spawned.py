"""Where nothing can be forked: the same, from processes that were started and got warm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cba_kit.reports.engine import execute
from cba_kit.reports.engine.forked import parent
from cba_kit.reports.engine.spawned import end_spares
from tests.reports.engine.conftest import Spoor
from tests.reports.engine.faults import FAULTS
from tests.reports.engine.gallery import gallery, notebook
from tests.reports.engine.outputs import comparable
from tests.reports.engine.stock import Stock

pytestmark = pytest.mark.slow
WARM = ("pandas",)
ENDED = (
    "exception",
    "hang",
    "hang that holds the interpreter",
    "os._exit with a code",
    "crash",
    "memory",
    "printer below",
    "child left behind",
    "daemon",
)


@pytest.fixture(autouse=True, scope="module")
def no_forks() -> Iterator[None]:
    """A machine that cannot fork."""
    parent(WARM).end()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cba_kit.kernels.owner.forkable", lambda: "kernels are forked on Linux")
        yield
    end_spares()


@pytest.mark.parametrize("name", ["display_id", "widgets", "shell"])
def test_same_as_stock(name: str, stock: Stock) -> None:
    """Nobody sees the difference."""
    expected = stock.execute(gallery()[name])

    assert comparable(execute(gallery()[name], cwd=stock.folder, warm=WARM).notebook) == comparable(expected)


@pytest.mark.parametrize("name", ENDED)
def test_fault_is_told_and_leaves_nothing(name: str, spoor: Spoor) -> None:
    """The same statuses."""
    fault = FAULTS[name]

    execution = execute(fault.notebook(), env=spoor.env, limits=fault.limits, warm=WARM)

    assert (execution.status, fault.says in execution.error) == (fault.status, True), execution.error
    assert spoor.left() == []


def test_next_worker_is_getting_warm(tmp_path: Path) -> None:
    """And gets its surroundings only when it is needed."""
    source = "import os\nos.getpid(), os.getcwd(), os.environ['WHO']"

    first, second = (execute(notebook(source), cwd=tmp_path, env={"WHO": who}, warm=WARM) for who in "ab")

    one, other = (m.notebook.cells[0].outputs[0].data["text/plain"] for m in (first, second))
    assert f"'{tmp_path}', 'a')" in one
    assert f"'{tmp_path}', 'b')" in other
    assert one.split(",")[0] != other.split(",")[0]
