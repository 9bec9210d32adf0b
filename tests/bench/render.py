"""Render: measures the shell loop of papermill and nbconvert, and ours, in one run on the same academy.

    python -m tests.bench.render --quick
    python -m tests.bench.render --only a --only b --json figures.json

Takes about ten minutes.
"""

from __future__ import annotations

import argparse
import sys

from tests.bench.asking import Found, answer, parser, tell
from tests.bench.figures import table
from tests.bench.machine import this_machine
from tests.bench.rendering.ours import measure_ours
from tests.bench.rendering.rows import ROWS, Plan
from tests.bench.rendering.stock import measure_stock
from tests.bench.room import rented

LETTERS = sorted({row.letter[0] for row in ROWS})
PEOPLE = 45
"""The participants of the demo."""


def main() -> int:
    """Measure what is asked for and print it."""
    plan, asked = _plan(_arguments().parse_args())
    machine = this_machine()
    tell(machine.words)
    with rented(PEOPLE, on_postgres=asked.postgres) as room:
        by_stock = Found(plan, "stock") if asked.without_stock else measure_stock(room, plan)
        rows = measure_ours(room, plan).beside(by_stock, ROWS)
    told = {"rows": [one.as_json() for one in rows], "people": plan.people}
    answer(machine, [f"{plan.people} of {PEOPLE} participants", table(rows)], told, asked.json)
    return 0


def _arguments() -> argparse.ArgumentParser:
    found = parser("tests.bench.render", __doc__, LETTERS)
    found.add_argument("--thorough", action="store_true", help="measure stock on 9 people instead of 3")
    found.add_argument("--whole", action="store_true", help="in row d, render all 2,000 as well")
    return found


def _plan(asked: argparse.Namespace) -> tuple[Plan, argparse.Namespace]:
    letters = asked.only or LETTERS
    rows = frozenset(row.letter for row in ROWS if row.letter[0] in letters)
    if asked.quick:
        small = Plan(rows=rows, people=6, repeats=1, stock_people=1, many=200, looks=3, tell=tell)
        return small, asked
    turns = 9 if asked.thorough else 3
    return Plan(rows=rows, repeats=asked.repeats, stock_people=turns, whole=asked.whole, tell=tell), asked


if __name__ == "__main__":
    sys.exit(main())
