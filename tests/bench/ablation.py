"""Ablation: what each part gives, measured by switching it off."""

from __future__ import annotations

import statistics
import time
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.bench.browsers import first_edits
from tests.bench.figures import p95, shown
from tests.bench.machine import cpu_seconds, offspring, use_of
from tests.bench.people import people
from tests.bench.room import Room
from tests.bench.rows import LIMIT, WITHIN, Plan
from tests.bench.servers import Server, ours

VARIANTS: dict[str, tuple[str, ...]] = {
    "all parts": (),
    "ordinary kernels instead of forked ones": ("fork",),
    "nothing kept from page to page": ("caches",),
    "no pages made beforehand": ("pool",),
    "Voilà's front end on every page": ("lean",),
    "none of the four": ("fork", "caches", "pool", "lean"),
}
"""What is measured, and the parts that are switched off for it: the pool by its setting, the others by
tests/bench/launch.py."""
BROWSERS = 3


@dataclass(slots=True)
class Variant:
    """A server without some of its parts, and what came out; None: not measured."""

    title: str
    without: tuple[str, ...]
    filled: float | None = None
    cost: float | None = None
    """CPU milliseconds for each page made, of server and kernel together."""
    page: float | None = None
    content: float | None = None
    own: float | None = None
    saved: float | None = None
    memory: float | None = None

    def as_json(self) -> dict[str, Any]:
        """Return everything."""
        return asdict(self)


@dataclass(slots=True)
class Ablation:
    """All variants."""

    people: int
    variants: list[Variant] = field(default_factory=list)

    def table(self) -> str:
        """Return everything as Markdown."""
        n = self.people
        heads = [
            "j. what is switched off",
            "a page made costs, CPU",
            "pool filled in",
            f"{n} arrive in one second: page complete, p95",
            "own content, p95",
            "one real browser: own content, median",
            "first edit saved, median",
            "memory a page",
        ]
        lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
        for one in self.variants:
            times = [one.filled, one.page, one.content, one.own, one.saved]
            cells = [one.title, shown(one.cost, "ms"), *(shown(value, "s") for value in times)]
            cells.append(shown(one.memory, "MiB"))
            lines.append(f"| {' | '.join(cells)} |")
        return "\n".join(lines)


def ablate(room: Room, plan: Plan) -> Ablation:
    """Measure every variant once: crowds, then single browsers."""
    found = Ablation(plan.people)
    for title, without in VARIANTS.items():
        variant = Variant(title, without)
        found.variants.append(variant)
        off = [part for part in without if part != "pool"]
        with ours(room, without=off, pool=0 if "pool" in without else None) as server:
            _measure(variant, server, room, plan)
        plan.tell(f"ablation: {variant}")
    return found


def _fill(server: Server, pages: int) -> tuple[float, float]:
    """Wait for a full pool; return how long it took, and what each page after the first one cost."""
    began = time.perf_counter()
    server.wait_until_ready(1, full=False)
    before, first = _cpu(server), server.pages()
    server.wait_until_ready(pages)
    cost = 1000 * (_cpu(server) - before) / max(1, server.pages() - first)
    return time.perf_counter() - began, cost


def _cpu(server: Server) -> float:
    return cpu_seconds([server.process.pid, *offspring(server.process.pid)])


def _measure(variant: Variant, server: Server, room: Room, plan: Plan) -> None:
    visitors = room.visitors[: plan.people]
    if "pool" in variant.without:  # so that what starts once has started
        with people(server, visitors[:1]) as crowd:
            crowd.do("enter")
            crowd.do("leave")
    else:
        variant.filled, variant.cost = _fill(server, plan.people)
    times = first_edits(server, visitors[0], times=BROWSERS)
    variant.own = statistics.median(one.own for one in times)
    variant.saved = statistics.median(one.saved for one in times)
    server.wait_until_ready()
    with people(server, visitors) as crowd:
        arrived = crowd.do("arrive", within=WITHIN, limit=LIMIT)
        variant.page, variant.content = p95(arrived["page"]), p95(arrived["content"])
        variant.memory = use_of(offspring(server.process.pid)).pss_mib / server.pages()
