"""A real run: the batch called here or as a command, and what it leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cba_kit.model.render import Render
from cba_kit.reports.batch import render
from tests.reports.report_team import Team


def batch(team: Team, **rest: Any) -> list[Render]:
    return render(team.academy, team.store, team.library, "cba3", **rest)


def folder(team: Team) -> Path:
    return team.academy.output / "cba3/roadmap"


def files(team: Team) -> list[str]:
    return sorted(path.name for path in folder(team).iterdir())


def command(team: Team, *words: str, **rest: Any) -> subprocess.Popen[str]:
    """Start a real `cba render`."""
    called = [sys.executable, "-m", "cba_kit.cli", "render", "cba3", "--academy", str(team.academy.folder)]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:  # tests in the background of a shell ignore Ctrl-C, and so would whatever they start
        return subprocess.Popen(
            [*called, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env, **rest
        )
    finally:
        signal.signal(signal.SIGINT, before)


def wait_for(condition: Callable[[], object], seconds: float = 120.0) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)
