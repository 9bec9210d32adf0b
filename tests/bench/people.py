"""People: the crowd as the benchmark talks to it, a process of its own at the end of a pipe."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.room import Visitor
from tests.bench.servers import Server


class People:
    """Visitors at one server. What they can do, and what comes back, is told in tests/bench/crowd.py."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def do(self, what: str, **how: Any) -> dict[str, Any]:
        """Let them do something, and wait until they have."""
        self.start(what, **how)
        return self.finish()

    def start(self, what: str, **how: Any) -> None:
        """Let them begin to do something."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": what, **how}) + "\n")
        self._process.stdin.flush()

    def finish(self) -> dict[str, Any]:
        """Wait until they have done it, and return what they tell."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("The process of the visitors has ended; its words are above.")
        found: dict[str, Any] = json.loads(line)
        return found


@contextmanager
def people(server: Server, visitors: Sequence[Visitor]) -> Iterator[People]:
    """Let `visitors` open their personal links; they go when the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.crowd"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    try:
        crowd = People(process)
        listed = [{"id": one.id, "canary": one.canary, "join": one.join} for one in visitors]
        crowd.do("join", address=server.address, people=listed, shared=server.stock)
        yield crowd
    finally:
        process.kill()
        process.wait()
