"""The provisioner: a forked kernel is to jupyter_client what an ordinary one is."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest
from jupyter_client.manager import AsyncKernelManager

from cba_kit.kernels import Child, ForkParent
from cba_kit.kernels.provisioner import ForkProvisioner, arguments, kernel_parent

from .conftest import LONG, ROOT, Kernel, Nursery, OneSpec, alive, until

pytestmark = pytest.mark.slow
Kernels = Callable[..., Kernel]
QUIET = ["--HistoryManager.enabled=False", "--IPKernelApp.capture_fd_output=False"]


def test_kernel_is_forked_where_it_was_asked_for(kernels: Kernels, tmp_path: Path) -> None:
    """In its folder, with its environment, and no thread that watches the parent."""
    kernel = kernels(env={**os.environ, "COLOUR": "green"})
    assert isinstance(kernel.manager.provisioner, ForkProvisioner)
    assert isinstance(kernel.manager.provisioner.process, Child)
    said = kernel.run("import os, sys, threading; print(os.getppid(), os.getcwd(), os.environ['COLOUR'])")
    assert said == f"{kernel_parent().pid} {tmp_path} green"
    assert kernel.run("print(os.environ['JPY_PARENT_PID'])") == str(kernel_parent().pid)
    assert kernel.run("print(sys.argv[1:])") == str(["-f", str(tmp_path / "kernel-0.json")])
    assert "ParentPoller" not in kernel.run("print(threading.enumerate())")


def test_a_notebook_finds_the_modules_beside_it(kernels: Kernels, tmp_path: Path) -> None:
    """Trainers keep a module of their own with their notebooks."""
    (tmp_path / "beside.py").write_text("WORD = 'found'\n")
    assert kernels().run("import beside; print(beside.WORD)") == "found"


def test_kernel_says_that_it_has_no_debugger(kernels: Kernels) -> None:
    """JupyterLab then shows no button for it; a cell may import debugpy all the same."""
    kernel = kernels()
    kernel.client.kernel_info()
    features = kernel.client.get_shell_msg(timeout=LONG)["content"].get("supported_features", [])
    assert "debugger" not in features
    assert kernel.run("import debugpy; print(debugpy.__name__)") == "debugpy"


def test_interrupt(kernels: Kernels) -> None:
    """A cell that runs is interrupted, and the kernel goes on."""
    kernel = kernels()
    cell = "import time\nprint('runs', flush=True)\ntime.sleep(600)"
    asked = kernel.client.execute(cell, stop_on_error=False)
    while kernel.client.get_iopub_msg(timeout=LONG)["content"].get("text") != "runs\n":
        pass
    kernel.manager.interrupt_kernel()
    reply = kernel.client.get_shell_msg(timeout=LONG)
    assert (reply["parent_header"]["msg_id"], reply["content"]["ename"]) == (asked, "KeyboardInterrupt")
    assert kernel.run("print(1 + 1)") == "2"


def test_restart(kernels: Kernels) -> None:
    """Another process with the same connection, and nothing of what was there."""
    kernel = kernels()
    first = kernel.pid
    kernel.run("left_over = 1")
    kernel.manager.restart_kernel()
    kernel.client.wait_for_ready(LONG)
    assert kernel.run("print('left_over' in globals())") == "False"
    assert (kernel.pid == first, alive(first)) == (False, False)


def test_shutdown_leaves_nothing(kernels: Kernels, tmp_path: Path) -> None:
    """The process ends by itself, and its connection file and log are gone."""
    kernel = kernels()
    pid, log = kernel.pid, kernel.manager.provisioner.log_path
    process = kernel.manager.provisioner.process
    assert log == tmp_path / "kernel-0.log"
    assert (log.exists(), log.stat().st_mode & 0o777) == (True, 0o600)
    assert kernel.manager.has_kernel
    kernel.manager.shutdown_kernel()
    assert (process.returncode, alive(pid), kernel.manager.has_kernel) == (0, False, False)
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == []


@pytest.mark.parametrize(
    ("code", "end"),
    [
        ("import os; os._exit(7)", 7),
        ("exit()", 0),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", -signal.SIGTERM),
    ],
)
def test_a_kernel_that_ends_tells_how(kernels: Kernels, code: str, end: int) -> None:
    """The manager knows that it is dead, and of what."""
    kernel = kernels()
    kernel.client.execute(code)
    until(lambda: not kernel.manager.is_alive())
    assert kernel.code() == end


def test_a_crash_leaves_its_place_in_the_log(kernels: Kernels) -> None:
    """Names of functions, and nothing that somebody wrote."""
    kernel = kernels()
    kernel.run("def innocent(words):\n    import ctypes\n    ctypes.string_at(0)")
    kernel.client.execute("innocent('canary')")
    until(lambda: not kernel.manager.is_alive())
    assert kernel.code() == -signal.SIGSEGV
    last = kernel.manager.provisioner.log_path.read_text()
    assert ("Segmentation fault" in last, "in innocent" in last, "canary" in last) == (True, True, False)


def test_what_cells_print_does_not_reach_the_log(kernels: Kernels) -> None:
    """Nor what goes wrong in them: that is the page's."""
    kernel = kernels({"arguments": [*QUIET, "--IPKernelApp.log_level=50"]})
    kernel.run("import sys; print('canary'); print('canary', file=sys.stderr)")
    kernel.client.execute("raise ValueError('canary')")
    assert kernel.client.get_shell_msg(timeout=LONG)["content"]["status"] == "error"
    assert kernel.manager.provisioner.log_path.read_text() == ""


def test_arguments_reach_the_kernel(kernels: Kernels, tmp_path: Path) -> None:
    """Without a history nothing is written into anybody's home."""
    kernel = kernels({"arguments": QUIET})
    kernel.run("ip = get_ipython()")
    assert (
        kernel.run("print(ip.history_manager.enabled, ip.parent.parent.capture_fd_output)") == "False False"
    )
    assert list((tmp_path / "ipython").rglob("*.sqlite*")) == []
    stock = kernels({"arguments": ["--quiet", "--cache-size=7"]})  # words that only the stock parser knows
    assert stock.run("print(get_ipython().cache_size)") == "7"


def test_a_kernel_starts_with_all_that_it_needs(kernels: Kernels, tmp_path: Path) -> None:
    """Nothing is imported after the fork, so nothing is loaded once more in each kernel's own memory."""
    kernel = kernels()
    found = set(kernel.run("import sys; print(*sys.modules)").split())
    assert found - Nursery(kernel_parent(), tmp_path).modules() == set()


def test_widgets_that_were_there_before_the_kernel_work(kernels: Kernels) -> None:
    """ipywidgets tells the kernel about itself when it is imported, and then there was none."""
    kernel = kernels({"preload": ["ipywidgets"]})
    assert kernel.run("import sys; print('ipywidgets' in sys.modules)") == "True"
    targets = "print(sorted(get_ipython().kernel.comm_manager.targets))"
    assert kernel.run(targets) == "['jupyter.widget', 'jupyter.widget.control']"


def test_a_forked_kernel_is_less_than_half_as_large(kernels: Kernels) -> None:
    """Counted is what a kernel shares with nobody."""
    forked = kernels()
    ordinary = kernels(argv=["python", "-Wignore", "-m", "ipykernel_launcher", "-f", "{connection_file}"])
    assert isinstance(ordinary.manager.provisioner.process, Popen)
    own = "import psutil; print(psutil.Process().memory_full_info().uss)"
    assert int(forked.run(own)) < int(ordinary.run(own)) / 2


def test_many_at_once(tmp_path: Path) -> None:
    """The server's loop goes on while they start."""
    assert asyncio.run(_start_many(tmp_path, 20)) == list(range(20))


async def _start_many(folder: Path, count: int) -> list[int]:
    env = {**os.environ, "IPYTHONDIR": str(folder)}
    spec = OneSpec({"arguments": QUIET})
    managers = [
        AsyncKernelManager(
            kernel_spec_manager=spec, transport="ipc", connection_file=str(folder / f"{number}.json")
        )
        for number in range(count)
    ]
    await asyncio.gather(*(manager.start_kernel(env=env) for manager in managers))
    answers = await asyncio.gather(*(_ask(manager, number) for number, manager in enumerate(managers)))
    await asyncio.gather(*(manager.shutdown_kernel(now=True) for manager in managers))
    return answers


async def _ask(manager: AsyncKernelManager, number: int) -> int:
    client = manager.client()
    client.start_channels()
    client.execute("", user_expressions={"answer": str(number)})
    while True:
        reply = await client.get_shell_msg(timeout=LONG)
        if reply["msg_type"] == "execute_reply":
            client.stop_channels()
            return int(reply["content"]["user_expressions"]["answer"]["data"]["text/plain"])


@pytest.mark.parametrize(
    ("config", "how", "reason"),
    [
        ({}, {"env": {**os.environ, "PYTHONHASHSEED": "17"}}, "PYTHONHASHSEED has another value"),
        ({"preload": ["tests.kernels.with_thread"]}, {}, "tests.kernels.with_thread starts a thread"),
    ],
)
def test_what_cannot_be_forked_starts_the_ordinary_way(
    kernels: Kernels,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    config: dict[str, Any],
    how: dict[str, Any],
    reason: str,
) -> None:
    """It works as always, and the reason is said once, not for each kernel."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pair = [kernels(config, **how) for _ in range(2)]
    assert [kernel.run("print(6 * 7)") for kernel in pair] == ["42", "42"]
    assert [type(kernel.manager.provisioner.process) for kernel in pair] == [Popen, Popen]
    pair[0].manager.interrupt_kernel()
    said = [record.message for record in caplog.records if record.levelno == logging.WARNING]
    assert [(reason in words, "the ordinary way" in words) for words in said] == [(True, True)]


def test_only_an_ipykernel_of_this_python_is_forked() -> None:
    """Whatever is started otherwise knows best how."""
    assert arguments(["python", "-m", "ipykernel_launcher", "-f", "x"]) == ["-f", "x"]
    assert arguments(["python", "-Xfrozen_modules=off", "-m", "ipykernel_launcher"]) == []
    assert arguments(["python", "-O", "-m", "ipykernel_launcher"]) is None
    assert arguments(["python", "-m", "xeus", "-f", "x"]) is None
    assert arguments(["R"]) is None


def test_one_parent_for_each_list_of_modules() -> None:
    """Kernels with the same modules come from the same parent, and a server starts it beforehand."""
    assert kernel_parent(["json"]) is kernel_parent(("json",))
    assert kernel_parent(["json"]) is not kernel_parent()
    assert isinstance(kernel_parent(), ForkParent)
