"""Workers: tasks in processes of their own, so that one that dies or hangs takes nothing with it."""

from __future__ import annotations

import multiprocessing
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Generic, Literal, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Lost:
    """A task without an answer: its process ended, was stopped after its time, or met an error."""

    why: Literal["died", "timeout", "error"]
    detail: str = ""


@dataclass(slots=True)
class _Worker(Generic[Task]):
    process: SpawnProcess
    line: Connection
    task: Task
    until: float


def run(
    tasks: Sequence[Task], work: Callable[[Task], Result], *, count: int, limit: float
) -> Iterator[tuple[Task, Result | Lost]]:
    """Yield each task with what `work` made of it, in the order in which they end.

    `work` must be a module's function; it runs in one of `count` fresh processes (never forks: a
    compiled document or a database connection does not survive one). `limit` counts seconds a task.
    """
    waiting = deque(tasks)
    busy: dict[Connection, _Worker[Task]] = {}
    idle: list[tuple[SpawnProcess, Connection]] = []
    try:
        while waiting or busy:
            while waiting and len(busy) < count:
                process, line = idle.pop() if idle else _start(work)
                task = waiting.popleft()
                line.send(task)
                busy[line] = _Worker(process, line, task, time.monotonic() + limit)
            nearest = min(worker.until for worker in busy.values())
            for ready in wait(list(busy), timeout=max(0.0, nearest - time.monotonic())):
                worker = busy.pop(ready)  # type: ignore[call-overload]  # wait returns what it was given
                answer = _answer(worker)
                if worker.process.is_alive():
                    idle.append((worker.process, worker.line))
                yield worker.task, answer
            for worker in [w for w in busy.values() if w.until <= time.monotonic()]:
                del busy[worker.line]
                _stop(worker.process, worker.line)
                yield worker.task, Lost("timeout")
    finally:
        for process, line in [*idle, *((w.process, w.line) for w in busy.values())]:
            _stop(process, line)


def _start(work: Callable[[Task], Result]) -> tuple[SpawnProcess, Connection]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, work), daemon=False)
    process.start()
    theirs.close()
    return process, ours


def _serve(line: Connection, work: Callable[[Task], Result]) -> None:
    """Answer tasks until the other end hangs up; an error that `work` did not expect is an answer, too."""
    while True:
        try:
            task = line.recv()
        except EOFError:
            return
        try:
            answer: Result | Lost = work(task)
        except Exception as error:
            answer = Lost("error", f"{type(error).__name__}: {error}")
        line.send(answer)


def _answer(worker: _Worker[Task]) -> Result | Lost:
    try:
        answer: Result = worker.line.recv()
    except (EOFError, ConnectionResetError):
        _stop(worker.process, worker.line)
        return Lost("died")
    return answer


def _stop(process: SpawnProcess, line: Connection) -> None:
    line.close()
    process.join(1)
    if process.is_alive():
        process.kill()
        process.join()
