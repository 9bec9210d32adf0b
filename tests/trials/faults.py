"""Faults: what can go wrong between a keystroke and the store, each one for as long as people type on."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable

import psutil
from sqlalchemy import make_url

from tests.postgres import Cluster

from .stage import Stage

Fault = Callable[[Stage], Awaitable[None]]
WHILE = 8
"""Edits that people make, all together, while a fault lasts."""

KEEP = """\
import sqlite3, sys
with sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30) as database:
    database.execute("BEGIN EXCLUSIVE")
    print("kept", flush=True)
    sys.stdin.read()
"""


async def kernel_killed(stage: Stage) -> None:
    """Kill one of the processes that work for the server: a kernel, or what starts them."""
    found = stage.serving.descendants()
    if found:
        _kill(stage.chance.choice(sorted(found, key=lambda each: each.pid)))


async def all_kernels_killed(stage: Stage) -> None:
    """Kill everything that works for the server."""
    for each in stage.serving.descendants():
        _kill(each)


async def kernel_frozen(stage: Stage) -> None:
    """Stop one of those processes for a while: it is there and does not answer."""
    found = sorted(stage.serving.descendants(), key=lambda each: each.pid)
    if not found:
        return
    frozen = stage.chance.choice(found)
    _signal(frozen, signal.SIGSTOP)
    await stage.typed(WHILE)
    _signal(frozen, signal.SIGCONT)


async def server_killed(stage: Stage) -> None:
    """Kill the server; start it again at the same address."""
    stage.left += stage.serving.kill()
    await stage.typed(WHILE)
    await asyncio.to_thread(stage.serving.start)


async def server_restarted(stage: Stage) -> None:
    """Tell the server to end, and start it again."""
    await asyncio.to_thread(stage.serving.terminate)
    await asyncio.to_thread(stage.serving.start)


async def cut(stage: Stage) -> None:
    """Reset every connection."""
    stage.network.cut()


async def cut_again_and_again(stage: Stage) -> None:
    """Reset every connection, several times in a row."""
    for _ in range(4):
        stage.network.cut()
        await stage.typed(2)


async def black_hole(stage: Stage) -> None:
    """Open connections bring nothing any more, in neither direction, and nobody says so."""
    stage.network.lose("up", "down")
    await stage.typed(WHILE)


async def answers_lost(stage: Stage) -> None:
    """Edits arrive and are written; nobody hears of it."""
    stage.network.lose("down")
    await stage.typed(WHILE)


async def edits_lost(stage: Stage) -> None:
    """Answers would come, but what people type does not arrive."""
    stage.network.lose("up")
    await stage.typed(WHILE)


async def late(stage: Stage) -> None:
    """Everything is held back for a while and then arrives at once, after it was sent again elsewhere."""
    direction = stage.chance.choice([("up",), ("down",), ("up", "down")])
    stage.network.hold(*direction)
    await stage.typed(2 * WHILE)
    stage.network.release()


async def database_locked(stage: Stage) -> None:
    """SQLite: another programme keeps the database, longer than a kernel waits for it."""
    path = make_url(stage.academy.database_url).database or ""
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KEEP, path, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert other.stdout is not None
    assert await other.stdout.readline() == b"kept\n"
    await stage.typed(3 * WHILE)
    await other.communicate(b"")  # the end of its input ends it


def database_struck(cluster: Cluster) -> Fault:
    """Return the fault that ends PostgreSQL in the middle of everything and starts it again."""

    async def struck(stage: Stage) -> None:
        await asyncio.to_thread(cluster.strike)
        await stage.typed(WHILE)
        await asyncio.to_thread(cluster.start)

    return struck


EVERYWHERE: dict[str, Fault] = {
    fault.__name__: fault
    for fault in (
        kernel_killed,
        all_kernels_killed,
        kernel_frozen,
        server_killed,
        server_restarted,
        cut,
        cut_again_and_again,
        black_hole,
        answers_lost,
        edits_lost,
        late,
    )
}


def _kill(process: psutil.Process) -> None:
    _signal(process, signal.SIGKILL)


def _signal(process: psutil.Process, number: int) -> None:
    try:
        process.send_signal(number)
    except psutil.NoSuchProcess:
        return
