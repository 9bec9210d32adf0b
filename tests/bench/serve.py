"""Serve: measures stock Voilà and ours in one run, on the same machine, academy and pages.

    python -m tests.bench.serve --quick
    python -m tests.bench.serve --only g --only h --json figures.json

Takes about twenty minutes, and then as long as pages are held open (--hold, in seconds).
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

from tests.bench.ablation import ablate
from tests.bench.asking import Found, answer, parser, tell
from tests.bench.figures import table
from tests.bench.holding import hold
from tests.bench.machine import this_machine
from tests.bench.room import rented
from tests.bench.rows import ROWS, Plan, measure_ours, measure_stock

HELD = "i"
ABLATION = "j"


def main() -> int:
    """Measure what is asked for and print it."""
    asked = _arguments().parse_args()
    wanted = frozenset(asked.only or [*ROWS, HELD, ABLATION])
    plan = _plan(asked, wanted)
    machine = this_machine()
    tell(machine.words)
    told: dict[str, Any] = {}
    parts = []
    sessions = asked.sessions if HELD in wanted and asked.hold else 0
    with rented(max(plan.people, sessions), on_postgres=asked.postgres) as room:
        if wanted & ROWS.keys():
            by_stock = Found(plan, "stock") if asked.without_stock else measure_stock(room, plan)
            rows = measure_ours(room, plan).beside(by_stock, list(ROWS.values()))
            told["rows"] = [one.as_json() for one in rows]
            parts.append(table(rows))
        if ABLATION in wanted:
            ablation = ablate(room, plan)
            told["ablation"] = [one.as_json() for one in ablation.variants]
            parts.append(ablation.table())
        if sessions:
            held = hold(room, sessions=sessions, seconds=asked.hold, tell=tell)
            told["held"] = held.as_json()
            parts.append(held.table())
    answer(machine, parts, told, asked.json)
    return 0


def _arguments() -> argparse.ArgumentParser:
    found = parser("tests.bench.serve", __doc__, [*ROWS, HELD, ABLATION])
    found.add_argument("--thorough", action="store_true", help="measure stock three times, too")
    found.add_argument("--people", type=int, default=45, help="how many arrive")
    found.add_argument("--hold", type=float, default=600, metavar="SECONDS", help="0 leaves row i out")
    found.add_argument("--sessions", type=int, default=200, help="pages that are held open")
    return found


def _plan(asked: argparse.Namespace, wanted: frozenset[str]) -> Plan:
    rows = wanted & ROWS.keys()
    if asked.quick:
        asked.hold, asked.sessions = min(asked.hold, 20), min(asked.sessions, 12)
        return Plan(rows=rows, people=min(asked.people, 6), repeats=1, edits=2, seconds=5, tell=tell)
    repeats = 3 if asked.thorough else 1
    return Plan(rows=rows, people=asked.people, repeats=asked.repeats, stock_repeats=repeats, tell=tell)


if __name__ == "__main__":
    sys.exit(main())
