"""Groups: who works in a group's workbook, what its members see of each other, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from cba_kit.content import Library
from cba_kit.model.people import group_id, plenary
from cba_kit.pages.coaching import CoachConversation
from cba_kit.pages.conversation import Conversation
from cba_kit.pages.rights import WRITES
from cba_kit.pages.visit import Visit
from cba_kit.store.schema import workbooks
from tests.pages.conftest import move

Open = Callable[[str], Visit]
BLUE = group_id("cba3", "Blue team")
WORDS = "Ask three members before the summer"


def own(visit: Visit) -> Conversation:
    return Conversation(visit, visit.store.journal.workbook_of(visit.person.id), WRITES)


def in_group(visit: Visit) -> Conversation:
    """Open the group's workbook on the visitor's page."""
    talk = own(visit)
    (snapshot,) = talk.answer({"t": "open", "workbook": BLUE})
    assert snapshot["workbook"]["id"] == BLUE
    return talk


def note(name: str, text: str = WORDS, **more: Any) -> dict[str, Any]:
    usual = {
        "id": f"op-{name}",
        "sheet": "business_model",
        "entry": name,
        "kind": "note",
        "block": "channels",
    }
    return usual | {"fields": {"text": text}} | more


def write(talk: Conversation, *operations: dict[str, Any], book: str = BLUE) -> dict[str, Any]:
    return dict(
        next(iter(talk.answer({"t": "op", "workbook": book, "client": "c", "ops": list(operations)})))
    )


def told(talk: Any, message: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(reply) for reply in talk.answer(message)]


def test_a_page_offers_ones_own_workbook_and_the_groups(grouped: Open) -> None:
    """The own first; the group's with its name, its sheets and the names of its members."""
    (snapshot,) = told(own(grouped("ilze")), {"t": "hello", "client": "c"})
    mine, blue = snapshot["books"]
    assert (mine["id"], mine["kind"], mine["name"], mine["members"]) == ("ilze", "own", "", [])
    assert [sheet["key"] for sheet in mine["sheets"]] == list(grouped("ilze").sheets)
    assert (blue["id"], blue["kind"], blue["name"]) == (BLUE, "group", "Blue team")
    assert [sheet["key"] for sheet in blue["sheets"]] == ["business_model", "value_proposition"]
    assert blue["members"] == [
        {"id": "femke", "name": "Femke van der Leeuwen", "first": "Femke", "initials": "FL"},
        {"id": "ilze", "name": "Ilze Kalniņa", "first": "Ilze", "initials": "IK"},
        {"id": "eleni", "name": "Ελένη Παπαδάκη", "first": "Ελένη", "initials": "ΕΠ"},
    ]
    assert sorted(snapshot["people"]) == ["anneli", "ilze"]


def test_whoever_has_no_group_is_offered_none(visit: Open) -> None:
    (snapshot,) = told(own(visit("ilze")), {"t": "hello", "client": "c"})
    assert [book["id"] for book in snapshot["books"]] == ["ilze"]


def test_members_write_in_one_workbook_and_see_each_other(grouped: Open) -> None:
    """The snapshot has the group's sheets and members; what one writes is news to the other."""
    ilze, eleni = own(grouped("ilze")), in_group(grouped("eleni"))
    (snapshot,) = told(ilze, {"t": "open", "workbook": BLUE})
    assert snapshot["workbook"]["owner"] == {
        "id": BLUE,
        "name": "Blue team",
        "initials": "BT",
        "cluster": "",
        "fictional": True,
        "group": True,
    }
    assert [sheet["key"] for sheet in snapshot["sheets"]] == ["business_model", "value_proposition"]
    assert sorted(snapshot["people"]) == ["eleni", "femke", "ilze"]
    assert (snapshot["home"], snapshot["saved"]) == (None, "")
    assert write(eleni, note("n1"))["ids"] == ["op-n1"]
    (ops,) = ilze.news()
    assert (ops["workbook"], [entry["created_by"] for entry in ops["entries"]]) == (BLUE, ["eleni"])


def test_own_words_are_taken_while_the_groups_workbook_is_open_and_the_other_way_round(grouped: Open) -> None:
    """A page that was offline sends what waited for both; each ack is about one of them."""
    talk = in_group(grouped("ilze"))
    mine = write(talk, note("mine"), book="ilze")
    assert (mine["workbook"], mine["ids"], mine["version"]) == ("ilze", ["op-mine"], 1)
    assert list(talk.news()) == []
    (snapshot,) = told(talk, {"t": "open", "workbook": "ilze"})
    assert [entry["id"] for entry in snapshot["entries"]] == ["mine"]
    assert snapshot["home"]["greeting"] == "Good afternoon, Ilze"
    assert write(talk, note("ours"))["ids"] == ["op-ours"]
    assert [entry.id for entry in talk.visit.store.journal.entries(BLUE)] == ["ours"]


def test_a_sheet_that_is_not_the_groups_is_refused(grouped: Open) -> None:
    ack = write(in_group(grouped("ilze")), note("n1", sheet="strategy", kind="answer", block="mission"))
    assert ack["refused"] == [{"id": "op-n1", "reason": "This workbook has no sheet “strategy”."}]


def test_strangers_neither_open_nor_write_and_learn_nothing(grouped: Open) -> None:
    """A participant of no group, and the coach of a member hear what they hear of no group."""
    write(in_group(grouped("eleni")), note("n1"))
    stranger = grouped("femke")
    move(stranger, None)
    coach = CoachConversation(grouped("anneli"))
    for talk in (own(stranger), coach):
        asked = [told(talk, {"t": "open", "workbook": book}) for book in (BLUE, group_id("cba3", "none"))]
        assert asked[0] == asked[1]
        assert [message["t"] for message in asked[0]] == ["error"]
        ack = write(talk, note("n2"))
        assert (ack["ids"], [refusal["id"] for refusal in ack["refused"]]) == ([], ["op-n2"])
        (snapshot,) = told(talk, {"t": "hello", "client": "c"})
        assert WORDS not in str(snapshot)
        assert BLUE not in str(snapshot)
    assert [entry.id for entry in stranger.store.journal.entries(BLUE)] == ["n1"]


@pytest.mark.parametrize("group", ["Red team", None])
def test_whoever_is_moved_loses_the_group_at_once_on_an_open_page(grouped: Open, group: str | None) -> None:
    """The next look closes it: the page hears so and is back at its own workbook; later words stay theirs."""
    talk = in_group(grouped("ilze"))
    move(talk.visit, group)
    write(in_group(grouped("eleni")), note("n1"))
    closed, snapshot = talk.news()
    assert closed == {"t": "error", "message": talk.visit.texts["errors.not_yours"]}
    assert snapshot["workbook"]["id"] == "ilze"
    assert WORDS not in str(snapshot)
    assert BLUE not in str(snapshot)
    assert list(talk.news()) == []


@pytest.mark.parametrize("message", [{"t": "hello"}, {"t": "draw", "sheet": "business_model"}])
def test_no_message_brings_back_a_group_that_was_lost(grouped: Open, message: dict[str, Any]) -> None:
    talk = in_group(grouped("ilze"))
    move(talk.visit, "Red team")
    write(in_group(grouped("eleni")), note("n1"))
    replies = told(talk, message)
    assert [reply["t"] for reply in replies[:2]] == ["error", "snapshot"]
    assert WORDS not in str(replies)


def test_words_for_a_group_that_was_lost_are_refused_and_kept_by_the_page(grouped: Open) -> None:
    talk = in_group(grouped("ilze"))
    move(talk.visit, "Red team")
    ack, closed, snapshot = told(talk, {"t": "op", "workbook": BLUE, "client": "c", "ops": [note("n1")]})
    assert ack["refused"] == [{"id": "op-n1", "reason": talk.visit.texts["errors.not_yours"]}]
    assert (closed["t"], snapshot["workbook"]["id"]) == ("error", "ilze")
    assert talk.visit.store.journal.entries(BLUE) == []


def test_a_signal_that_people_changed_closes_what_was_lost(grouped: Open) -> None:
    """The server's relay tells every page; nobody has to write for it."""
    talk = in_group(grouped("ilze"))
    beat = {"book": BLUE, "version": 0, "people": "before"}
    assert list(talk.look([beat], everything=False)) == []
    move(talk.visit, "Red team")
    assert list(talk.look([beat], everything=False)) == []
    told = talk.look([beat | {"people": "after"}], everything=False)
    assert [message["t"] for message in told] == ["error", "snapshot"]


def test_a_trainer_reads_groups_comments_and_leads(grouped: Open) -> None:
    """On their own page, as with people's workbooks; notes are the members'."""
    write(in_group(grouped("ilze")), note("n1"))
    trainer = CoachConversation(grouped("tomas"))
    (snapshot,) = told(trainer, {"t": "hello", "client": "c"})
    assert [book["id"] for book in snapshot["books"]] == [BLUE, plenary("cba3").id]
    (opened,) = told(trainer, {"t": "open", "workbook": BLUE})
    assert ([e["fields"]["text"] for e in opened["entries"]], opened["workbook"]["kinds"]) == (
        [WORDS],
        ["comment", "stage"],
    )
    comment = note("c1", "How many?", kind="comment", block="")
    ack = write(trainer, note("n2"), comment)
    assert (ack["ids"], [refusal["id"] for refusal in ack["refused"]]) == (["op-c1"], ["op-n2"])


def test_a_trainer_of_another_edition_reads_nothing(grouped: Open) -> None:
    trainer = grouped("tomas")
    people = trainer.store.people
    people.update(trainer.person.model_copy(update={"edition": "cba4"}))
    (refused,) = told(CoachConversation(grouped("tomas")), {"t": "open", "workbook": BLUE})
    assert refused["t"] == "error"


def test_any_member_may_say_what_became_of_a_comment(grouped: Open) -> None:
    """The workbook is theirs, as a participant's is the participant's."""
    ilze, eleni = in_group(grouped("ilze")), in_group(grouped("eleni"))
    write(ilze, note("c1", "How many?", kind="comment", block=""))
    state = note("c1", kind="comment", block=None) | {"id": "op-2", "fields": {"state": "used"}}
    assert write(eleni, state)["ids"] == ["op-2"]


def test_a_group_of_an_older_academy_gets_its_workbook_when_it_is_opened(grouped: Open) -> None:
    visit = grouped("ilze")
    with visit.store.database.writing() as connection:
        connection.execute(delete(workbooks).where(workbooks.c.id == BLUE))
    assert write(in_group(visit), note("n1"))["ids"] == ["op-n1"]
    assert visit.store.journal.workbook(BLUE).owner_kind == "group"


def test_an_edition_without_group_sheets_has_no_group_workbooks(grouped: Open, tmp_path: Path) -> None:
    """`group_sheets: []` in the edition's file switches them off."""
    visit = grouped("ilze")
    text = visit.library.find("editions/cba3.yaml").read_text(encoding="utf-8")
    head, rest = text.split("group_sheets:\n")
    tail = rest[rest.index("\n\n") :]
    (tmp_path / "templates" / "editions").mkdir(parents=True)
    (tmp_path / "templates" / "editions" / "cba3.yaml").write_text(f"{head}group_sheets: []{tail}", "utf-8")
    own_templates = replace(visit, library=Library(tmp_path / "templates"), _read={})
    (snapshot,) = told(own(own_templates), {"t": "hello", "client": "c"})
    assert [book["id"] for book in snapshot["books"]] == ["ilze"]
    (refused,) = told(own(own_templates), {"t": "open", "workbook": BLUE})
    assert refused["t"] == "error"
