"""Reveal: what it takes to show a round of many people and trends with all its pictures, on SQLite."""

from __future__ import annotations

import random
import statistics
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import yaml

from cba_kit.config import Academy, Settings, shipped
from cba_kit.content import Library
from cba_kit.model.people import Cluster, Person, plenary
from cba_kit.model.rounds import rating_id
from cba_kit.model.workbook import Operation, Writer
from cba_kit.pages import plenary as projector
from cba_kit.pages.panel import open_panel, roster_of
from cba_kit.pages.visit import Visit
from cba_kit.store import Store, open_store, rounds

SHEET = "many"
NOW = datetime(2024, 3, 11, 10, 0, tzinfo=UTC)
EDITION = """\
title: Bench
short: "B"
host: Nobody
days:
  - {number: 1, date: 2024-03-11, title: One day, place: online, online: true}
sheets: [profile, many, business_model]
group_sheets: [business_model]
"""
KINDS = frozenset({"rating", "stage", "answer"})


WHOLE = "reveal with all pictures and breakdowns, entries read"


def measure(*, people: int, trends: int, repeats: int) -> dict[str, float]:
    """Return the median ms of each part of a second round's reveal, `WHOLE` among them."""
    with tempfile.TemporaryDirectory() as folder:
        visit = _academy(Path(folder), people=people, trends=trends)
        sheet = visit.sheets[SHEET]
        message = {"t": "plenary", "sheet": SHEET}

        def cold() -> object:
            rounds._kept.cache_clear()
            return projector.plenary(visit, message)

        def figures() -> object:
            rounds._kept.cache_clear()
            shown = open_panel(visit, sheet, 2)  # type: ignore[arg-type]  # it is of kind trends
            people = roster_of(visit)
            found = shown.agreements()
            return [
                shown.medians(found),
                shown.medians_before(),
                shown.movements(),
                [(shown.splits(people, scale), shown.concordance(scale)) for scale in shown.sheet.scales],
            ]

        parts: dict[str, Callable[[], object]] = {
            WHOLE: cold,
            "figures alone": figures,
            "with pictures, entries known": lambda: projector.plenary(visit, message),
            "how many have begun": lambda: projector.plenary(visit, message | {"brief": True}),
            "panel of a participant": lambda: projector.panel(visit, {"sheet": SHEET}),
        }
        return {name: _median(act, repeats) for name, act in parts.items()}


def _median(act: Callable[[], object], repeats: int) -> float:
    act()
    taken = []
    for _ in range(repeats):
        began = perf_counter()
        act()
        taken.append((perf_counter() - began) * 1000)
    return statistics.median(taken)


def _academy(folder: Path, *, people: int, trends: int) -> Visit:
    own = folder / "templates"
    for room in ("editions", "trends"):
        (own / room).mkdir(parents=True)
    (own / "editions/bench.yaml").write_text(EDITION, encoding="utf-8")
    given = yaml.safe_load((shipped("templates") / "trends/megatrends.yaml").read_text(encoding="utf-8"))
    first = given["trends"]
    given["trends"] = [
        first[at % len(first)] | {"key": f"t{at + 1}", "number": at + 1} for at in range(trends)
    ]
    (own / f"trends/{SHEET}.yaml").write_text(yaml.safe_dump(given, allow_unicode=True), encoding="utf-8")
    academy = Academy(folder, Settings(name="Bench"), f"sqlite:///{folder / 'bench.db'}")
    store = open_store(academy.database_url, clock=lambda: NOW, create=True)
    _fill(store, given, people)
    return Visit(academy, Library(own), store, store.people.person("lead"))


def _fill(store: Store, sheet: dict[str, Any], people: int) -> None:
    chance = random.Random(5)
    everybody = [_person(at, chance) for at in range(people)]
    lead = _person(0, chance).model_copy(
        update={"id": "lead", "email": "l@x.example", "roles": ("trainer", "participant")}
    )
    store.people.add([*everybody, lead])
    for person in everybody:
        operations = [
            _rating(trend["key"], number, chance) for number in (1, 2) for trend in sheet["trends"]
        ] + [_founded(chance)]
        _apply(store, person.id, operations)
    whole = plenary("bench").id
    store.journal.make_group_workbook(whole, edition="bench")
    stage = {"id": "s", "sheet": SHEET, "entry": f"stage.{SHEET}", "kind": "stage"}
    _apply(store, whole, [Operation.model_validate(stage | {"fields": {"phase": "discuss", "round": 2}})])


def _person(at: int, chance: random.Random) -> Person:
    cluster = Cluster(
        id=f"c{at}",
        name=f"Cluster {at}",
        country=chance.choice(("LV", "GR", "PT", "CZ", "NL")),
        ecosystems=tuple(chance.sample(("tourism", "textiles", "construction", "health", "digital"), 2)),
    )
    return Person(
        id=f"p{at}",
        edition="bench",
        name=f"Person {at}",
        email=f"p{at}@x.example",
        roles=("participant",),
        cluster=cluster,
    )


def _rating(trend: str, number: int, chance: random.Random) -> Operation:
    fields: dict[str, Any] = {"round": number}
    for scale in ("relevance", "knowledge", "readiness"):
        fields[scale] = "unknown" if chance.random() < 0.05 else chance.randint(1, 5)
    fields |= {"direction": chance.randint(-2, 2), "certainty": chance.randint(1, 5)}
    fields |= {
        "horizon": chance.choice(("y2", "y5", "y10", "later")),
        "reason": "We have seen it in two projects.",
    }
    told = {
        "id": f"{trend}-{number}",
        "sheet": SHEET,
        "entry": rating_id(SHEET, trend, number),
        "kind": "rating",
    }
    return Operation.model_validate(told | {"block": trend, "fields": fields})


def _founded(chance: random.Random) -> Operation:
    told = {"id": "f", "sheet": "profile", "entry": "profile.founded", "kind": "answer", "block": "founded"}
    return Operation.model_validate(told | {"fields": {"value": chance.randint(1995, 2023)}})


def _apply(store: Store, book: str, operations: list[Operation]) -> None:
    writer = Writer(person="lead" if book.startswith("plenary") else book, client="bench", kinds=KINDS)
    refused = store.journal.apply(book, operations, writer, accept=lambda *_: None).refused
    if refused:
        raise ValueError(refused[0].reason)
