"""The showcase: one workbook written word by word, with the history of its canvas."""

from __future__ import annotations

from cba_kit.programme.demo.board import MODEL, VALUE
from cba_kit.programme.demo.forms import answer, row
from cba_kit.programme.demo.hand import Hand
from cba_kit.programme.demo.material import DatedNote, Showcase, Thread
from cba_kit.programme.demo.plan import SHEET as PLAN
from cba_kit.programme.demo.ratings import SHEET as TRENDS
from cba_kit.programme.demo.stroke import Place, later, moment

_STEPS = {1: "2024-01-24 11:20", 2: "2024-02-14 10:30", 3: "2024-03-01 15:10", 4: "2024-03-04 09:24"}
"""The moments at which the canvas changed: in the session, around two coaching talks, in the last week."""
_FORMS = {
    "profile": "2024-01-21 16:30",
    "challenges": "2024-01-22 18:05",
    "strategy": "2024-01-23 11:40",
    "needs": "2024-02-08 14:20",
}


def write_showcase(hand: Hand) -> None:
    """Write the workbook of templates/demo/showcase.yaml."""
    show = hand.material.showcase
    _forms(hand, show)
    for block, notes in show.notes.items():
        for position, note in enumerate(notes, start=1):
            _note(hand, Place(MODEL, "note", block), note, position)
    for block, plain in show.value.items():
        for position, fields in enumerate(plain, start=1):
            place = Place(VALUE, "note", block)
            hand.pen.put(moment("2024-02-15 09:30"), place, {**fields, "position": position})
    for number, (key, rating) in enumerate(show.ratings.items()):
        at = later(moment("2024-01-25 11:20"), 3 * number)
        fields = {name: value for name, value in rating.items() if value != ""}
        hand.pen.put(at, Place(TRENDS, "rating", key), fields, entry=f"{TRENDS}.{key}")
    for position, action in enumerate(show.actions, start=1):
        fields = {name: value for name, value in action.items() if name != "id"} | {"position": position}
        at = moment("2024-01-25 13:30" if position <= 2 else "2024-03-05 10:15")
        hand.pen.put(at, Place(PLAN, "action", ""), fields, entry=action["id"])
    for thread in show.threads:
        _thread(hand, thread)


def _forms(hand: Hand, show: Showcase) -> None:
    for sheet, answers in show.forms.items():
        for question, value in answers.items():
            answer(hand, moment(_FORMS[sheet]), sheet, question, value)
    for sheet, questions in show.rows.items():
        for question, cells in questions.items():
            for position, written in enumerate(cells, start=1):
                at = later(moment(_FORMS[sheet]), 10)
                row(hand, at, Place(sheet, "answer", question), position, written)


def _note(hand: Hand, place: Place, note: DatedNote, position: int) -> None:
    at = moment(_STEPS[note.since])
    fields = {"text": note.was or note.text, "meaning": note.meaning, "position": position}
    hand.pen.put(at, place, fields, entry=note.id)
    if note.was:
        hand.pen.change(moment(_STEPS[note.since + 1]), place, note.id, {"text": note.text})
    if note.until:
        hand.pen.remove(moment(_STEPS[note.until]), place, note.id)


def _thread(hand: Hand, thread: Thread) -> None:
    place = Place(thread.sheet, "comment", thread.block)
    first, *answers = thread.comments
    opening = {"text": first.text, "state": "open", "quote": thread.quote, "entry": thread.entry}
    hand.pen.put(moment(first.at), place, opening, entry=thread.id, by=first.by)
    for comment in answers:
        at = moment(comment.at)
        hand.pen.put(at, place, {"text": comment.text, "thread": thread.id}, by=comment.by)
        if comment.by == hand.actor.id:
            hand.pen.change(at, place, thread.id, {"state": thread.state})
