"""Epitaph: how a kernel came to its end by itself, and where its last words are."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path
from typing import Any

SOON = 0.2
"""Seconds that the exit code may come after the end; it comes by way of the parent that forked the kernel."""


def epitaph(provisioner: Any, kernel: str, folder: Path) -> str:
    """Return a line for the log, and move the kernel's own log into `folder`: else it ends with the kernel.

    That log holds what the process itself said, a crash for instance. What a page prints is not in it.
    """
    place = getattr(provisioner, "log_path", None)
    said = "it has no log"
    if place is not None and place.exists():
        said = "it said nothing"
        if place.stat().st_size:
            said = f"its last words: {place.rename(folder / f'died-{kernel}.log')}"
    return f"{_how(getattr(provisioner, 'process', None))}; {said}"


def _how(process: Any) -> str:
    if process is None:
        return "nobody knows how"
    try:
        code = process.wait(timeout=SOON)
    except subprocess.TimeoutExpired:
        return "its exit code is not known"
    if code >= 0:
        return f"exit code {code}"
    reason = " (by hand, or for want of memory)" if code == -signal.SIGKILL else ""
    return f"killed by {signal.Signals(-code).name}{reason}"
