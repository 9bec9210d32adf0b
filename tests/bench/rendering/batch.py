"""Batch: `cba render` as anybody runs it, timed from its start to its end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cba_kit.config import ENV_DATABASE
from cba_kit.programme.demo import EDITION
from tests.bench.room import Room

ROOT = Path(__file__).parents[3]
LONGEST = 3600.0
"""Seconds that a command may take."""


class NotMeasuredError(Exception):
    """Something that a row needs is not there, or did not do what was asked; says what."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one run of the command took and made: its lines of the ledger."""

    seconds: float
    lines: list[dict[str, Any]]


def environment(room: Room) -> dict[str, str]:
    """Return the environment that a command on the room's database needs."""
    return os.environ | {ENV_DATABASE: room.academy.database_url}


def command(room: Room, *words: str) -> list[str]:
    """Return the words of `cba render` for the room's edition."""
    start = [sys.executable, "-m", "cba_kit.cli", "render", EDITION]
    return [*start, "--json", "--academy", str(room.folder), *words]


def render(room: Room, *words: str, documents: int) -> Batch:
    """Render, and return how long the whole command took.

    NotMeasuredError unless exactly so many documents were made, all of them well.
    """
    began = time.perf_counter()
    done = subprocess.run(
        command(room, *words),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment(room),
        timeout=LONGEST,
    )
    seconds = time.perf_counter() - began
    return Batch(seconds, lines_of(done.stdout, done.returncode, done.stderr, documents=documents))


def lines_of(said: str, code: int, errors: str, *, documents: int) -> list[dict[str, Any]]:
    """Return the ledger lines that a command printed; NotMeasuredError as `render`."""
    if code not in (0, 3):
        raise NotMeasuredError(f"cba render ended with {code}: {_last(errors)}")
    try:
        lines: list[dict[str, Any]] = json.loads(said)
    except json.JSONDecodeError as error:
        raise NotMeasuredError(f"cba render did not print JSON: {error}") from error
    failed = [line for line in lines if line["status"] != "ok"]
    if failed:
        first = failed[0]
        raise NotMeasuredError(
            f"{len(failed)} of {len(lines)} failed; {first['person']}: {first['status']}, {first['error']}"
        )
    if len(lines) != documents:
        raise NotMeasuredError(f"{len(lines)} documents were made, not {documents}")
    return lines


def only(people: Iterable[str]) -> list[str]:
    """Return the options that name people."""
    return [word for person in people for word in ("--only", person)]


def _last(text: str) -> str:
    return next((line for line in reversed(text.splitlines()) if line.strip()), "without a word")
