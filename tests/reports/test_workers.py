"""Workers: an answer for every task, also for those whose process dies, hangs or fails."""

from __future__ import annotations

import os
import time

from cba_kit.reports.workers import Lost, run


def work(task: str) -> str:
    """What the tasks ask for."""
    if task == "die":
        os._exit(9)
    if task == "hang":
        time.sleep(60)
    if task == "fail":
        raise ValueError("no such thing")
    return task.upper()


def test_run_answers_every_task() -> None:
    tasks = ["a", "die", "b", "fail", "c"]

    assert dict(run(tasks, work, count=2, limit=30)) == {
        "a": "A",
        "die": Lost("died"),
        "b": "B",
        "fail": Lost("error", "ValueError: no such thing"),
        "c": "C",
    }


def test_run_stops_a_task_that_takes_too_long() -> None:
    assert dict(run(["hang", "a"], work, count=2, limit=3)) == {"hang": Lost("timeout"), "a": "A"}


def test_run_nothing_starts_nothing() -> None:
    assert list(run([], work, count=2, limit=1)) == []
