"""Leading: private writing, the reveal, secret votes, hidden and locked blocks, and everybody's workbook."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cba_kit.model.people import plenary
from cba_kit.pages.coaching import CoachConversation
from cba_kit.pages.conversation import Conversation
from cba_kit.pages.visit import Visit

from .test_groups import BLUE, in_group, note, own, told, write

Open = Callable[[str], Visit]
SHEET = "business_model"


def leading(visit: Visit) -> CoachConversation:
    talk = CoachConversation(visit)
    told(talk, {"t": "open", "workbook": BLUE})
    return talk


def stage(
    talk: Conversation, *, reveal: bool = False, books: tuple[str, ...] = (BLUE,), **fields: Any
) -> Any:
    message = {"t": "stage", "workbooks": list(books), "sheet": SHEET, "fields": fields, "reveal": reveal}
    return told(talk, message)


def notes(talk: Conversation) -> dict[str, str]:
    """Return the notes that a page shows when it is loaded anew: their words by id."""
    (snapshot,) = told(talk, {"t": "hello", "client": "again"})
    book = talk.topic if snapshot["workbook"]["id"] == BLUE else BLUE
    (snapshot,) = told(talk, {"t": "open", "workbook": book})
    return {e["id"]: e["fields"]["text"] for e in snapshot["entries"] if e["kind"] == "note"}


def test_a_private_note_is_nobody_elses_until_the_reveal(grouped: Open) -> None:
    ilze, eleni, trainer = in_group(grouped("ilze")), in_group(grouped("eleni")), leading(grouped("tomas"))
    assert stage(trainer, phase="write")[0] == {"t": "staged", "workbooks": [BLUE], "sheet": SHEET}
    list(eleni.news())
    (ack, *_) = [write(ilze, note("n1", fields={"text": "Members leave", "private": True}))]
    assert ack["ids"] == ["op-n1"]
    assert "Members leave" not in str(list(eleni.news()) + list(trainer.news()))
    assert notes(ilze) == {"n1": "Members leave"}
    assert notes(eleni) == notes(trainer) == {}
    stage(trainer, phase="discuss", reveal=True)
    assert "Members leave" in str(list(eleni.news()))
    assert notes(eleni) == notes(trainer) == {"n1": "Members leave"}


def test_what_an_offline_writer_brings_after_the_reveal_stays_theirs_until_they_show_it(
    grouped: Open,
) -> None:
    ilze, eleni, trainer = in_group(grouped("ilze")), in_group(grouped("eleni")), leading(grouped("tomas"))
    stage(trainer, phase="write")
    stage(trainer, phase="discuss", reveal=True)
    assert write(ilze, note("n1", fields={"text": "Late", "private": True}))["refused"] == []
    assert (notes(ilze), notes(eleni)) == ({"n1": "Late"}, {})
    write(ilze, note("n1", id="show", fields={"private": False}))
    assert notes(eleni) == {"n1": "Late"}
    (refusal,) = write(ilze, note("n1", id="hide", fields={"private": True}))["refused"]
    assert refusal["reason"] == "The others have seen this note already. Remove it, or write a new one."


def test_a_comment_on_a_private_note_does_not_quote_it_to_others(grouped: Open) -> None:
    ilze, eleni = in_group(grouped("ilze")), in_group(grouped("eleni"))
    comment = {"id": "c", "sheet": SHEET, "entry": "c1", "kind": "comment"}
    write(ilze, note("n1", fields={"text": "Members leave", "private": True}))
    write(ilze, comment | {"fields": {"text": "Why?", "entry": "n1", "quote": "Members leave"}})
    assert "Members leave" not in str(list(eleni.news()))
    assert notes(eleni) == {}


def test_votes_are_secret_and_counted_when_voting_is_over(grouped: Open) -> None:
    ilze, eleni, trainer = in_group(grouped("ilze")), in_group(grouped("eleni")), leading(grouped("tomas"))
    write(ilze, note("n1"), note("n2"))
    stage(trainer, phase="vote", dots=3)
    vote = {"sheet": SHEET, "kind": "vote", "fields": {"dots": ["n1", "n1", "n2"]}}
    assert write(ilze, vote | {"id": "v1", "entry": "vote.ilze"})["refused"] == []
    assert (
        write(eleni, vote | {"id": "v2", "entry": "vote.eleni", "fields": {"dots": ["n1"]}})["refused"] == []
    )
    told(eleni, {"t": "open", "workbook": BLUE})
    (snapshot,) = told(eleni, {"t": "open", "workbook": BLUE})
    assert snapshot["votes"] == {SHEET: {"writers": 1, "voters": 2, "dots": {}}}
    assert {e["id"] for e in snapshot["entries"] if e["kind"] == "vote"} == {"vote.eleni"}
    (refusal,) = write(eleni, vote | {"id": "v3", "entry": "vote.ilze"})["refused"]
    assert refusal["reason"] == "This note is not there for you."
    stage(trainer, phase="closed")
    (snapshot,) = told(eleni, {"t": "open", "workbook": BLUE})
    assert snapshot["votes"] == {SHEET: {"writers": 1, "voters": 2, "dots": {"n1": 3, "n2": 1}}}
    (refusal,) = write(ilze, vote | {"id": "v4", "entry": "vote.ilze"})["refused"]
    assert refusal["reason"] == "Voting is closed."


def test_a_hidden_block_and_a_locked_one(grouped: Open) -> None:
    ilze, eleni, trainer = in_group(grouped("ilze")), in_group(grouped("eleni")), leading(grouped("tomas"))
    write(ilze, note("n1"))
    stage(trainer, hidden=["channels"], locked=["channels"])
    assert (set(notes(ilze)), set(notes(eleni)), set(notes(trainer))) == ({"n1"}, set(), {"n1"})
    (refusal,) = write(eleni, note("n2"))["refused"]
    assert refusal["reason"].startswith("This block is locked now.")
    stage(trainer, hidden=[], locked=[])
    assert "n1" in str(list(eleni.news()))


def test_who_writes_while_the_stage_changes_sees_what_it_shows(grouped: Open) -> None:
    """The acknowledgement takes the page past the change, so the page is told everything anew."""
    ilze, eleni, trainer = in_group(grouped("ilze")), in_group(grouped("eleni")), leading(grouped("tomas"))
    write(ilze, note("n1"))
    stage(trainer, hidden=["channels"])
    list(eleni.news())
    stage(trainer, hidden=[])
    message = {"t": "op", "workbook": BLUE, "client": "c", "ops": [note("n2")]}
    ack, snapshot = told(eleni, message)
    assert (ack["t"], snapshot["t"]) == ("ack", "snapshot")
    assert {entry["id"] for entry in snapshot["entries"] if entry["kind"] == "note"} == {"n1", "n2"}


def test_names_are_shown_or_not(grouped: Open) -> None:
    ilze, eleni, trainer = in_group(grouped("ilze")), in_group(grouped("eleni")), leading(grouped("tomas"))
    write(ilze, note("n1"))
    stage(trainer, authors=False)
    for talk, known in ((ilze, "ilze"), (eleni, "")):
        (snapshot,) = told(talk, {"t": "open", "workbook": BLUE})
        (shown,) = [e for e in snapshot["entries"] if e["kind"] == "note"]
        assert (shown["created_by"], shown["changed_by"]) == (known, known)


@pytest.mark.parametrize(
    "fields", [{"phase": "party"}, {"dots": 0}, {"colour": "red"}, None, 5, {"phase": 1}]
)
def test_a_wrong_stage_is_refused_and_changes_nothing(grouped: Open, fields: Any) -> None:
    trainer = leading(grouped("tomas"))
    message = {"t": "stage", "workbooks": [BLUE], "sheet": SHEET, "fields": fields, "reveal": False}
    (answer,) = told(trainer, message)
    assert answer["t"] == "error"
    assert trainer.visit.store.journal.entries(BLUE) == []


def test_only_who_leads_the_edition_sets_a_stage(grouped: Open) -> None:
    ilze = in_group(grouped("ilze"))
    write(ilze, note("n1", fields={"text": "x", "private": True}))
    for talk in (ilze, own(grouped("eleni")), CoachConversation(grouped("anneli"))):
        (answer,) = stage(talk, phase="write", reveal=True)
        assert answer == {"t": "error", "message": ilze.visit.texts["errors.not_yours"]}
    (refusal,) = write(
        ilze,
        {"id": "s", "sheet": SHEET, "entry": f"stage.{SHEET}", "kind": "stage", "fields": {"phase": "vote"}},
    )["refused"]
    assert refusal["reason"] == "You can read this workbook, but not write in it."
    kinds = [(e.kind, e.fields.get("private")) for e in ilze.visit.store.journal.entries(BLUE)]
    assert kinds == [("note", True)]


def test_everybody_meets_in_one_workbook_once_somebody_leads_there(grouped: Open) -> None:
    everybody = plenary("cba3").id
    assert everybody not in str(told(own(grouped("eleni")), {"t": "hello", "client": "c"}))
    (answer,) = told(own(grouped("eleni")), {"t": "open", "workbook": everybody})
    assert answer["t"] == "error"
    trainer = CoachConversation(grouped("tomas"))
    (snapshot,) = told(trainer, {"t": "open", "workbook": everybody})
    assert snapshot["workbook"]["id"] == everybody
    assert {"note", "stage", "vote"} <= set(snapshot["workbook"]["kinds"])
    (snapshot,) = told(own(grouped("eleni")), {"t": "hello", "client": "c"})
    (whole,) = [book for book in snapshot["books"] if book["id"] == everybody]
    assert (whole["name"], whole["members"]) == ("Everybody", [])
    assert [sheet["key"] for sheet in whole["sheets"]] == [SHEET, "value_proposition", "megatrends"]
    assert everybody not in str(told(CoachConversation(grouped("anneli")), {"t": "hello", "client": "c"}))
    (answer,) = told(CoachConversation(grouped("anneli")), {"t": "open", "workbook": everybody})
    assert answer["t"] == "error"
