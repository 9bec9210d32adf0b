"""Where nothing can be forked: the same, from processes that were started and got warm."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from cba_kit.reports.engine import Execution, execute, spawned
from cba_kit.reports.engine.spawned import end_spares
from cba_kit.reports.nursery import parent
from tests.reports.engine.conftest import Spoor
from tests.reports.engine.faults import FAULTS
from tests.reports.engine.gallery import gallery, notebook
from tests.reports.engine.outputs import comparable
from tests.reports.engine.stock import Stock
from tests.reports.real_run import wait_for

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
    "daemon and death",
    "says that all is well",
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
    source = "import os\nprint(os.getpid(), os.getcwd(), os.environ['WHO'], sep='|')"

    first, second = (execute(notebook(source), cwd=tmp_path, env={"WHO": who}, warm=WARM) for who in "ab")

    one, other = (m.notebook.cells[0].outputs[0].text.strip().split("|") for m in (first, second))
    assert one[1:] == [str(tmp_path), "a"]
    assert other[1:] == [str(tmp_path), "b"]
    assert one[0] != other[0]


def test_after_a_halt_nothing_runs_and_nothing_new_begins(tmp_path: Path) -> None:
    """Until somebody begins anew."""
    here = tmp_path / "here"
    source = f"import pathlib, time\npathlib.Path({str(here)!r}).touch()\nwhile True: time.sleep(0.05)"
    ended: list[Execution] = []
    running = threading.Thread(target=lambda: ended.append(execute(notebook(source), warm=WARM)))
    running.start()
    wait_for(here.exists)
    spawned.halt()
    running.join()
    assert ended[0].status == "died"
    refused = execute(notebook("1"), warm=WARM)
    assert (refused.status, "being stopped" in refused.error) == ("died", True)
    spawned.resume()
    assert execute(notebook("1"), warm=WARM).status == "ok"


def test_a_worker_ends_with_its_caller(tmp_path: Path) -> None:
    """Also in the middle of a cell, and with what that has started."""
    numbers = tmp_path / "numbers"
    cell = (
        "import os, pathlib, subprocess, time\n"
        "other = subprocess.Popen(['sleep', '1000'], start_new_session=True)\n"
        f"pathlib.Path({str(numbers)!r}).write_text(f'{{os.getpid()}} {{other.pid}}')\n"
        "while True: time.sleep(0.05)"
    )
    code = (
        "import nbformat\nfrom cba_kit.kernels import owner\nfrom cba_kit.reports.engine import execute\n"
        "owner.forkable = lambda: 'not here'\n"
        f"book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell({cell!r})])\n"
        f"execute(book, warm={WARM!r})"
    )
    caller = subprocess.Popen([sys.executable, "-c", code])
    wait_for(lambda: numbers.exists() and len(numbers.read_text().split()) == 2)
    caller.kill()
    caller.wait()
    pids = [int(number) for number in numbers.read_text().split()]
    wait_for(lambda: not any(psutil.pid_exists(pid) for pid in pids))
