"""Forking: what becomes of a child, and what it is given and what not."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cba_kit.kernels import ForkError, ForkRequest

from .conftest import LONG, Nursery, alive, environment_with, until

pytestmark = pytest.mark.slow
Parents = Callable[..., Nursery]


@pytest.mark.parametrize(
    ("target", "arguments", "code"),
    [
        ("nothing", {}, 0),
        ("leave", {"code": None}, 0),
        ("leave", {"code": 3}, 3),
        ("leave", {"code": 259}, 3),
        ("leave", {"code": "words"}, 1),
        ("fail", {}, 1),
        ("hard_exit", {"code": 7}, 7),
        ("not_there", {}, 1),
        ("nothing", {"surplus": True}, 1),
    ],
)
def test_exit_code_is_that_of_an_interpreter(
    nursery: Nursery, target: str, arguments: dict[str, object], code: int
) -> None:
    """As if it had been started with subprocess."""
    child = nursery.fork(target, **arguments)
    assert child.wait(LONG) == code
    assert (child.poll(), child.returncode) == (code, code)


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGKILL, signal.SIGSEGV])
def test_exit_code_of_a_signal_is_negative(nursery: Nursery, signum: signal.Signals) -> None:
    """As Popen says it."""
    child = nursery.fork("stay")
    assert child.settled(LONG)
    assert child.poll() is None
    child.send_signal(signum)
    assert child.wait(LONG) == -signum


def test_interruption_is_a_keyboard_interrupt(nursery: Nursery, tmp_path: Path) -> None:
    """Whatever the parent does with that signal."""
    child = nursery.fork("catch", file=str(tmp_path / "caught"))
    assert child.settled(LONG)
    child.send_signal(signal.SIGINT)
    assert child.wait(LONG) == 0
    assert (tmp_path / "caught").read_text() == "interrupted"


def test_wait_gives_up(nursery: Nursery) -> None:
    """And the child lives on."""
    child = nursery.fork("stay")
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(0.01)
    child.kill()
    assert child.wait(LONG) == -signal.SIGKILL
    child.kill()  # nothing happens: it might be somebody else's number by now


def test_killing_takes_what_the_child_started(nursery: Nursery, tmp_path: Path) -> None:
    """A cell that runs a program does not leave it behind."""
    file = tmp_path / "numbers"
    child = nursery.fork("stay_with_helper", file=str(file))
    until(lambda: file.exists() and file.read_text())
    pid, helper = json.loads(file.read_text())
    assert (pid, alive(helper)) == (child.pid, True)
    child.kill()
    assert child.wait(LONG) == -signal.SIGKILL
    until(lambda: not alive(helper))


def test_a_child_ends_as_an_interpreter_does(nursery: Nursery, tmp_path: Path) -> None:
    """Threads come to their end, and then what was left for it is done."""
    assert nursery.fork("late", file=str(tmp_path / "end")).wait(LONG) == 0
    assert (tmp_path / "end").read_text() == "all done"


def test_the_log_is_private_and_takes_both_streams(nursery: Nursery, tmp_path: Path) -> None:
    """Also what a C library writes; a second child writes on."""
    log = tmp_path / "child.log"
    nursery.fork("speak", words="hello", log=str(log)).wait(LONG)
    assert sorted(log.read_text().split()) == ["below", "hello"]
    assert log.stat().st_mode & 0o777 == 0o600
    nursery.fork("fail", log=str(log)).wait(LONG)
    assert log.read_text().endswith("LookupError: no such thing\n")


def test_a_child_has_its_own_surroundings_and_no_others(nursery: Nursery, tmp_path: Path) -> None:
    """The server's secrets and open files are neither in the environment nor among the descriptors."""
    with environment_with("SECRET_KEY", "canary"), (tmp_path / "open").open("w") as file:
        os.set_inheritable(file.fileno(), True)
        nursery.parent.end()  # so that it starts with these around it
        found = nursery.facts(env={"COLOUR": "green", "TZ": "Asia/Kathmandu"})
    assert {k: v for k, v in found["env"].items() if k != "PYTHONPATH"} == {
        "COLOUR": "green",
        "TZ": "Asia/Kathmandu",
    }
    assert "canary" not in str(found)
    assert found["open"] == {"0": os.devnull, "1": os.devnull, "2": os.devnull}
    assert (found["cwd"], found["zone"]) == (str(tmp_path), "+0545")
    assert (found["session"], found["parent"]) == (True, nursery.parent.pid)
    assert found["oom"] > int(Path(f"/proc/{nursery.parent.pid}/oom_score_adj").read_text())


def test_the_parent_knows_no_secret_either(nursery: Nursery) -> None:
    """What it was started with can be read in /proc by whoever has its user."""
    with environment_with("SECRET_KEY", "canary"), environment_with("DATABASE_URL", "canary"):
        nursery.parent.end()
        nursery.fork("nothing").wait(LONG)
    around = Path(f"/proc/{nursery.parent.pid}/environ").read_text()
    assert ("canary" in around, "PATH=" in around) == (False, True)


def test_random_numbers_differ(parents: Parents) -> None:
    """Each child has its own, in Python and in NumPy."""
    nursery = parents("numpy.random")
    first, second = nursery.facts(), nursery.facts()
    same = [name for name in ("random", "numpy", "uuid") if first[name] == second[name]]
    assert (same, first["numpy"] is None) == ([], False)


def test_fifty_at_once(nursery: Nursery) -> None:
    """Each caller gets its own child."""
    codes = list(range(50))
    with ThreadPoolExecutor(50) as pool:
        children = list(pool.map(lambda code: nursery.fork("leave", code=code), codes))
    assert [child.wait(LONG) for child in children] == codes
    assert len({child.pid for child in children}) == 50


def test_pandas_survives_a_fork(parents: Parents) -> None:
    """No library that is loaded starts a thread, which a child would miss."""
    nursery = parents("pandas", "pyarrow")
    assert "pandas" in nursery.modules()
    assert len(list(Path(f"/proc/{nursery.parent.pid}/task").iterdir())) == 1


def test_what_cannot_be_made_is_refused_with_the_reason(nursery: Nursery) -> None:
    """Before there is a process; the parent goes on."""
    there = {"env": {}, "cwd": str(nursery.folder)}
    with pytest.raises(ForkError, match=r"FileNotFoundError.*/no/where"):
        nursery.parent.fork(ForkRequest("os:getpid", **there | {"cwd": "/no/where"}))
    with pytest.raises(ForkError, match=r"IsADirectoryError"):
        nursery.parent.fork(ForkRequest("os:getpid", **there, log=str(nursery.folder)))
    with pytest.raises(ForkError, match="PYTHONHASHSEED has another value than in the parent"):
        nursery.parent.fork(ForkRequest("os:getpid", **there | {"env": {"PYTHONHASHSEED": "17"}}))
    assert nursery.fork("nothing").wait(LONG) == 0


@pytest.mark.parametrize("wrong", [{"target": "os"}, {"target": "os:"}, {"target": ":run"}, {"log": "a.log"}])
def test_a_request_must_make_sense(wrong: dict[str, str]) -> None:
    """A target is module:function, a log an absolute path."""
    with pytest.raises(ValueError, match="is not"):
        ForkRequest(**{"target": "os:getpid"} | wrong)
