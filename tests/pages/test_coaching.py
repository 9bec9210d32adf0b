"""The coach's queue, and who may open whose workbook."""

from __future__ import annotations

from collections.abc import Callable

from cba_kit.pages.coaching import CoachConversation, queue, readable
from cba_kit.pages.conversation import WRITES, Conversation
from cba_kit.pages.visit import Visit

Open = Callable[[str], Visit]


def test_coach_reads_own_people_trainer_everybody(visit: Open) -> None:
    """A coach has the participants that were given to them; a trainer all; a participant nobody."""
    found = {who: [p.id for p in readable(visit(who))] for who in ("anneli", "tomas", "ilze")}
    assert found == {"anneli": ["ilze"], "tomas": ["ilze", "eleni"], "ilze": []}


def test_open_refuses_a_person_of_another_coach(visit: Open) -> None:
    """The workbook of somebody else's participant does not open, and its name is not confirmed."""
    coach = CoachConversation(visit("anneli"))
    (refused,) = coach.answer({"t": "open", "person": "eleni"})
    (unknown,) = coach.answer({"t": "open", "person": "nobody"})
    assert refused == unknown
    (opened,) = coach.answer({"t": "open", "person": "ilze"})
    assert opened["workbook"]["owner"]["name"] == "Ilze Kalniņa"
    assert opened["workbook"]["kinds"] == ["comment"]


def test_queue_puts_an_answer_first(visit: Open) -> None:
    """A participant who answered waits for the coach; the others follow."""
    coach = CoachConversation(visit("anneli"))
    assert [(row["id"], row["group"]) for row in queue(coach.visit)] == [("ilze", "quiet")]
    list(coach.answer({"t": "open", "person": "ilze"}))
    ask = {
        "id": "o1",
        "sheet": "strategy",
        "entry": "c1",
        "kind": "comment",
        "block": "",
        "fields": {"text": "Why?"},
    }
    list(coach.answer({"t": "op", "workbook": "ilze", "client": "k", "ops": [ask]}))
    own = Conversation(visit("ilze"), coach.workbook, WRITES)
    reply = ask | {"id": "o2", "entry": "c2", "fields": {"text": "Because", "thread": "c1"}}
    state = ask | {"id": "o3", "fields": {"state": "answered"}, "block": None}
    list(own.answer({"t": "op", "workbook": "ilze", "client": "p", "ops": [reply, state]}))
    (row,) = queue(coach.visit)
    assert (row["group"], row["say"], row["threads_open"]) == (
        "waiting",
        "Answered one of your comments. 0 of 8 sheets complete.",
        1,
    )
