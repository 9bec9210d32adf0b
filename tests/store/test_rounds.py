"""Rounds: what is read of everybody's ratings by round, and what came too late for a picture."""

from __future__ import annotations

from typing import Any

from cba_kit.model.assessment import Assessment, People
from cba_kit.store import Store
from cba_kit.store.rounds import blind_rounds, late_ratings, raters, rounds

from .panel import SHEET, lead, put, rate

EDITION = "cba3"


def test_ratings_are_read_by_round_and_person(cohort_store: Store) -> None:
    rate(cohort_store, "p0", None, relevance=4)
    rate(cohort_store, "p0", 2, relevance="unknown")
    rate(cohort_store, "p1", 2, trend="security", horizon="y2")
    rate(cohort_store, "p2", 1, chosen=True)
    assert rounds(cohort_store, "cba3", SHEET) == {
        1: {"p0": {"climate": Assessment(relevance=4)}},
        2: {
            "p0": {"climate": Assessment(unknown=frozenset({"relevance"}))},
            "p1": {"security": Assessment(horizon="y2")},
        },
    }
    rate(cohort_store, "p0", None, relevance=5)
    assert rounds(cohort_store, "cba3", SHEET)[1] == {"p0": {"climate": Assessment(relevance=5)}}
    assert rounds(cohort_store, "cba4", SHEET) == {}


def test_who_has_begun_a_round_is_counted_once(cohort_store: Store) -> None:
    """An answer of any scale begins it; what was chosen, words, and answers taken back do not."""
    for trend in ("climate", "security"):
        rate(cohort_store, "p0", None, trend=trend, relevance=4)
    rate(cohort_store, "p1", 1, knowledge="unknown")
    rate(cohort_store, "p2", 1, chosen=True, reason="Perhaps")
    rate(cohort_store, "p3", 1, relevance=None)
    rate(cohort_store, "p4", 2, relevance=1)
    rate(cohort_store, "p5", 1, relevance=1)
    put(cohort_store, "p5", f"{SHEET}.climate.1", op="remove")
    assert raters(cohort_store, "cba3", SHEET, 1) == (2, 8)
    assert raters(cohort_store, "cba3", SHEET, 2) == (1, 8)
    assert raters(cohort_store, "cba3", "other", 1) == (0, 8)


def first(store: Store) -> People:
    return rounds(store, EDITION, SHEET).get(1, {})


def late(store: Store, person: str) -> list[str]:
    return late_ratings(store, EDITION, person, SHEET)


def test_what_comes_after_the_reveal_is_not_in_the_round(cohort_store: Store) -> None:
    """A rating that is new, and an answer that is added to one; the writer's own entry has both."""
    lead(cohort_store, "write", 1)
    rate(cohort_store, "p0", 1, relevance=4)
    rate(cohort_store, "p1", 1, relevance=2)
    lead(cohort_store, "discuss", 1)
    then = {"p0": {"climate": Assessment(relevance=4)}, "p1": {"climate": Assessment(relevance=2)}}
    assert first(cohort_store) == then
    rate(cohort_store, "p0", 1, knowledge=3)
    rate(cohort_store, "p0", 1, trend="security", relevance=1)
    rate(cohort_store, "p2", 1, relevance=5, horizon="y2")
    assert first(cohort_store) == {**then, "p0": {**then["p0"], "security": Assessment()}}
    assert late(cohort_store, "p0") == [f"{SHEET}.climate.1", f"{SHEET}.security.1"]
    assert (late(cohort_store, "p1"), late(cohort_store, "p2")) == ([], [f"{SHEET}.climate.1"])


def test_who_was_late_in_one_round_counts_in_the_next(cohort_store: Store) -> None:
    lead(cohort_store, "discuss", 1)
    rate(cohort_store, "p0", 1, relevance=4)
    lead(cohort_store, "write", 2)
    rate(cohort_store, "p0", 2, relevance=5)
    assert rounds(cohort_store, EDITION, SHEET) == {2: {"p0": {"climate": Assessment(relevance=5)}}}
    lead(cohort_store, "discuss", 2)
    assert rounds(cohort_store, EDITION, SHEET) == {2: {"p0": {"climate": Assessment(relevance=5)}}}
    assert late(cohort_store, "p0") == [f"{SHEET}.climate.1"]


def test_a_round_that_is_shown_again_has_what_came_between(cohort_store: Store) -> None:
    lead(cohort_store, "discuss", 1)
    rate(cohort_store, "p0", 1, relevance=4)
    assert first(cohort_store) == {}
    lead(cohort_store, "write", 1)
    lead(cohort_store, "discuss", 1)
    assert first(cohort_store) == {"p0": {"climate": Assessment(relevance=4)}}
    assert late(cohort_store, "p0") == []


def test_a_change_that_somebody_writes_over_a_rating_later_does_not_change_the_round(
    cohort_store: Store,
) -> None:
    """A file that is brought in, for one: the round has what stood there."""
    rate(cohort_store, "p0", 1, relevance=4, reason="We saw it")
    lead(cohort_store, "discuss", 1)
    for value in (1, 2):
        rate(cohort_store, "p0", 1, relevance=value)
    assert first(cohort_store) == {"p0": {"climate": Assessment(relevance=4, reason="We saw it")}}


def test_what_is_chosen_as_important_is_never_late(cohort_store: Store) -> None:
    rate(cohort_store, "p0", 1, relevance=4)
    lead(cohort_store, "discuss", 1)
    rate(cohort_store, "p0", 1, chosen=True)
    assert first(cohort_store) == {"p0": {"climate": Assessment(relevance=4)}}
    assert late(cohort_store, "p0") == []


def test_the_rounds_that_are_rated_blind_are_known_by_sheet(cohort_store: Store) -> None:
    told: list[dict[str, Any]] = [blind_rounds(cohort_store, EDITION)]
    for phase, number in (("write", 1), ("discuss", 1), ("write", 2), ("closed", 2)):
        lead(cohort_store, phase, number)
        told.append(blind_rounds(cohort_store, EDITION))
    assert told == [{}, {SHEET: 1}, {}, {SHEET: 2}, {}]
