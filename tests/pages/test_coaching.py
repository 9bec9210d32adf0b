"""The coach's queue, and who may open whose workbook."""

from __future__ import annotations

from collections.abc import Callable

from cba_kit.pages.coaching import CoachConversation, queue, readable
from cba_kit.pages.conversation import Conversation
from cba_kit.pages.home import sections
from cba_kit.pages.rights import WRITES
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


def test_a_coach_who_has_the_person_no_longer_sees_and_writes_nothing_more(visit: Open) -> None:
    """The workbook closes in an open page as soon as the person has another coach."""
    coach = CoachConversation(visit("anneli"))
    list(coach.answer({"t": "open", "person": "ilze"}))
    own = Conversation(visit("ilze"), coach.workbook, WRITES)
    people = coach.visit.store.people
    people.update(people.person("ilze").model_copy(update={"coach": None}))
    ask = {"id": "o1", "sheet": "strategy", "entry": "c1", "kind": "comment", "fields": {"text": "Why?"}}
    list(
        own.answer(
            {
                "t": "op",
                "workbook": "ilze",
                "client": "p",
                "ops": [ask | {"fields": {"text": "Just for you"}}],
            }
        )
    )

    (closed,) = coach.news()
    assert closed == {"t": "error", "message": coach.visit.texts["errors.not_yours"]}
    told = list(coach.answer({"t": "op", "workbook": "ilze", "client": "k", "ops": [ask | {"id": "o2"}]}))
    assert [message["ids"] for message in told] == [[]]
    assert [refusal["id"] for refusal in told[0]["refused"]] == ["o2"]  # the page offers the words to copy
    assert list(coach.answer({"t": "draw", "sheet": "megatrends"})) == []
    (again,) = coach.answer({"t": "hello"})
    assert (again["workbook"]["owner"], again["entries"], again["queue"]) == (None, [], [])
    assert "Just for you" not in str(again)
    assert [entry.text() for entry in own.visit.store.journal.entries("ilze")] == ["Just for you"]


def test_an_open_workbook_says_once_that_it_closed(visit: Open) -> None:
    coach = CoachConversation(visit("anneli"))
    list(coach.answer({"t": "open", "person": "ilze"}))
    people = coach.visit.store.people
    people.update(people.person("ilze").model_copy(update={"coach": None}))
    (closed,) = coach.news()
    assert closed == {"t": "error", "message": coach.visit.texts["errors.not_yours"]}
    assert list(coach.news()) == []


def test_a_role_that_was_taken_away_opens_nothing_more(visit: Open) -> None:
    trainer = CoachConversation(visit("tomas"))
    people = trainer.visit.store.people
    people.update(people.person("tomas").model_copy(update={"roles": ("coach",)}))
    (refused,) = trainer.answer({"t": "open", "person": "ilze"})
    assert refused["t"] == "error"


def test_a_coach_cannot_say_for_a_person_what_became_of_a_comment(visit: Open) -> None:
    """They may settle a thread and undo that; “used” is the word of the person whose workbook it is."""
    coach = CoachConversation(visit("anneli"))
    list(coach.answer({"t": "open", "person": "ilze"}))
    own = Conversation(visit("ilze"), coach.workbook, WRITES)

    def say(talk: Conversation, number: int, **fields: str) -> tuple[int, int]:
        op = {"id": f"o{number}", "sheet": "strategy", "entry": "c1", "kind": "comment", "fields": fields}
        ack = next(iter(talk.answer({"t": "op", "workbook": "ilze", "client": "c", "ops": [op]})))
        return len(ack["ids"]), len(ack["refused"])

    assert say(coach, 1, text="Why?", state="used") == (0, 1)
    assert say(coach, 2, text="Why?", state="open") == (1, 0)
    assert [
        say(coach, 3 + n, state=state) for n, state in enumerate(("used", "later", "no", "answered"))
    ] == [(0, 1)] * 4
    assert say(own, 7, state="used") == (1, 0)
    assert say(coach, 8, state="settled") == (1, 0)
    assert say(coach, 9, state="used") == (1, 0)


def test_sections_for_comments_are_those_of_the_roadmap(visit: Open) -> None:
    """What a coach can choose is what the document has, by the keys of cba_kit/reports/sections."""
    assert [section["key"] for section in sections(visit("anneli"))] == [
        "plan",
        *("profile", "strategy", "needs", "challenges", "business_model", "value_proposition", "megatrends"),
        *(
            "action_plan",
            "action_plan-time",
            "action_plan-thread",
            "action_plan-measures",
            "action_plan-money",
        ),
        "changes",
    ]
