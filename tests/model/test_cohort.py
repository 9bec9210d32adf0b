"""A cohort: who, how far, with which plans and words; five people behind every number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cba_kit.content import Library
from cba_kit.model.cohort import Cohort, Member
from cba_kit.model.cohort.members import SheetProgress
from cba_kit.model.cohort.notes import notes_by_block, people_at_risk, themes_of
from cba_kit.model.cohort.plans import (
    counted,
    level,
    measures,
    money,
    planned,
    source,
    spelling,
    with_fields,
)
from cba_kit.model.people import Cluster, Person
from cba_kit.model.suppression import Breakdown
from cba_kit.model.workbook import Entry

from .sheets import CANVAS, PLAN, SHEETS, entry

EDITION = Library().edition("cba3")


def person(number: int, country: str = "LV", *ecosystems: str) -> Person:
    return Person(
        id=f"p{number}",
        edition="cba3",
        name=f"Ann{number} Bee",
        email=f"p{number}@x.example",
        roles=("participant",),
        cluster=Cluster(id=f"c{number}", name="Timber", country=country, ecosystems=ecosystems),
    )


def cohort(*books: Sequence[Entry], people: Sequence[Person] = ()) -> Cohort:
    """A cohort of people who wrote these entries."""
    who = list(people) or [person(n) for n in range(len(books))]
    members = [Member(one, book) for one, book in zip(who, books, strict=True)]
    return Cohort(EDITION, SHEETS, members, who)


def action(title: str = "Act", /, **fields: Any) -> Entry:
    return entry("plan", title=title, **fields)


def test_countries_are_a_partition_and_ecosystems_are_not() -> None:
    people = [
        person(n, country, "health", "digital" if n < 4 else "health")
        for n, country in enumerate("AAAAABBCC")
    ]
    found = cohort(*[[]] * 9, people=people)

    assert found.countries() == (Breakdown(9, {}, None), 3)
    assert found.ecosystems() == {"health": 5}


def test_progress_counts_people_and_not_entries() -> None:
    full = [entry("model", key, text="note") for key in ("segments", "partners", "costs") for _ in range(2)]
    found = cohort(*[full] * 6, *[[entry("model", "costs", text="note")]] * 6, [])

    assert found.progress()[1] == SheetProgress("Model", begun=10, complete=5)


def test_actions_without_a_title_and_conflict_copies_do_not_count() -> None:
    copy = action().model_copy(update={"conflict_of": "e0"})
    found = planned(cohort(*[[action(), action(" "), copy]] * 5), PLAN)

    assert counted(found, lambda one: one.value.status) == Breakdown(5, {"planned": 5}, 0)


def test_actions_are_counted_by_the_horizon_they_are_due_in() -> None:
    days = ("2024-04-01", "2024-12-01", "2030-01-01", None)
    found = planned(cohort(*[[action(due=day) for day in days]] * 5), PLAN)

    assert counted(found, lambda one: one.horizon) == Breakdown(20, {"d90": 5, "m12": 10, "": 5}, 0)


def test_money_of_few_people_is_part_of_the_rest_only() -> None:
    """Two people's bank and three people's region are shown as one sum; dropped actions cost nothing."""
    books = [
        [action(cost=100, funding="Own  funds"), action(cost=10**6, status="dropped")],
        *[[action(cost=100, funding="own funds")]] * 4,
        *[[action(cost=7000, funding="Bank")]] * 2,
        *[[action(cost=20, funding="Region")]] * 3,
    ]
    found = planned(cohort(*books), PLAN)

    assert money(found, source) == Breakdown(14_560, {"own funds": 500}, 14_060)
    assert spelling(found, "own funds") == "own funds"


def test_the_money_of_a_single_small_source_hides_all_but_the_total() -> None:
    books = [*[[action(cost=100, funding="own funds")]] * 5, [action(cost=7, funding="Aunt Mary")]]

    assert money(planned(cohort(*books), PLAN), source) == Breakdown(507, {}, None)


def test_measures_are_those_of_the_bank() -> None:
    kpis = Library().kpis()
    books = [*[[action(measure=kpis[0].name.upper())]] * 6, *[[action(measure="Smiles"), action()]] * 5]
    found = planned(cohort(*books), PLAN)

    assert measures(found, kpis) == [(kpis[0], 5)]
    assert counted(found, level(kpis)) == Breakdown(16, {kpis[0].level: 6, "own": 5, "unmeasured": 5}, 0)


def test_people_with_a_field_are_rounded_down() -> None:
    books = [*[[action(owner="Ann", due="2024-04-01"), action()]] * 7, *[[action(owner="Bob")]] * 4]
    found = planned(cohort(*books), PLAN)

    assert (with_fields(found, "owner"), with_fields(found, "owner", "due"), with_fields(found, "cost")) == (
        10,
        5,
        0,
    )


def test_notes_are_counted_by_block_and_people_by_risk() -> None:
    book = [entry("model", "costs", text="a"), entry("model", "costs", text="b", meaning="risk")]
    found = cohort(*[book] * 5, [entry("model", "segments", text=" ")])

    assert notes_by_block(found, CANVAS) == Breakdown(10, {"costs": 10}, 0)
    assert people_at_risk(found, CANVAS) == {"costs": 5}


def test_themes_come_from_free_words_only() -> None:
    """Keys of choices, owners and money are no words that people choose."""
    book = [
        entry("model", "costs", text="training for Bee"),
        entry("strategy", "mission", value="export"),
        entry("strategy", "aims", aim="growth", until="soon"),
        entry("strategy", "founded", value="never"),
        action("Visit members", owner="Robin"),
    ]
    found = themes_of(cohort(*[book] * 5), stop_words=["for"])

    assert [theme.word for theme in found] == ["export", "growth", "members", "training", "Visit"]
