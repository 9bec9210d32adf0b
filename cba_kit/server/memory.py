"""Memory: whether there is room for one more page on this machine, or in what it lets us use."""

from __future__ import annotations

from pathlib import Path

import psutil  # type: ignore[import-untyped]  # no types

PAGE = 48 * 2**20
"""Bytes that a page may come to need; most need half of it."""
RESERVE = 0.1
"""The part of all memory that pages leave to the database, the server and the system."""
_GROUP = Path("/sys/fs/cgroup")


def room(coming: int = 0) -> bool:
    """Tell whether one more page fits, when `coming` are being made and have not taken theirs yet."""
    total, available = machine()
    return available - coming * PAGE > max(RESERVE * total, 2 * PAGE)


def machine() -> tuple[int, int]:
    """Return the bytes of memory there are and those that are free, on the machine or in our container."""
    whole = psutil.virtual_memory()
    total, available = int(whole.total), int(whole.available)
    limit = _number(_own_group() / "memory.max")
    if limit is None or limit >= total:
        return total, available
    used = _number(_own_group() / "memory.current") or 0
    return limit, min(available, limit - used + _cache())


def _own_group() -> Path:
    """Return the folder of the control group that this process is in."""
    try:
        line = Path("/proc/self/cgroup").read_text(encoding="ascii").strip().splitlines()[-1]
    except (OSError, IndexError):
        return _GROUP
    place = _GROUP / line.rpartition(":")[2].lstrip("/")
    return place if (place / "memory.max").exists() else _GROUP


def _cache() -> int:
    """Return the bytes of files in memory that the system gives back when somebody needs them."""
    try:
        lines = (_own_group() / "memory.stat").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("inactive_file "))


def _number(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):  # “max”: no limit
        return None
