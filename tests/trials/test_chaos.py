"""People type while everything breaks that can: afterwards every edit is in the store exactly once.

`make chaos` runs 200 faults. CHAOS_FAULTS and CHAOS_SEED say how many, and which.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from cba_kit.config import Academy
from cba_kit.store import open_store
from tests.postgres import Cluster

from .books import seen_only_their_own, shown_alike, written_once
from .faults import EVERYWHERE, Fault, database_locked, database_struck
from .stage import LONGEST, Stage, cast, make_academy, staged

log = logging.getLogger(__name__)

FAULTS = int(os.environ.get("CHAOS_FAULTS", "15"))
SEED = int(os.environ.get("CHAOS_SEED", "1000"))

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL that may be struck down."""
    cluster = Cluster()
    yield cluster
    cluster.remove()


def test_every_edit_is_kept_once_on_sqlite(tmp_path: Path) -> None:
    """A kernel waits one second for the lock, so that it is also refused."""
    academy = make_academy(tmp_path / "academy", f"sqlite:///{tmp_path / 'academy.db'}?timeout=1")
    asyncio.run(trial(academy, EVERYWHERE | {"database_locked": database_locked}))


def test_every_edit_is_kept_once_on_postgresql(tmp_path: Path, cluster: Cluster) -> None:
    with psycopg.connect(f"{cluster.url.replace('+psycopg', '')}/postgres", autocommit=True) as admin:
        admin.execute("CREATE DATABASE chaos")
    academy = make_academy(tmp_path / "academy", f"{cluster.url}/chaos")
    asyncio.run(trial(academy, EVERYWHERE | {"database_struck": database_struck(cluster)}))


async def trial(academy: Academy, faults: dict[str, Fault]) -> None:
    """Let people type, strike, let them finish, check the books; where that fails, say what was struck."""
    struck: list[str] = []
    try:
        await attempt(academy, faults, struck)
    except BaseException as error:
        error.add_note(f"CHAOS_SEED={SEED} CHAOS_FAULTS={FAULTS}: {', '.join(struck)}")
        raise


async def attempt(academy: Academy, faults: dict[str, Fault], struck: list[str]) -> None:
    """Do it once, noting the faults."""
    async with staged(academy, SEED) as stage:
        await cast(stage)
        async with asyncio.TaskGroup() as living:
            tasks = [living.create_task(editor.live()) for editor in stage.editors]
            await stage.typed(10)
            await strike(stage, faults, struck)
            await finish(stage)
            for task in tasks:
                task.cancel()
        _, stayed = psutil.wait_procs(stage.left, timeout=LONGEST)
        assert stayed == []
        check(stage)


async def strike(stage: Stage, faults: dict[str, Fault], struck: list[str]) -> None:
    """Let every kind of fault happen in turn, in random order; now and then before the last one healed."""
    order: list[str] = []
    while len(order) < FAULTS:
        order += stage.chance.sample(sorted(faults), len(faults))
    for name in order[:FAULTS]:
        struck.append(name)
        log.info("%d. %s", len(struck), name)
        await faults[name](stage)
        if stage.chance.random() < 0.7:
            await stage.recovered()


async def finish(stage: Stage) -> None:
    """Stop typing and wait until nothing waits, and everybody sees everything."""
    for editor in stage.editors:
        editor.typing = False
    await stage.recovered()
    with open_store(stage.academy.database_url, clock=stage.academy.now) as store:
        await stage.until("all show the same", lambda: shown_alike(store, stage.editors))


def check(stage: Stage) -> None:
    """Look into the store, at the desks, and into the log."""
    with open_store(stage.academy.database_url, clock=stage.academy.now) as store:
        written_once(store, stage.editors)
    seen_only_their_own(stage.editors)
    assert all(editor.typed for editor in stage.editors)
    assert sum(editor.healed for editor in stage.editors) > 0
    log = stage.serving.words()
    assert [editor.name for editor in stage.editors if f"{editor.name}·" in log] == []
    assert "Traceback" not in log
