"""Rows: the figures of the table, and how stock Voilà and ours are measured for each of them."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import Any

from tests.bench import asking
from tests.bench.browsers import LONGEST, WORDS, all_at_once, first_edits
from tests.bench.figures import Row, p95
from tests.bench.machine import offspring, use_of
from tests.bench.people import People, people
from tests.bench.room import Room
from tests.bench.servers import Server, ours, stock

ROWS = {
    row.letter: row
    for row in (
        Row("a", "all arrive in one second, pool ready: page complete, p95", "s", 0.4, 0.2),
        Row("b", "the same, until one's own content has come through the socket, p95", "s", 1.2, 0.6),
        Row("c", "the same, pool empty, p95", "s", 6, 3),
        Row("d", "real browser, cold cache: first edit saved (one user, median)", "s", 0.8, 0.4),
        Row("e", "eight real browsers at once on the same two cores, own content, max", "s", 8, 4),
        Row("f", "memory a page (PSS), as our pages really are", "MiB", 25, 16),
        Row("g", "edit → committed and acknowledged, 45 editors at 1 op/s, p95", "ms", 60, 25),
        Row("h", "another person sees it, p95", "ms", 150, 60),
    )
}
LIMIT = 240.0
"""Seconds after which a visitor gives up; they count as this long."""
WITHIN = 1.0
BROWSERS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(asking.Plan):
    """What is measured, and how often."""

    people: int = 45
    stock_repeats: int = 1
    edits: int = 5
    """Browsers that come alone, one after the other."""
    seconds: float = 30
    """How long people write."""


Found = asking.Found[Plan]


def measure_stock(room: Room, plan: Plan) -> Found:
    """Measure stock Voilà: everybody is the same person there, since nothing tells them apart."""
    found = Found(plan, "stock")
    for _ in range(plan.stock_repeats):
        if plan.wants("abcf"):
            with stock(room) as server, people(server, room.visitors[: plan.people]) as crowd:
                arrived = crowd.do("arrive", within=WITHIN, limit=LIMIT)
                _add_arrival(found, "ab", arrived)
                found.add("c", p95(arrived["content"]), "stock has no pool: the figure of row b")
                _add_memory(found, server, plan.people - len(arrived["failed"]))
        if plan.wants("de"):
            with stock(room) as server:
                _add_browsers(found, server, room)
    return found


def measure_ours(room: Room, plan: Plan) -> Found:
    """Measure our server."""
    found = Found(plan, "ours")
    if plan.wants("abgh"):
        with ours(room) as server:
            _add_crowds(found, server, room)
    if plan.wants("f"):
        # nothing made beforehand: every kernel that is there is an open page's
        with ours(room, pool=0) as server, people(server, room.visitors[: plan.people]) as crowd:
            crowd.do("enter")
            _add_memory(found, server, plan.people)
    if plan.wants("c"):
        with ours(room, pool=0) as server:
            _add_empty(found, server, room)
    if plan.wants("de"):
        with ours(room) as server:
            for _ in range(plan.repeats):
                server.wait_until_ready(BROWSERS)
                _add_browsers(found, server, room)
    return found


def _add_crowds(found: Found, server: Server, room: Room) -> None:
    plan = found.plan
    visitors = room.visitors[: plan.people]
    for _ in range(plan.repeats):
        with people(server, visitors) as crowd:
            server.wait_until_ready(plan.people)
            arrived = crowd.do("arrive", within=WITHIN, limit=LIMIT)
            _add_arrival(found, "ab", arrived)
            if plan.wants("g"):
                _add_waited(found, "g", crowd.do("edit", seconds=plan.seconds, rate=1.0))
            if plan.wants("h"):
                _add_seen(found, crowd)
            crowd.do("leave")
    if plan.wants("ab"):
        with people(server, visitors) as crowd:
            server.wait_until_ready(plan.people)
            arrived = crowd.do("arrive", within=0.0, limit=LIMIT)
            for letter, what in (("a", "page"), ("b", "content")):
                found.add(letter, None, f"all in the same instant instead: {p95(arrived[what]):.2f} s")
            crowd.do("leave")


def _add_empty(found: Found, server: Server, room: Room) -> None:
    """Measure arrivals when no page is ready; somebody was here before, so what starts once has started."""
    visitors = room.visitors[: found.plan.people]
    with people(server, visitors[:1]) as crowd:
        crowd.do("enter")
        crowd.do("leave")
    for _ in range(found.plan.repeats):
        with people(server, visitors) as crowd:
            arrived = crowd.do("arrive", within=WITHIN, limit=LIMIT)
            note = f"page complete {p95(arrived['page']):.2f} s; the figure is until one's own content"
            found.add("c", p95(arrived["content"]), _failures(arrived) or note)
            crowd.do("leave")


def _add_arrival(found: Found, letters: str, arrived: dict[str, Any]) -> None:
    for letter, what in zip(letters, ("page", "content"), strict=True):
        found.add(letter, p95(arrived[what]), _failures(arrived))


def _failures(arrived: dict[str, Any]) -> str:
    """Say what went wrong, if anything; one person's words in another's page are never a figure."""
    if arrived["foreign"]:
        raise AssertionError(f"Words of other people came: {arrived['foreign']}")
    failed = arrived["failed"]
    return f"{len(failed)} of {len(arrived['page'])} had no page ({failed[0]})" if failed else ""


def _add_memory(found: Found, server: Server, pages: int) -> None:
    use = use_of(offspring(server.process.pid))
    own = use_of([server.process.pid])
    note = f"{use.processes} processes beside the server, which takes {own.pss_mib:.0f} MiB"
    found.add("f", use.pss_mib / pages if pages else None, note)


def _add_browsers(found: Found, server: Server, room: Room) -> None:
    plan, visitor = found.plan, room.visitors[0]
    if plan.wants("d"):
        before = room.written(visitor.id).count(WORDS)
        times = first_edits(server, visitor, times=plan.edits)
        written = room.written(visitor.id).count(WORDS) - before
        own = statistics.median(one.own for one in times)
        note = f"own content after {own:.2f} s; {written} of {plan.edits} edits are in the store"
        found.add("d", statistics.median(one.saved for one in times), note)
    if plan.wants("e"):
        same = [visitor] * BROWSERS
        waited = all_at_once(server, same if server.stock else room.visitors[:BROWSERS])
        came = [seconds for seconds in waited if seconds < LONGEST]
        hung = f"{BROWSERS - len(came)} of {BROWSERS} saw nothing in {LONGEST:.0f} s"
        hung += f", the others took {max(came, default=0):.1f} s at most"
        found.add("e", max(waited), hung if len(came) < BROWSERS else "")


def _add_seen(found: Found, crowd: People) -> None:
    """Let everybody open their group's board: one member of each writes once a second, then all do."""
    crowd.do("gather")
    one = crowd.do("see", seconds=found.plan.seconds, rate=1.0, everybody=False)
    _add_waited(found, "h", one, f"{one['groups']} groups, one member of each writes once a second: ")
    all_write = crowd.do("see", seconds=found.plan.seconds, rate=1.0, everybody=True)
    found.add("h", None, f"everybody writes once a second instead: {1000 * p95(all_write['waited']):.0f} ms")


def _add_waited(found: Found, letter: str, told: dict[str, Any], how: str = "") -> None:
    waited = told["waited"]
    lost = f", {told['lost']} LOST" if told["lost"] else ""
    note = f"{how}median {1000 * statistics.median(waited):.0f} ms of {len(waited)}{lost}"
    found.add(letter, 1000 * p95(waited), note)
