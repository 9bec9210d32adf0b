"""Lanes: threads that work side by side on tasks, and hand results over in the order in which they come."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
Ended = TypeVar("Ended")

GRACE = 10.0
"""Seconds that lanes have to end after they were stopped."""
LOOK = 0.2
"""Seconds after which a wait begins anew, so that Ctrl-C is heard whichever thread the system tells it."""


@dataclass(frozen=True, slots=True)
class _Done(Generic[Result]):
    result: Result


def run(
    tasks: Sequence[Task],
    work: Callable[[Task], Result],
    *,
    count: int,
    stop: threading.Event,
    halt: Callable[[], None],
) -> Generator[Result, None, None]:
    """Yield what `work` makes of each task, in the order in which they end, `count` at the same time.

    An error of `work` is raised here. When this is left early, by an error or by Ctrl-C, `stop` is set and
    `halt` is called, which makes the work that is under way end soon; its results are lost.
    """
    waiting = deque(tasks)
    ended: SimpleQueue[_Done[Result] | BaseException] = SimpleQueue()

    def lane() -> None:
        while not stop.is_set():
            try:
                task = waiting.popleft()
            except IndexError:  # nothing is left
                return
            try:
                ended.put(_Done(work(task)))
            except BaseException as error:
                ended.put(error)
                return

    lanes = [threading.Thread(target=lane, daemon=True) for _ in range(min(count, len(tasks)))]
    try:
        for each in lanes:
            each.start()
        for _ in tasks:
            found = _next(ended)
            if isinstance(found, BaseException):
                raise found
            yield found.result
    except BaseException:
        stop.set()
        halt()
        raise
    finally:
        for each in lanes:
            each.join(GRACE)


def _next(ended: SimpleQueue[Ended]) -> Ended:
    while True:
        try:
            return ended.get(timeout=LOOK)
        except Empty:
            continue
