"""Rounds: what a trends sheet takes in which phase, and what stays as it was given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cba_kit.errors import OperationError
from cba_kit.model.rounds import blind, check, rating_id, revealed, revealed_at, without_blind
from cba_kit.model.values import Stage
from cba_kit.model.workbook import Change, Entry, Operation

from .sheets import entry

CLOSED = "The rounds on this sheet are closed. Ratings are not changed any more."
NOON = datetime(2024, 3, 11, 12, tzinfo=UTC)
GIVEN: dict[str, Any] = {"relevance": 4, "reason": "We saw it"}


def stage(phase: str, number: int = 1) -> Stage:
    return Stage.model_validate({"phase": phase, "round": number})


def known(number: int = 1, *, conflict_of: str | None = None, **fields: Any) -> Entry:
    values = {"round": number, **fields}
    return entry("trends", "climate", **values).model_copy(
        update={"id": rating_id("trends", "climate", number), "conflict_of": conflict_of}
    )


def rating(number: int = 1, *, op: str = "put", block: str = "climate", **fields: Any) -> Operation:
    values = {"round": number, **fields} if op == "put" else {}
    told = {"id": "o", "op": op, "sheet": "trends", "entry": rating_id("trends", block, number)}
    return Operation.model_validate({**told, "kind": "rating", "block": block, "fields": values})


def refusal(operation: Operation, before: Entry | None, now: Stage) -> str:
    try:
        check(operation, before, now)
    except OperationError as error:
        return str(error)
    return ""


def test_the_first_round_keeps_the_ids_of_old() -> None:
    assert [rating_id("trends", "climate", n) for n in (1, 2, 9)] == [
        "trends.climate",
        "trends.climate.2",
        "trends.climate.9",
    ]


@pytest.mark.parametrize(
    ("phase", "number", "last"),
    [
        ("free", 1, 0),
        ("write", 1, 0),
        ("discuss", 1, 1),
        ("write", 2, 1),
        ("discuss", 2, 2),
        ("closed", 2, 2),
    ],
)
def test_a_round_is_seen_when_it_was_shown(phase: str, number: int, last: int) -> None:
    assert revealed(stage(phase, number)) == last


def change(at: int, **after: Any) -> Change:
    moment = NOON + timedelta(minutes=at)
    told = {"workbook": "plenary:cba3", "version": at, "operation": f"o{at}", "entry": "stage.trends"}
    more = {"sheet": "trends", "kind": "stage", "op": "put", "person": "tomas", "client": "c"}
    return Change.model_validate({**told, **more, "at": moment, "before": {}, "after": after})


def test_a_round_is_revealed_at_the_moment_when_all_may_see_it() -> None:
    """What else is set meanwhile changes nothing."""
    history = [
        change(1, phase="write", round=1),
        change(2, phase="discuss"),
        change(3, ends=None, authors=False),
        change(4, phase="write", round=2),
        change(5, phase="closed"),
    ]
    assert revealed_at(history[:1]) == {}
    assert revealed_at(history) == {1: NOON + timedelta(minutes=2), 2: NOON + timedelta(minutes=5)}


def test_a_round_that_is_opened_again_is_revealed_when_it_is_shown_again() -> None:
    history = [change(1, phase="discuss", round=1), change(2, phase="write")]
    assert revealed_at(history) == {}
    assert revealed_at([*history, change(3, phase="discuss")]) == {1: NOON + timedelta(minutes=3)}


def test_others_know_nothing_of_the_round_that_is_rated_blind() -> None:
    """Its ratings alone: earlier ones, other sheets' and what else stands there are seen."""
    blind_now = blind({"trends": stage("write", 2), "old": stage("discuss"), "free": stage("free")})
    assert blind_now == {"trends": 2}
    first, second = known(**GIVEN), known(2, **GIVEN)
    rest = [second.model_copy(update=more) for more in ({"sheet": "old"}, {"kind": "comment"})]
    assert without_blind([first, second, *rest], blind_now) == [first, *rest]
    assert without_blind([first, second], {}) == [first, second]
    assert without_blind([first, second], {"trends": 1}) == []


def test_without_rounds_everything_is_taken_as_always() -> None:
    for operation in (rating(relevance=4), rating(op="remove"), rating(relevance=None)):
        assert refusal(operation, known(**GIVEN), stage("free")) == ""
    assert refusal(rating(2, relevance=4), None, stage("free")) == "Round 2 is not open yet."


def test_an_open_round_takes_and_changes_its_own_ratings() -> None:
    for operation in (rating(2, relevance=1), rating(2, op="remove"), rating(2, op="restore")):
        assert refusal(operation, known(2, **GIVEN), stage("write", 2)) == ""
    assert refusal(rating(3, relevance=1), None, stage("write", 2)) == "Round 3 is not open yet."


def test_what_was_given_for_a_round_that_was_shown_stays() -> None:
    stays = "Round 1 has been shown to everybody. What you gave stays as it is."
    for now in (stage("discuss"), stage("write", 2)):
        assert refusal(rating(relevance=5), known(**GIVEN), now) == stays
        assert refusal(rating(relevance=None), known(**GIVEN), now) == stays
        assert refusal(rating(reason=""), known(**GIVEN), now) == stays
        assert refusal(rating(op="remove"), known(**GIVEN), now) == stays
        assert refusal(rating(op="restore"), known(**GIVEN), now) == stays


def test_what_was_never_given_is_taken_after_the_reveal_but_only_for_the_last_round() -> None:
    for now in (stage("discuss"), stage("write", 2)):
        assert refusal(rating(relevance=5, knowledge="unknown"), None, now) == ""
        assert refusal(rating(knowledge=2, relevance=4), known(**GIVEN), now) == ""
        assert refusal(rating(knowledge=2, relevance=3), known(**GIVEN), now) != ""
    for now in (stage("discuss", 2), stage("write", 3)):
        assert refusal(rating(relevance=5), None, now) != ""


def test_closed_rounds_take_nothing() -> None:
    for operation in (rating(2, relevance=4), rating(2, op="remove"), rating(relevance=4)):
        assert refusal(operation, None, stage("closed", 2)) == CLOSED


def test_what_is_chosen_is_no_rating() -> None:
    """It may change at any time, and takes no rating along."""
    for now in (stage("write", 2), stage("discuss"), stage("closed", 2)):
        assert refusal(rating(chosen=True), known(**GIVEN), now) == ""
        assert refusal(rating(chosen=True), None, now) == ""
    assert refusal(rating(chosen=True, relevance=1), known(**GIVEN), stage("closed", 1)) == CLOSED


def test_a_second_rating_beside_the_first_is_no_way_round_the_rule() -> None:
    """Another id for the same trend and round; another trend for the same rating."""
    other = rating(relevance=1).model_copy(update={"entry": "mine"})
    for now in (stage("write"), stage("discuss")):
        assert refusal(other, None, now) == "Each trend is rated once in a round. Reload the page."
        moved = Operation.model_validate(rating().model_dump() | {"block": "health", "fields": {}})
        assert refusal(moved, known(**GIVEN), now) == "A rating stays with its trend."
    assert (
        refusal(rating(relevance=1), known(2, **GIVEN), stage("write", 2)) == "A rating stays in its round."
    )


def test_copies_of_two_edits_can_be_put_away_at_any_time() -> None:
    copy = known(**GIVEN, conflict_of="trends.climate")
    assert refusal(rating(op="remove"), copy, stage("closed")) == ""
