"""Asking: what both benchmarks are asked in the same way, and how they answer."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from tests.bench.figures import Measured, Row, Runs
from tests.bench.machine import Machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is measured, and how often."""

    rows: frozenset[str]
    repeats: int = 3
    tell: Callable[[str], None] = field(default=lambda _: None)
    """Called with what is being done, and with each figure."""

    def wants(self, rows: Collection[str]) -> bool:
        """Tell whether one of these rows is asked for."""
        return bool(self.rows & set(rows))


Planned = TypeVar("Planned", bound=Plan)


@dataclass(slots=True)
class Found(Generic[Planned]):
    """The runs of each row, of one way to do it: stock, or ours."""

    plan: Planned
    name: str
    runs: dict[str, Runs] = field(default_factory=dict)

    def add(self, letter: str, value: float | None, note: str = "") -> None:
        """Take a figure where its row is asked for."""
        if letter not in self.plan.rows:
            return
        self.runs.setdefault(letter, Runs()).add(value, note)
        self.plan.tell(f"{self.name} {letter}: {value if value is None else round(value, 3)} {note}")

    def beside(self, stock: Found[Planned], rows: Sequence[Row]) -> list[Measured]:
        """Return the rows that are asked for, with what stock did in each."""
        asked = [row for row in rows if row.letter in self.plan.rows]
        return [Measured(row, stock.runs.get(row.letter), self.runs.get(row.letter)) for row in asked]


def parser(
    module: str, about: str | None, letters: Sequence[str], *, stock: bool = True
) -> argparse.ArgumentParser:
    """Return what reads the command line of a benchmark, with the options that all of them have."""
    found = argparse.ArgumentParser(prog=f"python -m {module}", description=about)
    found.formatter_class = argparse.RawDescriptionHelpFormatter
    found.add_argument("--only", action="append", metavar="ROW", choices=letters)
    found.add_argument("--json", type=Path, metavar="FILE", help="write everything measured there, too")
    found.add_argument("--quick", action="store_true", help="few people, once: does it work at all?")
    found.add_argument("--repeats", type=int, default=3, help="how often ours is measured")
    found.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    if stock:
        found.add_argument("--without-stock", action="store_true", help="measure ours alone")
    return found


def answer(machine: Machine, parts: Sequence[str], told: dict[str, Any], file: Path | None) -> None:
    """Print the tables below what they were measured on; write everything into `file` where there is one."""
    head = [machine.words, *filter(None, [machine.warning])]
    sys.stdout.write("\n\n".join([*head, *parts]) + "\n")
    if file is not None:
        written = {"machine": machine.as_json(), **told}
        file.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def tell(words: str) -> None:
    """Say on the side what is being done; the table alone goes to the output."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {words}\n")
    sys.stderr.flush()
