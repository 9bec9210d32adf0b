"""Stages: private writing, hidden blocks, locks and secret votes."""

from __future__ import annotations

from typing import Any

import pytest

from cba_kit.errors import OperationError
from cba_kit.model.stage import FREE, check, stage_id, stages, tally, visible, voters
from cba_kit.model.values import EntryKind, Stage
from cba_kit.model.workbook import Entry, Operation

from .sheets import NOON


def entry(kind: EntryKind, by: str = "ann", *, block: str = "costs", name: str = "", **fields: Any) -> Entry:
    return Entry(
        id=name or f"{kind}-{by}",
        sheet="model",
        kind=kind,
        block=block,
        fields=fields,
        removed=False,
        conflict_of=None,
        version=1,
        created_by=by,
        created_at=NOON,
        changed_by=by,
        changed_at=NOON,
    )


def put(kind: EntryKind, name: str, block: str | None = None, **fields: Any) -> Operation:
    return Operation(id="o", sheet="model", kind=kind, entry=name, block=block, fields=fields)


@pytest.mark.parametrize("facilitator", [False, True])
def test_a_private_note_and_a_vote_are_their_writers_alone(facilitator: bool) -> None:
    for mine in (entry("note", private=True), entry("vote", dots=["n1"])):
        assert visible(mine, "ann", FREE, facilitator=False)
        assert not visible(mine, "bob", FREE, facilitator=facilitator)
    assert visible(entry("note", private=False), "bob", FREE, facilitator=facilitator)


def test_a_hidden_block_is_seen_by_facilitators_and_its_writers() -> None:
    stage, note = Stage(hidden=["costs"]), entry("note")
    assert [visible(note, who, stage, facilitator=who == "tess") for who in ("ann", "bob", "tess")] == [
        True,
        False,
        True,
    ]
    assert visible(entry("note", block="partners"), "bob", stage, facilitator=False)


def test_the_stage_of_a_sheet_is_its_one_entry() -> None:
    set_by_tess = entry("stage", "tess", name=stage_id("model"), phase="vote", dots=5)
    assert stages([set_by_tess, entry("note")]) == {"model": Stage(phase="vote", dots=5)}
    assert stages([set_by_tess.model_copy(update={"removed": True})]) == {}
    assert stages([entry("stage", "bob", name="stage.other", phase="vote")]) == {}


def test_dots_are_counted_and_shown_when_voting_is_over() -> None:
    votes = [entry("vote", "ann", dots=["n1", "n1", "n2"]), entry("vote", "bob", dots=["n1"])]
    votes += [entry("vote", "cho", dots=[])]
    assert tally(votes, "model", Stage(phase="closed")) == {"n1": 3, "n2": 1}
    assert tally(votes, "model", Stage(phase="discuss")) == {"n1": 3, "n2": 1}
    assert tally(votes, "model", Stage(phase="vote")) == {}
    assert tally(votes, "other", Stage(phase="closed")) == {}
    assert voters(votes, "model") == 2


WRITING = Stage(phase="write")
REFUSED = {
    "Only a facilitator leads a session.": (put("stage", stage_id("model")), None, FREE),
    "This note is not there for you.": (put("note", "n"), entry("note", "bob", private=True), WRITING),
    "Voting is closed.": (put("vote", "vote.model.ann", dots=["n"]), None, Stage(phase="closed")),
    "Everybody sets their own dots.": (put("vote", "vote.model.bob"), None, Stage(phase="vote")),
    "You have 2 dots.": (
        put("vote", "vote.model.ann", dots=["a", "b", "c"]),
        None,
        Stage(phase="vote", dots=2),
    ),
    "This block is locked now. Ask your facilitator to open it.": (
        put("note", "n", "partners"),
        entry("note", "bob", block="costs"),
        Stage(locked=["costs"]),
    ),
    "This board is closed. Ask your facilitator to open it again.": (
        put("note", "n", "costs"),
        None,
        Stage(phase="closed"),
    ),
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_a_stage_does_not_take_is_refused_in_plain_words(words: str) -> None:
    operation, known, stage = REFUSED[words]
    with pytest.raises(OperationError) as caught:
        check(operation, known, "ann", stage, facilitator=False)
    assert str(caught.value) == words


def test_what_a_stage_takes() -> None:
    check(put("stage", stage_id("model"), phase="vote"), None, "tess", FREE, facilitator=True)
    check(put("note", "n", "costs"), None, "tess", Stage(locked=["costs"]), facilitator=True)
    check(put("note", "n", "costs", private=True), None, "ann", WRITING, facilitator=False)
    check(
        put("vote", "vote.model.ann", dots=["a", "a"]),
        None,
        "ann",
        Stage(phase="vote", dots=2),
        facilitator=False,
    )
    check(put("comment", "c"), None, "ann", Stage(phase="closed"), facilitator=False)
