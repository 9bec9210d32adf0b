"""Both engines, and how to see what a notebook has left behind."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from cba_kit.reports.nursery import parent
from tests.reports.engine.stock import Stock, stock_engine


class Spoor:
    """Finds what a notebook has left running: by a mark in the environment, and by descent."""

    def __init__(self) -> None:
        self._mark = f"CBA_MARK={uuid.uuid4().hex}"
        self._before = set(psutil.pids())

    @property
    def env(self) -> dict[str, str]:
        """The environment for the notebook."""
        return dict([self._mark.split("=")])

    def left(self) -> list[str]:
        """Return the processes that run still: marked ones, the parent's children, and orphans."""
        since = (each for each in psutil.process_iter() if each.pid not in self._before)
        return [found for process in since if (found := self._describe(process))]

    def _describe(self, process: psutil.Process) -> str:
        with suppress(psutil.Error, OSError):
            words = process.cmdline()
            marked = self._mark.encode() in Path(f"/proc/{process.pid}/environ").read_bytes()
            forked = "cba_kit.kernels.parent" in words and process.ppid() in (parent().pid, 1)
            spawned = "cba_kit.reports.engine.worker" in words and process.ppid() == 1
            if marked or forked or spawned:
                return f"{process.pid} {process.status()} {words}"
        return ""


@pytest.fixture
def spoor() -> Spoor:
    """A mark for one notebook."""
    return Spoor()


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stock]:
    """The stock engine."""
    with stock_engine(tmp_path_factory.mktemp("stock")) as engine:
        yield engine
