"""Workers: setters answer, one that dies or hangs is told and replaced, and none is left behind."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import nbformat
import psutil
import pytest

from cba_kit.reports import workers
from cba_kit.reports.leaks import Register
from cba_kit.reports.order import Order, Printed
from cba_kit.reports.workers import Lost, Setter, Setters
from tests.reports.real_run import wait_for

pytestmark = pytest.mark.slow


@pytest.fixture
def setter() -> Iterator[Setter]:
    made = Setter()
    yield made
    made.end()


@pytest.fixture
def order(tmp_path: Path) -> Order:
    Register("cba3").save(tmp_path / "register")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Sawmills")])
    return Order(
        notebook=json.dumps(notebook),
        templates=tmp_path / "templates",
        formats=("html", "pdf"),
        register=tmp_path / "register",
        own="ilze",
        folder=tmp_path,
    )


def test_setter_makes_all_formats_again_and_again(setter: Setter, order: Order) -> None:
    first, second = setter.set(order, limit=60), setter.set(order, limit=60)

    assert isinstance(first, Printed)
    assert first == second
    assert (first.error, first.suspects) == ("", ())
    assert list(first.contents) == ["html", "pdf", "ipynb"]
    assert b"Sawmills" in first.contents["html"]
    assert first.contents["pdf"].startswith(b"%PDF")


def test_setter_tells_what_cannot_be_set_and_goes_on(setter: Setter, order: Order) -> None:
    broken = json.loads(order.notebook)
    broken["cells"][0]["source"] = None

    told = setter.set(replace(order, notebook=json.dumps(broken)), limit=60)

    assert isinstance(told, Printed)
    assert told.error.startswith("The document could not be set: ")
    assert isinstance(setter.set(order, limit=60), Printed)


def test_setter_that_dies_is_told(setter: Setter, order: Order) -> None:
    assert isinstance(setter.set(order, limit=60), Printed)
    pid = setter.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)

    assert setter.set(order, limit=60) == Lost("died")
    assert (setter.usable, psutil.pid_exists(pid)) == (False, False)


def test_setter_that_hangs_is_ended(setter: Setter, order: Order) -> None:
    assert isinstance(setter.set(order, limit=60), Printed)
    pid = setter.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)

    assert setter.set(order, limit=0.2) == Lost("killed")
    assert not psutil.pid_exists(pid)


def test_setters_lend_the_one_that_is_warm_and_replace_the_one_that_ended() -> None:
    some = Setters()
    with some.lend() as first:
        pid = first.pid
    with some.lend() as again:
        assert again.pid == pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not psutil.pid_exists(pid))
    with some.lend() as other:
        assert other.pid != pid
        other.end()


def test_setters_many_are_kept_while_a_batch_needs_them() -> None:
    some = Setters()
    with some.many(2):
        with some.lend() as one, some.lend() as other:
            first = {one.pid, other.pid}
        with some.lend() as one, some.lend() as other:
            assert {one.pid, other.pid} == first
    left = {pid for pid in first if pid and psutil.pid_exists(pid)}
    assert len(left) == workers.KEPT_IDLE
    with some.lend() as one:
        one.end()


def test_setters_halt_ends_the_one_that_somebody_waits_for(order: Order) -> None:
    some = Setters()
    found: list[object] = []
    with some.lend() as lent:
        assert isinstance(lent.set(order, limit=60), Printed)
        assert lent.pid is not None
        os.kill(lent.pid, signal.SIGSTOP)
        waiting = threading.Thread(target=lambda: found.append(lent.set(order, limit=60)))
        waiting.start()
        some.halt()
        waiting.join(120)
    assert found == [Lost("died")]


def test_setter_is_spawned_where_nothing_can_be_forked(monkeypatch: pytest.MonkeyPatch, order: Order) -> None:
    monkeypatch.setattr("cba_kit.kernels.owner.forkable", lambda: "this is another system")
    spawned = Setter()
    try:
        printed = spawned.set(order, limit=60)
        assert isinstance(printed, Printed)
        assert printed.error == ""
    finally:
        spawned.end()
