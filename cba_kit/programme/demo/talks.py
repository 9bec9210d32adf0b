"""The demo's conversations: coaches ask, participants answer, and threads stand in several states."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from cba_kit.programme.demo.board import MODEL, Pinned
from cba_kit.programme.demo.hand import Hand
from cba_kit.programme.demo.material import Talk
from cba_kit.programme.demo.plan import SHEET as PLAN
from cba_kit.programme.demo.plan import Planned
from cba_kit.programme.demo.ratings import SHEET as TRENDS
from cba_kit.programme.demo.stroke import Place, moment

_ROADMAP = "roadmap"
_ENDS = ("open", "answered", "again", "used", "settled", "later", "no", "used")


class Written(NamedTuple):
    """What a participant has written that can be talked about."""

    notes: Sequence[Pinned]
    answers: frozenset[tuple[str, str]]
    """(sheet, question) of the forms."""
    rated: Sequence[str]
    actions: Sequence[Planned]


class Course(NamedTuple):
    """How a talk goes: the thread's last state (“again”: answered, and the coach has asked once more)."""

    end: str
    answered: datetime | None = None


class Spot(NamedTuple):
    """What a talk is pinned to."""

    place: Place
    entry: str
    quote: str
    section: str


def write_talks(hand: Hand, written: Written) -> None:
    """Write the coach's questions and what came of them; some participants ask a question of their own."""
    spots = [(talk, spot) for talk in hand.material.talks if (spot := _spot(talk, written)) is not None]
    count = 0 if hand.actor.filled < 20 else 1 + round(3 * hand.share(30, 60))
    for number, (talk, spot) in enumerate(hand.random.sample(spots, min(count, len(spots)))):
        if number == 0 and hand.actor.answered is not None:
            _talk(hand, talk, spot, Course("answered", moment(f"{hand.actor.answered} 15:20")))
        else:
            _talk(hand, talk, spot, Course(hand.random.choice(_ENDS)))
    if hand.actor.asks:
        at = hand.pen.between("2024-03-08 09:00", "2024-03-10 17:00")
        place = Place("challenges", "comment", "biggest")
        hand.pen.put(at, place, {"text": hand.actor.asks, "state": "open"})


def _spot(talk: Talk, written: Written) -> Spot | None:
    """Find what the talk is about in what the participant wrote; None when it is not there."""
    sheet, block = talk.about
    place = Place(sheet, "comment", block)
    if sheet == _ROADMAP:
        return Spot(Place(sheet, "comment", ""), "", "", block) if written.actions else None
    if sheet == PLAN:
        action = next((a for a in written.actions if a.when == talk.kind), None)
        return Spot(place, action.id, action.title, "") if action else None
    if sheet == MODEL:
        note = next((n for n in written.notes if (n.block, n.meaning) == (block, talk.kind)), None)
        return Spot(place, note.id, note.text, "") if note else None
    if sheet == TRENDS:
        return Spot(place, f"{TRENDS}.{block}", "", "") if block in written.rated else None
    return Spot(place, "", "", "") if (sheet, block) in written.answers else None


def _talk(hand: Hand, talk: Talk, spot: Spot, course: Course) -> None:
    say, pen, coach = hand.wording.say, hand.pen, hand.actor.coach
    asked = pen.between("2024-02-20 09:00", "2024-03-01 17:00")
    opening = {"text": say(talk.ask), "state": "open"}
    pinned = {"quote": spot.quote, "entry": spot.entry, "section": spot.section}
    opening |= {name: value for name, value in pinned.items() if value}
    thread = pen.put(asked, spot.place, opening, by=coach)
    if course.end == "open":
        return
    at = course.answered or pen.at_work(asked + timedelta(hours=hand.random.randint(24, 150)))
    words = {"later": talk.later, "no": talk.refuse}.get(course.end, talk.answer)
    pen.put(at, spot.place, {"text": say(words), "thread": thread})
    state = "answered" if course.end == "again" else course.end
    pen.change(at, spot.place, thread, {"state": state})
    if course.end == "again":
        after = pen.at_work(at + timedelta(hours=hand.random.randint(20, 60)))
        pen.put(after, spot.place, {"text": say(talk.again), "thread": thread}, by=coach)
