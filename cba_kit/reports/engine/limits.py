"""Limits: how long a notebook may take, and how much memory and output it may have."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a notebook may use; `math.inf` seconds and a huge number of bytes mean as much as it likes."""

    cell: float = 60.0
    """Seconds that one cell may take."""
    wall: float = 300.0
    """Seconds that the whole notebook may take."""
    memory: int = 1 << 30
    """Bytes of memory beyond what its process has at the start, its own processes and output included."""
    output: int = 20_000_000
    """Characters of output that a cell may have; more is cut, and a note in the output says so."""
