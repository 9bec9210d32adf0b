"""Cohort: what is read of everybody's workbooks at once, and never from a round that is blind."""

from __future__ import annotations

from cba_kit.content import Library
from cba_kit.model.trends import Trends
from cba_kit.store import Store
from cba_kit.store.cohort import answered, cohort

from .panel import NAMES, SHEET, lead, put, rate


def test_answers_are_read_by_person_and_question(cohort_store: Store) -> None:
    asked = {"kind": "answer", "sheet": "profile"}
    put(cohort_store, "p0", "profile.founded", **asked, block="founded", fields={"value": 2009})
    put(cohort_store, "p1", "profile.region", **asked, block="region", fields={"value": "Riga"})
    assert answered(cohort_store, "cba3", ("founded", "legal_form")) == {"p0": {"founded": 2009}}


def test_a_blind_round_is_not_in_what_roadmaps_tell_of_the_others(cohort_store: Store) -> None:
    library = Library()
    edition = library.edition("cba3")

    def median() -> float | None:
        sheets = {SHEET: library.sheet(SHEET)}
        assert isinstance(sheets[SHEET], Trends)
        found = cohort(cohort_store, edition, sheets)[SHEET].get("climate")
        return found.assessment.relevance if found else None

    for name in NAMES:
        rate(cohort_store, name, 1, relevance=2)
    assert median() == 2
    lead(cohort_store, "write", 1)
    assert median() is None
    lead(cohort_store, "discuss", 1)
    assert median() == 2
    for name in NAMES:
        rate(cohort_store, name, 2, relevance=5)
    lead(cohort_store, "write", 2)
    assert median() == 2
    lead(cohort_store, "discuss", 2)
    assert median() == 5
    rate(cohort_store, NAMES[0], 2, trend="security", relevance=1)
    for name in NAMES[1:5]:
        rate(cohort_store, name, 2, trend="security", relevance=1)
    assert "security" not in cohort(cohort_store, edition, {SHEET: library.sheet(SHEET)})[SHEET]
