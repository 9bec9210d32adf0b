"""Holding: many pages kept open for long, and whether the server grows with time."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tests.bench.machine import Use, offspring, use_of
from tests.bench.people import people
from tests.bench.room import Room
from tests.bench.servers import ours

LOOKS = 20
"""How often memory is looked at, which takes the system itself a while for 200 processes."""
SETTLED = 1 / 3
"""The part of the time after which the slope is taken: each kernel's first edit loads what it needs."""
RATE = 1 / 20
"""Edits a second of each page."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was in use at a moment, in seconds since all were inside."""

    at: float
    server: Use
    kernels: Use


@dataclass(frozen=True, slots=True)
class Held:
    """What was seen while the pages were open."""

    sessions: int
    looks: list[Look]
    edits: dict[str, Any]

    def line(self, part: str, what: str) -> str:
        """Tell how one number went: first, when all had settled, last, and the slope between these two."""
        points = [(look.at, float(getattr(getattr(look, part), what))) for look in self.looks]
        settled = points[round(SETTLED * len(points)) :]
        first, middle, last = points[0][1], settled[0][1], points[-1][1]
        return f"| {part} | {what} | {first:.0f} | {middle:.0f} | {last:.0f} | {slope(settled) * 3600:+.0f} |"

    def table(self) -> str:
        """Return everything as Markdown."""
        seconds = self.looks[-1].at
        lines = [
            f"i. {self.sessions} pages held for {seconds:.0f} s: "
            f"{self.edits['sent']} edits sent, {self.edits['lost']} not confirmed",
            "",
            "| of | what | first | settled | last | slope since, an hour |",
            "|---|---|---|---|---|---|",
        ]
        lines += [
            self.line(part, what)
            for part in ("server", "kernels")
            for what in ("processes", "pss_mib", "threads", "descriptors")
        ]
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        """Return everything."""
        return asdict(self)


def hold(room: Room, *, sessions: int, seconds: float, tell: Callable[[str], None]) -> Held:
    """Keep `sessions` pages open for `seconds`, with signs of life and edits, and look again and again."""
    looks: list[Look] = []
    with ours(room) as server, people(server, room.visitors[:sessions]) as crowd:
        inside = crowd.do("enter")["inside"]
        server.wait_until_ready()
        tell(f"{inside} pages are open, and stay open for {seconds:.0f} s")
        began = time.monotonic()
        crowd.start("stay", seconds=seconds, rate=RATE)
        while True:
            at = time.monotonic() - began
            looks.append(Look(at, use_of([server.process.pid]), use_of(offspring(server.process.pid))))
            if at >= seconds:
                break
            time.sleep(min(seconds / LOOKS, seconds - at))
        edits = crowd.finish()
    waited = edits.pop("waited")
    edits["median"] = statistics.median(waited) if waited else None
    return Held(inside, looks, edits)


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Return how much the second number grows with each unit of the first (least squares)."""
    if len({at for at, _ in points}) < 2:
        return 0.0
    return statistics.linear_regression(*zip(*points, strict=True)).slope
