"""The parent: it comes again when it died, and never outlives the server."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from cba_kit.kernels import ForkError, forkable
from cba_kit.kernels.parent import KEPT_LOG, LARGEST_LOG, shorten

from .conftest import LONG, ROOT, TARGETS, Nursery, alive, until

pytestmark = pytest.mark.slow
Parents = Callable[..., Nursery]


def test_this_machine_forks() -> None:
    """Otherwise the tests of this room would show nothing."""
    assert forkable() == ""


def test_a_parent_that_died_takes_its_children_and_comes_again(
    parents: Parents, caplog: pytest.LogCaptureFixture
) -> None:
    """The children's end is told, although nobody was left to ask for it."""
    nursery = parents()
    child = nursery.fork("stay")
    first = nursery.parent.pid
    os.kill(first or 0, signal.SIGKILL)
    assert child.wait(LONG) == -signal.SIGKILL
    assert nursery.fork("leave", code=4).wait(LONG) == 4
    assert nursery.parent.pid not in (None, first)
    assert [record.message for record in caplog.records] == [
        "The parent of the kernels died, and all of them with it; it is started again."
    ]


def test_start_returns_at_once_and_end_ends_all(parents: Parents) -> None:
    """Starting again is possible."""
    nursery = parents()
    nursery.parent.start()
    first = nursery.parent.pid
    nursery.parent.start()
    assert nursery.parent.pid == first
    child = nursery.fork("stay")
    nursery.parent.end()
    assert (nursery.parent.pid, child.wait(LONG)) == (None, -signal.SIGKILL)
    assert nursery.fork("nothing").wait(LONG) == 0


def test_nothing_outlives_a_server_that_is_killed(tmp_path: Path) -> None:
    """Not the parent, not a kernel, not another child."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.kernels.server", str(tmp_path / "kernel.json")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)},
    )
    with server:
        assert server.stdout is not None
        numbers = json.loads(server.stdout.readline())
        assert [alive(number) for number in numbers] == [True, True, True]
        server.kill()
    until(lambda: not any(alive(number) for number in numbers))


def test_a_module_that_cannot_be_loaded_is_told_and_left_out(
    parents: Parents, caplog: pytest.LogCaptureFixture
) -> None:
    """Kernels do without it."""
    nursery = parents("no_such_module", "json:no_such_function", "tests.kernels.targets:nothing")
    assert nursery.fork("nothing").wait(LONG) == 0
    assert [record.message for record in caplog.records if record.levelno == logging.WARNING] == [
        "no_such_module could not be preloaded: ModuleNotFoundError: No module named 'no_such_module'",
        "json:no_such_function could not be preloaded: "
        "AttributeError: module 'json' has no attribute 'no_such_function'",
    ]


def test_temporary_folders_of_the_parent_stay(parents: Parents, tmp_path: Path) -> None:
    """A child that ends does not put away what it only has a copy of."""
    nursery = parents("tests.kernels.with_folder")
    told = tmp_path / "folder"
    assert nursery.fork("write_folder", file=str(told)).wait(LONG) == 0
    kept, own = map(Path, told.read_text().split())
    assert (kept.is_dir(), own.is_dir()) == (True, False)
    kept.rmdir()


def test_a_module_with_a_thread_is_named(parents: Parents) -> None:
    """A process with threads is not forked: the others would be missing in the child, their locks held."""
    nursery = parents("tests.kernels.with_thread")
    why = "tests.kernels.with_thread starts a thread"
    with pytest.raises(ForkError, match=why):
        nursery.fork("nothing")
    assert nursery.parent.pid is None
    with pytest.raises(ForkError, match=why):  # at once: it is not tried again for a while
        nursery.parent.start()


def test_a_parent_that_ends_while_it_loads_is_told(parents: Parents) -> None:
    """And so is one that never gets ready."""
    with pytest.raises(ForkError, match="ended before it was ready"):
        parents(f"{TARGETS}:crash").fork("nothing")
    with pytest.raises(ForkError, match="does not get ready"):
        parents(f"{TARGETS}:hang", patience=0.5).fork("nothing")


def test_a_caller_that_gave_up_leaves_no_child(parents: Parents) -> None:
    """The parent was stopped for a while, as on a machine without memory."""
    nursery = parents()
    nursery.fork("nothing").wait(LONG)
    stopped = psutil.Process(nursery.parent.pid)
    stopped.suspend()
    with pytest.MonkeyPatch.context() as patch, pytest.raises(ForkError, match="does not answer"):
        patch.setattr(nursery.parent, "_patience", 0.5)
        nursery.fork("stay")
    stopped.resume()
    child = nursery.fork("stay")
    until(lambda: [each.pid for each in stopped.children()] == [child.pid])


def test_whoever_hangs_up_early_does_no_harm(parents: Parents) -> None:
    """Half a request, none at all, or one that is no request."""
    nursery = parents()
    nursery.parent.wait_ready()
    for words in (b"", b'{"target": "os:get', b"[1]", b'{"target": "os:getpid", "more": 1}', b"\xff"):
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                socket.send_fds(nursery.parent._line, [b"f"], [theirs.fileno()])
            ours.sendall(words)
            ours.shutdown(socket.SHUT_WR)
            assert b"error" in ours.recv(1000)
    assert nursery.fork("nothing").wait(LONG) == 0


def test_a_request_may_be_large(parents: Parents) -> None:
    """A server's environment can be long."""
    assert parents().fork("nothing", env={"LONG": "x" * 2_000_000}).wait(LONG) == 0


def test_a_long_log_keeps_its_end(tmp_path: Path) -> None:
    """A kernel that complains without end does not fill the disk."""
    log = tmp_path / "kernel.log"
    log.write_bytes(b"x" * LARGEST_LOG)
    shorten(str(log))
    assert log.stat().st_size == LARGEST_LOG
    with log.open("ab") as writer:
        writer.write(b"the end")
        writer.flush()
        shorten(str(log))
        writer.write(b", or not")
    assert log.stat().st_size == KEPT_LOG + len(", or not")
    assert log.read_bytes().endswith(b"xthe end, or not")
    shorten(str(tmp_path / "none.log"))
