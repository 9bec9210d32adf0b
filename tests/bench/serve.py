"""Serve: measures stock Voilà and ours in one run, on the same machine, academy and pages.

    python -m tests.bench.serve --quick
    python -m tests.bench.serve --only g --only h --json figures.json

Takes about twenty minutes, and then as long as pages are held open (--hold, in seconds).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.ablation import ablate
from tests.bench.figures import Measured, table
from tests.bench.holding import hold
from tests.bench.machine import this_machine
from tests.bench.room import Room, furnish
from tests.bench.rows import ROWS, Found, Plan, measure_ours, measure_stock
from tests.postgres import Cluster

HELD = "i"
ABLATION = "j"


def main() -> int:
    """Measure what is asked for and print it."""
    asked = _arguments().parse_args()
    wanted = frozenset(asked.only or [*ROWS, HELD, ABLATION])
    plan = _plan(asked, wanted)
    machine = this_machine()
    _tell(machine.words)
    told: dict[str, Any] = {"machine": machine.as_json()}
    parts = [machine.words, *filter(None, [machine.warning])]
    sessions = asked.sessions if HELD in wanted and asked.hold else 0
    with _room(max(plan.people, sessions), postgres=asked.postgres) as room:
        if wanted & ROWS.keys():
            nothing = Found(plan, "stock")
            by_stock = nothing if asked.without_stock else measure_stock(room, plan)
            by_ours = measure_ours(room, plan)
            rows = [Measured(ROWS[key], by_stock.runs.get(key), by_ours.runs.get(key)) for key in ROWS]
            rows = [one for one in rows if one.row.letter in wanted]
            told["rows"] = [one.as_json() for one in rows]
            parts.append(table(rows))
        if ABLATION in wanted:
            ablation = ablate(room, plan)
            told["ablation"] = [one.as_json() for one in ablation.variants]
            parts.append(ablation.table())
        if sessions:
            held = hold(room, sessions=sessions, seconds=asked.hold, tell=_tell)
            told["held"] = held.as_json()
            parts.append(held.table())
    sys.stdout.write("\n\n".join(parts) + "\n")
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.serve", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--only", action="append", metavar="ROW", choices=[*ROWS, HELD, ABLATION])
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything measured there, too")
    parser.add_argument("--quick", action="store_true", help="few people, once: does it work at all?")
    parser.add_argument("--thorough", action="store_true", help="measure stock three times, too")
    parser.add_argument("--people", type=int, default=45, help="how many arrive")
    parser.add_argument("--repeats", type=int, default=3, help="how often ours is measured")
    parser.add_argument("--hold", type=float, default=600, metavar="SECONDS", help="0 leaves row i out")
    parser.add_argument("--sessions", type=int, default=200, help="pages that are held open")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    parser.add_argument("--without-stock", action="store_true", help="measure ours alone")
    return parser


def _plan(asked: argparse.Namespace, wanted: frozenset[str]) -> Plan:
    rows = wanted & ROWS.keys()
    if asked.quick:
        asked.hold, asked.sessions = min(asked.hold, 20), min(asked.sessions, 12)
        return Plan(rows, people=min(asked.people, 6), repeats=1, edits=2, seconds=5, tell=_tell)
    repeats = 3 if asked.thorough else 1
    return Plan(rows, people=asked.people, repeats=asked.repeats, stock_repeats=repeats, tell=_tell)


@contextmanager
def _room(people: int, *, postgres: bool) -> Iterator[Room]:
    with tempfile.TemporaryDirectory(prefix="cba-bench-", ignore_cleanup_errors=True) as folder:
        if not postgres:
            yield furnish(Path(folder), f"sqlite:///{folder}/academy.db", people=people)
            return
        cluster = Cluster()
        try:
            yield furnish(Path(folder), f"{cluster.url}/postgres", people=people)
        finally:
            cluster.remove()


def _tell(words: str) -> None:
    """Say on the side what is being done; the table alone goes to the output."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {words}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
