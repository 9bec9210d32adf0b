"""Threads: comments put together to conversations."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cba_kit.model.thread import Anchor, Comment, Thread
from cba_kit.model.values import EntryKind
from cba_kit.store import Store

from ..conftest import START
from .hand import Hand

COMMENT: frozenset[EntryKind] = frozenset({"comment"})


def tick(number: int) -> datetime:
    """The moment that the clock tells when it is asked for the n-th time."""
    return START + timedelta(seconds=number)


@pytest.fixture
def coach(filled: Store) -> Hand:
    return Hand(filled, "coach", person="anneli", kinds=COMMENT)


def test_a_question_and_its_answer_are_one_thread(filled: Store, coach: Hand) -> None:
    """Anchor, quote and state come from the first comment; names from the people."""
    first = {"text": "Who pays?", "entry": "n1", "quote": "Sawmills", "state": "open"}
    coach.put("c1", first, kind="comment", block="channels")
    ilze = Hand(filled)
    ilze.put("c2", {"text": "All of them.", "thread": "c1"}, kind="comment", block="channels")
    ilze.put("c1", {"state": "used"}, kind="comment")
    assert filled.journal.threads("ilze") == [
        Thread(
            id="c1",
            workbook="ilze",
            anchor=Anchor(sheet="business_model", block="channels", entry="n1"),
            quote="Sawmills",
            state="used",
            comments=(
                Comment(
                    id="c1", author="anneli", author_name="Anneli Saarinen", at=tick(1), text="Who pays?"
                ),
                Comment(id="c2", author="ilze", author_name="Ilze Kalniņa", at=tick(2), text="All of them."),
            ),
        )
    ]


def test_a_comment_on_a_section_of_the_roadmap_has_no_sheet(filled: Store, coach: Hand) -> None:
    """The roadmap is no sheet: its threads are anchored by section."""
    coach.put("c1", {"text": "Good", "section": "outlook"}, kind="comment", sheet="roadmap")
    [thread] = filled.journal.threads("ilze")
    assert (thread.anchor, thread.state, thread.quote) == (Anchor(section="outlook"), "open", "")


def test_the_thread_with_the_newest_comment_comes_first(filled: Store, coach: Hand) -> None:
    """An answer to an old thread brings it up."""
    for name in ("c1", "c2", "c3"):
        coach.put(name, {"text": name}, kind="comment")
    Hand(filled).put("c4", {"text": "On the first", "thread": "c1"}, kind="comment")
    assert [thread.id for thread in filled.journal.threads("ilze")] == ["c1", "c3", "c2"]


def test_comments_of_one_moment_keep_the_order_they_were_written_in(filled: Store, coach: Hand) -> None:
    """A batch has one time; the journal's versions tell its order."""
    coach.put("c1", {"text": "first"}, kind="comment")
    batch = [
        coach.operation(name, {"text": name, "thread": "c1"}, kind="comment") for name in ("z", "m", "a")
    ]
    coach.send(batch)
    [thread] = filled.journal.threads("ilze")
    assert [comment.text for comment in thread.comments] == ["first", "z", "m", "a"]


def test_a_comment_taken_back_is_gone_and_a_note_is_no_comment(filled: Store, coach: Hand) -> None:
    """Only comments that are there make threads."""
    Hand(filled).put("n1", {"text": "A note"})
    coach.put("c1", {"text": "Oops"}, kind="comment")
    coach.remove("c1", kind="comment")
    assert filled.journal.threads("ilze") == []


def test_a_thread_waits_for_the_one_who_did_not_speak_last(filled: Store, coach: Hand) -> None:
    """Until its state says that it is settled."""
    coach.put("c1", {"text": "Who pays?"}, kind="comment")
    [asked] = filled.journal.threads("ilze")
    assert (asked.waits_for("ilze"), asked.waits_for("anneli")) == (True, False)
    ilze = Hand(filled)
    ilze.put("c2", {"text": "All.", "thread": "c1"}, kind="comment")
    ilze.put("c1", {"state": "answered"}, kind="comment")
    [answered] = filled.journal.threads("ilze")
    assert (answered.waits_for("ilze"), answered.waits_for("anneli")) == (False, True)
    ilze.put("c1", {"state": "settled"}, kind="comment")
    [settled] = filled.journal.threads("ilze")
    assert (settled.waits_for("ilze"), settled.waits_for("anneli")) == (False, False)


def test_somebody_unknown_is_called_by_their_id(filled: Store) -> None:
    """A writer that is no longer among the people still has their words shown."""
    Hand(filled, person="someone-gone").put("c1", {"text": "Hello"}, kind="comment")
    [thread] = filled.journal.threads("ilze")
    assert thread.comments[0].author_name == "someone-gone"
