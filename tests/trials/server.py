"""A served academy that can be struck down at any moment and started again at the same address."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import psutil

from tests.postgres import free_port
from tests.warm import Started, start


class Serving:
    """`cba serve` in a process of its own, always on one port."""

    def __init__(self, folder: Path, database_url: str, port: int = 0) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.log = folder / f"server-{self.port}.log"
        self.environment = os.environ | {"DATABASE_URL": database_url}
        self.process: Started | None = None

    @property
    def url(self) -> str:
        """The address of the server itself."""
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Start, and wait until visitors can come."""
        self.launch()
        self.wait_until_open()

    def launch(self) -> None:
        """Start without waiting."""
        words = ("serve", "--academy", str(self.folder), "--port", str(self.port))
        with self.log.open("a", encoding="utf-8") as log:
            self.process = start("cba_kit.cli:main", *words, env=self.environment, stderr=log)

    def wait_until_open(self) -> None:
        """Wait until the server says its address."""
        assert self.process is not None
        for line in self.process.stdout:
            if "http://" in line:
                return
        raise AssertionError(f"the server did not start: {self.words()}")

    def words(self) -> str:
        """Return what the server has logged, over all its lives."""
        return self.log.read_text(encoding="utf-8")

    def descendants(self) -> list[psutil.Process]:
        """Return the living processes that work for the server: kernels, and what starts them."""
        assert self.process is not None
        try:
            found = psutil.Process(self.process.pid).children(recursive=True)
            return [each for each in found if each.status() != psutil.STATUS_ZOMBIE]
        except psutil.NoSuchProcess:
            return []

    def kill(self) -> list[psutil.Process]:
        """SIGKILL: no goodbye. Returns the processes that worked for it."""
        left = self.descendants()
        self._end(signal.SIGKILL)
        return left

    def terminate(self) -> int:
        """SIGTERM: the server ends by itself. Returns its exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, number: int) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        code = self.process.wait(timeout=120)
        self.process.stdout.close()
        return code
