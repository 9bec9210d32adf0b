"""Workers: a Dask cluster on this machine — a scheduler and workers, each a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench.rendering.batch import NotMeasuredError
from tests.postgres import free_port

STARTS = 60.0
"""Seconds in which all workers have to be there."""


@contextmanager
def dask(count: int, folder: Path, env: Mapping[str, str]) -> Iterator[str]:
    """Start a scheduler with `count` workers of one thread each, and yield its address.

    NotMeasuredError where distributed is not installed.
    """
    try:
        from distributed import Client  # noqa: PLC0415  # optional dependency
    except ImportError as error:
        raise NotMeasuredError("distributed is not installed") from error
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    scheduler = ["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port)]
    worker = ["distributed.cli.dask_worker", address, "--nthreads", "1", "--host", "127.0.0.1"]
    with ExitStack() as stack:
        for number, words in enumerate([scheduler, *[worker] * count]):
            stack.enter_context(_running(words, folder / f"dask-{port}-{number}", env))
        with Client(address, timeout=STARTS) as client:
            client.wait_for_workers(count, timeout=STARTS)
        yield address


@contextmanager
def _running(words: list[str], folder: Path, env: Mapping[str, str]) -> Iterator[None]:
    """Run a part of the cluster in a folder of its own, until the block ends."""
    folder.mkdir(exist_ok=True)
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *words, "--no-dashboard"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            env=dict(env),
        )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(STARTS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
