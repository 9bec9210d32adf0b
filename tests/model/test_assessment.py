"""Assessments: read from entries, summed up from five people on, and what to talk about first."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cba_kit.content import Library
from cba_kit.model.agreement import agreement
from cba_kit.model.assessment import (
    Assessment,
    CohortView,
    agreements,
    answers,
    assess,
    cohort_view,
    own_answers,
    talk_first,
)
from cba_kit.model.trends import Trends
from cba_kit.model.workbook import Entry

NOW = datetime(2024, 3, 11, tzinfo=UTC)
GIVEN = [(1, 1, "y2"), (2, 1, "y5"), (4, 3, "y5"), (5, 3, "y2"), (5, 5, "y10")]


@pytest.fixture(scope="module")
def trends() -> Trends:
    found = Library().sheet("megatrends")
    assert isinstance(found, Trends)
    return found


def rating(block: str, **fields: str | int | None) -> Entry:
    return Entry(
        id=f"megatrends.{block}",
        sheet="megatrends",
        kind="rating",
        block=block,
        fields=dict(fields),
        removed=False,
        conflict_of=None,
        version=1,
        created_by="ilze",
        created_at=NOW,
        changed_by="ilze",
        changed_at=NOW,
    )


def test_assess_keeps_numbers_and_unknown_apart() -> None:
    entries = [
        rating("climate", relevance=5, direction=-1, knowledge="unknown", horizon="y5", reason="rain"),
        rating("health", relevance=None),
    ]

    assert assess(entries, "megatrends") == {
        "climate": Assessment(5, -1, None, "y5", frozenset({"knowledge"}), "rain"),
        "health": Assessment(),
    }
    assert [a.started for a in assess(entries, "megatrends").values()] == [True, False]


def test_assess_reads_all_five_scales() -> None:
    given = rating("climate", relevance=1, direction=2, knowledge=3, certainty=4, readiness="unknown")

    found = assess([given], "megatrends")["climate"]

    assert found == Assessment(1, 2, 3, certainty=4, unknown=frozenset({"readiness"}))
    assert [found.number(scale) for scale in ("direction", "certainty", "readiness")] == [2, 4, None]


@pytest.mark.parametrize("scale", ["relevance", "direction", "knowledge", "certainty", "readiness"])
def test_an_answer_on_any_scale_starts_an_assessment(scale: str) -> None:
    found = assess([rating("a", **{scale: 1}), rating("b", **{scale: "unknown"})], "megatrends")

    assert [one.started for one in found.values()] == [True, True]
    assert not assess([rating("c", chosen=True)], "megatrends")["c"].started


def test_assess_reads_one_round_or_the_newest_one_of_each_trend() -> None:
    """In whatever order they come; a second round that was only opened does not hide the first."""
    entries = [
        rating("climate", relevance=2),
        rating("climate", relevance=5, round=2),
        rating("health", relevance=3, round=1),
        rating("health", round=2),
    ]

    first = {"climate": Assessment(2), "health": Assessment(3)}
    assert assess(entries, "megatrends", in_round=1) == first
    assert assess(entries, "megatrends", in_round=2) == {"climate": Assessment(5), "health": Assessment()}
    assert assess(entries, "megatrends", in_round=3) == {}
    for order in (entries, entries[::-1]):
        assert assess(order, "megatrends") == {"climate": Assessment(5), "health": Assessment(3)}


def test_assess_leaves_out_what_was_removed_and_copies_of_conflicts() -> None:
    gone = rating("climate", relevance=2).model_copy(update={"removed": True})
    copy = rating("health", relevance=2).model_copy(update={"conflict_of": "other"})
    elsewhere = rating("work", relevance=2).model_copy(update={"sheet": "other"})

    assert assess([gone, copy, elsewhere], "megatrends") == {}


def test_answers_are_numbers_and_dont_knows_without_the_gaps(trends: Trends) -> None:
    people = {
        "ilze": {"climate": Assessment(4)},
        "marta": {"climate": Assessment(unknown=frozenset({"relevance"}))},
        "pavel": {"climate": Assessment(knowledge=2)},
        "anna": {"health": Assessment(5), "gone": Assessment(1)},
    }
    climate, health, *_ = (trend.key for trend in trends.trends)
    named = {"climate": climate, "health": health, "gone": "gone"}
    given = {person: {named[key]: one for key, one in own.items()} for person, own in people.items()}

    found = answers(trends, given)

    assert {key: by_scale["relevance"] for key, by_scale in found.items() if by_scale["relevance"]} == {
        climate: {"ilze": 4, "marta": None},
        health: {"anna": 5},
    }
    assert found[climate]["knowledge"] == {"pavel": 2}
    assert own_answers(found, "relevance") == {
        "ilze": {climate: 4},
        "marta": {climate: None},
        "anna": {health: 5},
    }


def test_agreements_are_by_trend_and_scale_of_the_template(trends: Trends) -> None:
    climate, other = trends.trends[4].key, trends.trends[5].key
    people = {str(n): {climate: Assessment(n, 0), other: Assessment()} for n in range(1, 6)}

    found = agreements(trends, people)

    given_values = {"relevance": [1, 2, 3, 4, 5], "direction": [0] * 5}
    assert found == {
        climate: {scale.key: agreement(given_values.get(scale.key, []), scale) for scale in trends.scales}
    }


def test_cohort_view_is_silent_under_five_raters(trends: Trends) -> None:
    one = {"climate": Assessment(4, 1, 3, "y2")}

    assert cohort_view(trends, [one] * 4) == {}
    assert cohort_view(trends, [one] * 4 + [{"climate": Assessment(unknown=frozenset({"relevance"}))}]) == {}


def test_cohort_view_gives_medians_and_the_horizon_named_most(trends: Trends) -> None:
    people = [
        {"climate": Assessment(relevance, 1, knowledge, horizon)}
        for relevance, knowledge, horizon in [
            (1, 1, "y2"),
            (2, 1, "y5"),
            (4, 3, "y5"),
            (5, 3, "y2"),
            (5, 5, "y10"),
        ]
    ]
    unknown = {"climate": Assessment(unknown=frozenset({"relevance"}))}

    assert cohort_view(trends, [*people, unknown]) == {
        "climate": CohortView(raters=5, unknown=1, spread=3.0, assessment=Assessment(4, 1, 3, "y2"))
    }
    assert cohort_view(trends, people)["climate"].verdict == "divided"


def test_cohort_view_hides_the_horizon_that_fewer_than_five_named(trends: Trends) -> None:
    """Else the only one who named it could be recognised by it."""
    silent, outspoken = Assessment(4, 1, 3), Assessment(4, 1, 3, "y2")

    def horizon(*given: Assessment) -> str:
        return cohort_view(trends, [{"climate": one} for one in given])["climate"].assessment.horizon

    assert horizon(*[silent] * 4, *[outspoken] * 4) == ""
    assert horizon(*[silent] * 4, *[outspoken] * 5) == "y2"
    assert horizon(*[Assessment(4, horizon="unknown")] * 4, *[outspoken] * 4) == ""


def test_cohort_view_hides_any_figure_that_fewer_than_five_gave(trends: Trends) -> None:
    people = [Assessment(4, 1, 3, "y2")] * 4 + [Assessment(4)]

    view = cohort_view(trends, [{"climate": one} for one in people])["climate"]

    assert (view.raters, view.assessment) == (5, Assessment(4))


@pytest.mark.parametrize(
    ("assessment", "first"),
    [
        (Assessment(4, 0, 3), True),
        (Assessment(4, 0, 4), False),
        (Assessment(3, 0, 1), False),
        (Assessment(5, 0, unknown=frozenset({"knowledge"})), True),
        (Assessment(5, 0), False),
        (Assessment(knowledge=1), False),
    ],
)
def test_talk_first_is_relevant_and_little_known(trends: Trends, assessment: Assessment, first: bool) -> None:
    assert talk_first(trends, assessment) is first
