"""Placing: notes of a block that the template has lost, and dots on a note that others do not see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cba_kit.model.values import EntryKind
from cba_kit.pages.visit import Visit
from tests.store.hand import Hand

from .test_groups import in_group, note, own, write
from .test_leading import SHEET, leading, stage

Open = Callable[[str], Visit]
LOST = "newsletter"
"""A block that the canvas had once."""


def test_a_move_out_of_a_block_that_is_gone_can_be_taken_back(visit: Open) -> None:
    """Undo brings the note where it stood; nobody else's note goes there, and no new one."""
    talk = own(visit("ilze"))
    hand = Hand(talk.visit.store, "long-ago", person="ilze", workbook="ilze")
    hand.put("n1", {"text": "The monthly letter"}, block=LOST)
    hand.put("n2", {"text": "Visits"}, block="channels")
    moved = note("n1", id="move", fields={"position": 2.0})
    back = note("n1", id="back", block=LOST, fields={"position": 1.0})
    new = note("n3", block=LOST)
    never_there = note("n2", id="stray", block=LOST, fields={})
    answers = [write(talk, one, book="ilze") for one in (moved, back, new, never_there)]
    assert [answer["ids"] for answer in answers] == [["move"], ["back"], [], []]
    reasons = {refusal["reason"] for answer in answers[2:] for refusal in answer["refused"]}
    assert reasons == {f"The sheet “Business model canvas” has no block “{LOST}”."}
    journal = talk.visit.store.journal
    assert {entry.id: entry.block for entry in journal.entries("ilze")} == {"n1": LOST, "n2": "channels"}


def test_a_comment_goes_along_with_a_note_that_is_joined_and_keeps_its_words(visit: Open) -> None:
    """Who writes the notes takes it along; who comments does not, and nobody writes in it."""
    talk = own(visit("ilze"))
    store = talk.visit.store
    write(talk, note("n1"), note("n2"), book="ilze")
    comments = frozenset[EntryKind]({"comment"})
    coach = Hand(store, "coach", person="anneli", workbook="ilze", kinds=comments).see()
    coach.put("c1", {"text": "Who?", "entry": "n2"}, kind="comment", block="channels")
    own_words: dict[str, Any] = {"kind": "comment", "block": "channels"}
    write(talk, note("c2", fields={"text": "Anneli", "entry": "n2"}, **own_words), book="ilze")
    taken = note("c1", id="along", fields={"entry": "n1"}, **own_words)
    changed = note("c1", id="more", fields={"entry": "n1", "text": "Me"}, **own_words)
    assert write(talk, taken, changed, book="ilze")["ids"] == ["along"]
    assert len(coach.see().put("c2", {"entry": "n1"}, kind="comment").refused) == 1
    told = {entry.id: entry.fields for entry in store.journal.entries("ilze", kind="comment")}
    assert told == {"c1": {"text": "Who?", "entry": "n1"}, "c2": {"text": "Anneli", "entry": "n2"}}


def test_a_note_that_only_its_writer_sees_takes_no_dots(grouped: Open) -> None:
    ilze, trainer = in_group(grouped("ilze")), leading(grouped("tomas"))
    stage(trainer, phase="vote")
    write(ilze, note("n1", fields={"text": "Late", "private": True}), note("n2"))
    vote = {"sheet": SHEET, "entry": f"vote.{SHEET}.ilze", "kind": "vote"}
    (refusal,) = write(ilze, vote | {"id": "v1", "fields": {"dots": ["n2", "n1"]}})["refused"]
    assert refusal["reason"] == "A note that only you see takes no dots. Show it to the group first."
    write(ilze, note("n1", id="show", fields={"private": False}))
    assert write(ilze, vote | {"id": "v2", "fields": {"dots": ["n2", "n1"]}})["ids"] == ["v2"]
