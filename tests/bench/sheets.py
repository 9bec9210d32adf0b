"""Sheets: measures boards, the time machine and the rounds of trends at the sizes that we promise.

    python -m tests.bench.sheets
    python -m tests.bench.sheets --only a --only d --json sheets.json

Takes about five minutes. Nothing that is stock does the same, so there is nothing to stand beside it.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from cba_kit.pictures import Style, radar
from cba_kit.pictures.box import overlaps
from tests.bench import board, history, reveal, together
from tests.bench.asking import Found, Plan, answer, parser, tell
from tests.bench.figures import Row, p95, table
from tests.bench.machine import this_machine
from tests.pictures.catalogues import catalogue, ratings
from tests.pictures.reading import boxes

ROWS = (
    Row("a", "a letter typed on a board with 500 notes: what it costs until it is painted, p95", "ms", 16, 8),
    Row("b", "that board opened on a page that is there", "s", 1.0, 0.4),
    Row("c", "10 writers on one board, 2 op/s each: everybody has seen an edit, p95", "ms", 300, 120),
    Row("d", "a history of 20,000 changes: any moment of it, p95", "ms", 200, 50),
    Row("e", "45 people × 40 trends: the reveal with all pictures and breakdowns", "ms", 300, 100),
    Row("f", "radars of 60 trends in 7 sectors: labels that overlap", "labels", 0, 0),
)
LETTERS = [row.letter for row in ROWS]


def main() -> int:
    """Measure what is asked for and print it."""
    asked = parser("tests.bench.sheets", __doc__, LETTERS, stock=False).parse_args()
    repeats = 1 if asked.quick else asked.repeats
    machine = this_machine()
    tell(machine.words)
    found = Found(Plan(rows=frozenset(asked.only or LETTERS), repeats=repeats, tell=tell), "ours")
    for _ in range(repeats):
        if found.plan.wants("ab"):
            _board(found, letters=60 if asked.quick else 240)
        if found.plan.wants("d"):
            _history(found, changes=2_000 if asked.quick else 20_000)
        if found.plan.wants("e"):
            _reveal(found)
    if found.plan.wants("c"):
        seconds = 5.0 if asked.quick else 30.0
        for value, note in together.measure(repeats, seconds=seconds, on_postgres=asked.postgres):
            found.add("c", value, note)
    if found.plan.wants("f"):
        _radar(found)
    rows = found.beside(Found(found.plan, "stock"), ROWS)
    answer(machine, [table(rows)], {"rows": [one.as_json() for one in rows]}, asked.json)
    return 0


def _board(found: Found[Plan], *, letters: int) -> None:
    told = board.measure(notes=500, letters=letters)
    found.add("a", p95(told.work), f"median {statistics.median(told.work):.1f} ms; {told.said}")
    loaded = statistics.median(told.loaded) / 1000
    found.add("b", statistics.median(told.opened) / 1000, f"the whole page loaded anew: {loaded:.2f} s")


def _history(found: Found[Plan], *, changes: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        told = history.measure(Path(folder), changes=changes, notes=500, asked=200, seed=1)
    found.add("d", p95(told.moments), told.said)


def _reveal(found: Found[Plan]) -> None:
    told = reveal.measure(people=45, trends=40, repeats=9)
    others = "; ".join(f"{name}: {value:.0f} ms" for name, value in told.items() if name != reveal.WHOLE)
    found.add("e", told[reveal.WHOLE], others)


def _radar(found: Found[Plan]) -> None:
    template = catalogue(60, 7)
    styles = (Style(), Style(compact=True), Style(large=True))
    pictures = [radar(template, ratings(template), uid="r", style=style) for style in styles]
    touching = sum(len(overlaps(boxes(markup))) for markup in pictures)
    found.add("f", touching, f"{sum(len(boxes(markup)) for markup in pictures)} labels in three sizes")


if __name__ == "__main__":
    sys.exit(main())
