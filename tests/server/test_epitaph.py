"""When a kernel ends by itself the server's log says how, and where the kernel's own log is."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from cba_kit.server.epitaph import epitaph

from .serving import Browser, Served


@pytest.mark.parametrize(
    ("code", "how"),
    [
        ("raise SystemExit(3)", "exit code 3"),
        ("", "exit code 0"),
        ("import os; os.kill(os.getpid(), 9)", "killed by SIGKILL (by hand, or for want of memory)"),
        ("import os; os.kill(os.getpid(), 11)", "killed by SIGSEGV"),
    ],
)
def test_it_says_how_a_process_ended(tmp_path: Path, code: str, how: str) -> None:
    process = subprocess.Popen([sys.executable, "-c", code])
    process.wait()
    assert epitaph(SimpleNamespace(process=process), "k", tmp_path) == f"{how}; it has no log"


def test_the_last_words_are_kept(tmp_path: Path) -> None:
    log, kept = tmp_path / "kernel-k.log", tmp_path / "died-k.log"
    provisioner = SimpleNamespace(process=None, log_path=log)
    log.write_text("")
    assert epitaph(provisioner, "k", tmp_path) == "nobody knows how; it said nothing"
    log.write_text("Fatal Python error")
    assert epitaph(provisioner, "k", tmp_path) == f"nobody knows how; its last words: {kept}"
    assert (log.exists(), kept.read_text()) == (False, "Fatal Python error")


def test_a_process_that_does_not_say_how_it_ended_is_not_waited_for(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert epitaph(SimpleNamespace(process=process), "k", tmp_path).startswith("its exit code is not known")
    process.communicate(b"\n")


def deaths(browser: Browser) -> float:
    """Return how many kernels have died so far."""
    [line] = re.findall(r"^cba_kernels_died_total (.*)$", browser.ask("/metrics").text, flags=re.M)
    return float(line)


def has_open(process: psutil.Process, kernel: str) -> bool:
    """Tell whether a process has a file of a kernel open; one that has just ended has none."""
    with suppress(psutil.Error):
        return any(kernel in opened.path for opened in process.open_files())
    return False


def test_a_running_server_tells_of_a_kernel_that_was_killed(served: Served) -> None:
    cora = served.open("cora")
    before = deaths(cora)
    kernel = served.open("ann").ask("/").kernel
    [process] = [
        each for each in psutil.Process(served.process.pid).children(recursive=True) if has_open(each, kernel)
    ]
    process.kill()
    assert served.logs(f"Kernel {kernel} ended by itself: killed by SIGKILL (by hand, or for want of memory)")
    assert deaths(cora) == before + 1
