"""Servers: stock Voilà and ours, each in a process of its own, on the same academy and database."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import psutil  # type: ignore[import-untyped]  # no types

from cba_kit.config import ENV_DATABASE, kernel_environment, shipped
from tests.bench.room import Room
from tests.postgres import free_port

STARTS = 60.0
"""Seconds in which a server has to answer."""
FILLS = 300.0
"""Seconds in which a pool has to be full; without forking, that is 45 ordinary kernel starts."""
ENDS = 20.0
LOOK = 0.05


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    process: subprocess.Popen[bytes]
    address: str
    log: Path
    stock: bool = False

    def pool(self) -> dict[str, int]:
        """Return the server's own count of its pool: pages ready, making, wanted, and people waiting."""
        found = re.findall(r'^cba_pool\{state="(\w+)"\} (\d+)', self._metrics(), re.MULTILINE)
        return {state: int(count) for state, count in found}

    def pages(self) -> int:
        """Return how many pages there are: open ones, and those that lie ready or are being made."""
        found = re.search(r"^cba_pages (\d+)", self._metrics(), re.MULTILINE)
        pool = self.pool()
        return (int(found[1]) if found else 0) + pool.get("ready", 0) + pool.get("making", 0)

    def wait_until_ready(self, pages: int = 0, *, full: bool = True) -> None:
        """Wait until at least so many pages are ready, and where nothing else is said, all that should be."""
        until = time.perf_counter() + FILLS
        while True:
            self.must_live()
            pool = self.pool()
            lacking = pool.get("ready", 0) < (max(pages, pool.get("target", 0)) if full else pages)
            if not lacking and not (full and pool.get("making", 0)):
                return
            if time.perf_counter() > until:
                raise TimeoutError(f"The pool is not full: {pool}; see {self.log}.")
            time.sleep(LOOK)

    def _metrics(self) -> str:
        with urllib.request.urlopen(f"{self.address}/metrics", timeout=10) as answer:
            text: str = answer.read().decode()
        return text

    def must_live(self) -> None:
        """Raise where the server has ended."""
        if self.process.poll() is not None:
            raise RuntimeError(f"The server has ended: {self.log.read_text(errors='replace')[-2000:]}")


@contextmanager
def ours(room: Room, *, without: Sequence[str] = (), pool: int | None = None) -> Iterator[Server]:
    """Serve the academy with our server, as `cba serve` does.

    `without` names parts that are switched off: see tests/bench/launch.py. `pool` bounds the pages made
    beforehand; without it, there are as many as the programme asks for.
    """
    room.begin_day(pool)
    port = free_port()
    switches = [f"--without={part}" for part in without]
    module = ["tests.bench.launch", *switches] if without else ["cba_kit.cli"]
    command = [sys.executable, "-m", *module, "serve", "--academy", str(room.folder), "--port", str(port)]
    with _running(room, command, port, "ours", {}) as server:
        yield server


@contextmanager
def stock(room: Room) -> Iterator[Server]:
    """Serve the participant's notebook with Voilà as it comes, its lab template and ordinary kernels.

    Nobody tells a stock kernel whose page it is. So the notebook has one more cell, which says what our
    server says to each kernel: here, that all visitors are the room's first one.
    """
    port = free_port()
    notebook = _signed(room, room.visitors[0].id)
    command = [sys.executable, "-m", "voila", str(notebook), "--no-browser", f"--port={port}"]
    with _running(room, command, port, "stock", kernel_environment(room.academy, "en")) as server:
        yield server


def _signed(room: Room, person: str) -> Path:
    """Write the participant's notebook with a cell that names the visitor."""
    book = json.loads((shipped("workbooks") / "participant.ipynb").read_text(encoding="utf-8"))
    source = ["from cba_kit.pages.arrival import arrive\n", "\n", f"arrive({person!r})"]
    cell: dict[str, object] = {
        "cell_type": "code",
        "id": "visitor",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
    }
    book["cells"].append(cell | {"source": source})
    path = room.folder / "stock" / "participant.ipynb"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(book), encoding="utf-8")
    return path


@contextmanager
def _running(
    room: Room, command: list[str], port: int, name: str, environment: dict[str, str]
) -> Iterator[Server]:
    log = room.folder / f"{name}.log"
    with log.open("ab") as told:
        process = subprocess.Popen(
            command,
            stdout=told,
            stderr=told,
            stdin=subprocess.DEVNULL,
            cwd=Path(__file__).parents[2],
            env=os.environ | {ENV_DATABASE: room.academy.database_url} | environment,
        )
    server = Server(process, f"http://127.0.0.1:{port}", log, stock=name == "stock")
    try:
        _wait_until_heard(server)
        yield server
    finally:
        _end(process)


def _wait_until_heard(server: Server) -> None:
    until = time.monotonic() + STARTS
    path = "/voila/static/none" if server.stock else "/healthz"
    while True:
        server.must_live()
        try:
            urllib.request.urlopen(server.address + path, timeout=5).close()
        except URLError as error:
            if getattr(error, "code", None):
                return  # it answers, if only that there is no such file
            if time.monotonic() > until:
                raise TimeoutError(f"The server does not answer; see {server.log}.") from error
            time.sleep(LOOK)
        else:
            return


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the server, and the kernels that a stock one may leave behind."""
    left = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    process.terminate()
    try:
        process.wait(ENDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for kernel in left:
        try:
            kernel.kill()
        except psutil.NoSuchProcess:
            continue
