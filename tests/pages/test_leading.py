"""Leading: private writing, the reveal, secret votes, hidden and locked blocks, and everybody's workbook."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cba_kit.model.people import group_id, plenary
from cba_kit.pages.coaching import CoachConversation
from cba_kit.pages.conversation import Conversation
from cba_kit.pages.visit import Visit

from .conftest import move
from .test_groups import BLUE, in_group, note, own, told, write

Open = Callable[[str], Visit]
SHEET = "business_model"


def leading(visit: Visit) -> CoachConversation:
    talk = CoachConversation(visit)
    told(talk, {"t": "open", "workbook": BLUE})
    return talk


def stage(talk: Conversation, *, books: tuple[str, ...] = (BLUE,), **fields: Any) -> Any:
    message = {"t": "stage", "workbooks": list(books), "sheet": SHEET, "fields": fields}
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
    stage(trainer, phase="discuss")
    assert "Members leave" in str(list(eleni.news()))
    assert notes(eleni) == notes(trainer) == {"n1": "Members leave"}


def test_what_an_offline_writer_brings_after_the_reveal_stays_theirs_until_they_show_it(
    grouped: Open,
) -> None:
    ilze, eleni, trainer = in_group(grouped("ilze")), in_group(grouped("eleni")), leading(grouped("tomas"))
    stage(trainer, phase="write")
    stage(trainer, phase="discuss")
    assert write(ilze, note("n1", fields={"text": "Late", "private": True}))["refused"] == []
    assert (notes(ilze), notes(eleni)) == ({"n1": "Late"}, {})
    write(ilze, note("n1", id="show", fields={"private": False}))
    assert notes(eleni) == {"n1": "Late"}
    (refusal,) = write(ilze, note("n1", id="hide", fields={"private": True}))["refused"]
    assert refusal["reason"] == "The others have seen this note already. Remove it, or write a new one."


def test_words_that_follow_a_private_note_after_the_reveal_are_taken(grouped: Open) -> None:
    """The writer has heard neither of the first words' arrival nor of the reveal, and sends all again."""
    ilze, eleni, trainer = in_group(grouped("ilze")), in_group(grouped("eleni")), leading(grouped("tomas"))
    stage(trainer, phase="write")
    write(ilze, note("n1", fields={"text": "Members", "private": True}))
    stage(trainer, phase="discuss")
    more = note("n1", id="more", fields={"text": "Members leave", "private": True})
    assert write(ilze, more)["refused"] == []
    assert notes(eleni) == {"n1": "Members leave"}


def test_a_comment_on_a_private_note_does_not_quote_it_to_others(grouped: Open) -> None:
    ilze, eleni = in_group(grouped("ilze")), in_group(grouped("eleni"))
    comment = {"id": "c", "sheet": SHEET, "entry": "c1", "kind": "comment"}
    write(ilze, note("n1", fields={"text": "Members leave", "private": True}))
    write(ilze, comment | {"fields": {"text": "Why?", "entry": "n1", "quote": "Members leave"}})
    answer = comment | {"id": "d", "entry": "c2", "fields": {"text": "Members leave us", "thread": "c1"}}
    write(ilze, answer)
    finding = {"id": "f", "sheet": SHEET, "entry": f"finding.{SHEET}.partners", "kind": "finding"}
    write(ilze, finding | {"block": "partners", "fields": {"reason": "Members leave", "notes": ["n1"]}})
    assert "Members leave" not in str(list(eleni.news()))
    assert notes(eleni) == {}
    (snapshot,) = told(eleni, {"t": "open", "workbook": BLUE})
    assert snapshot["entries"] == []
    write(ilze, note("n1", id="show", fields={"private": False}))
    (snapshot,) = told(eleni, {"t": "open", "workbook": BLUE})
    assert len(snapshot["entries"]) == 4


def test_what_became_of_a_question_about_private_notes_is_not_written_over(grouped: Open) -> None:
    """Who does not see that it was set aside would show the reason, and put their own in its place."""
    ilze, eleni, trainer = in_group(grouped("ilze")), in_group(grouped("eleni")), leading(grouped("tomas"))
    finding = {"sheet": SHEET, "entry": f"finding.{SHEET}.partners", "kind": "finding", "block": "partners"}
    stage(trainer, phase="write")
    write(ilze, note("n1", fields={"text": "Members leave", "private": True}))
    write(ilze, finding | {"id": "f1", "fields": {"reason": "Hers alone", "notes": ["n1"]}})
    (snapshot,) = told(eleni, {"t": "open", "workbook": BLUE})
    later = {"id": "f2", "fields": {"reason": "Mine", "notes": []}, "base": snapshot["workbook"]["version"]}
    (refusal,) = write(eleni, finding | later)["refused"]
    assert refusal["reason"] == "This is about notes that you do not see now."
    assert "Hers alone" not in str(told(eleni, {"t": "open", "workbook": BLUE}))
    assert "Hers alone" in str(told(ilze, {"t": "open", "workbook": BLUE}))
    stage(trainer, phase="discuss")
    assert write(eleni, finding | later | {"id": "f3"})["refused"] == []


def test_a_comment_that_somebody_does_not_see_is_not_led_to_a_note_that_all_see(grouped: Open) -> None:
    ilze, eleni = in_group(grouped("ilze")), in_group(grouped("eleni"))
    comment = {"sheet": SHEET, "kind": "comment", "entry": "c1"}
    write(ilze, note("n1", fields={"text": "Members leave", "private": True}))
    write(ilze, comment | {"id": "c", "fields": {"text": "Members leave us", "entry": "n1"}})
    write(eleni, note("n2", "Ours"))
    (refusal,) = write(eleni, comment | {"id": "led", "fields": {"entry": "n2"}})["refused"]
    assert refusal["reason"] == "This is about notes that you do not see now."


def test_an_answer_that_comes_alone_is_hidden_as_its_comment_is(grouped: Open) -> None:
    ilze, eleni = in_group(grouped("ilze")), in_group(grouped("eleni"))
    comment = {"sheet": SHEET, "kind": "comment"}
    write(ilze, note("n1", fields={"text": "Members leave", "private": True}))
    write(ilze, comment | {"id": "c", "entry": "c1", "fields": {"text": "Why?", "entry": "n1"}})
    list(eleni.news())
    write(ilze, comment | {"id": "d", "entry": "c2", "fields": {"text": "Fees", "thread": "c1"}})
    (message,) = eleni.news()
    assert message["entries"] == []


def test_votes_are_secret_and_counted_when_voting_is_over(grouped: Open) -> None:
    ilze, eleni, trainer = in_group(grouped("ilze")), in_group(grouped("eleni")), leading(grouped("tomas"))
    write(ilze, note("n1"), note("n2"))
    stage(trainer, phase="vote", dots=3)
    vote = {"sheet": SHEET, "kind": "vote", "fields": {"dots": ["n1", "n1", "n2"]}}
    assert write(ilze, vote | {"id": "v1", "entry": f"vote.{SHEET}.ilze"})["refused"] == []
    assert (
        write(eleni, vote | {"id": "v2", "entry": f"vote.{SHEET}.eleni", "fields": {"dots": ["n1"]}})[
            "refused"
        ]
        == []
    )
    told(eleni, {"t": "open", "workbook": BLUE})
    (snapshot,) = told(eleni, {"t": "open", "workbook": BLUE})
    assert snapshot["votes"] == {SHEET: {"writers": 1, "voters": 2, "dots": {}}}
    assert {e["id"] for e in snapshot["entries"] if e["kind"] == "vote"} == {f"vote.{SHEET}.eleni"}
    for name in ("ilze", "eleni.again"):  # neither others' dots, nor more of one's own
        (refusal,) = write(eleni, vote | {"id": f"v-{name}", "entry": f"vote.{SHEET}.{name}"})["refused"]
        assert refusal["reason"] == "Everybody sets their own dots."
    stage(trainer, phase="closed")
    (snapshot,) = told(eleni, {"t": "open", "workbook": BLUE})
    assert snapshot["votes"] == {SHEET: {"writers": 1, "voters": 2, "dots": {"n1": 3, "n2": 1}}}
    (refusal,) = write(ilze, vote | {"id": "v4", "entry": f"vote.{SHEET}.ilze"})["refused"]
    assert refusal["reason"] == "Voting is closed."


def test_a_hidden_block_and_a_locked_one(grouped: Open) -> None:
    ilze, eleni, trainer = in_group(grouped("ilze")), in_group(grouped("eleni")), leading(grouped("tomas"))
    write(ilze, note("n1"))
    stage(trainer, hidden={"channels": True}, locked={"channels": True})
    assert (set(notes(ilze)), set(notes(eleni)), set(notes(trainer))) == ({"n1"}, set(), {"n1"})
    (refusal,) = write(eleni, note("n2"))["refused"]
    assert refusal["reason"].startswith("This block is locked now.")
    stage(trainer, hidden={"channels": False}, locked={"channels": False})
    assert "n1" in str(list(eleni.news()))


def test_who_writes_while_the_stage_changes_sees_what_it_shows(grouped: Open) -> None:
    """The acknowledgement takes the page past the change, so the page is told everything anew."""
    ilze, eleni, trainer = in_group(grouped("ilze")), in_group(grouped("eleni")), leading(grouped("tomas"))
    write(ilze, note("n1"))
    stage(trainer, hidden={"channels": True})
    list(eleni.news())
    stage(trainer, hidden={"channels": False})
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
    "fields",
    [{"phase": "party"}, {"dots": 0}, {"colour": "red"}, {"hidden": ["channels"]}, None, 5, {"phase": 1}],
)
def test_a_wrong_stage_is_refused_and_changes_nothing(grouped: Open, fields: Any) -> None:
    trainer = leading(grouped("tomas"))
    message = {"t": "stage", "workbooks": [BLUE], "sheet": SHEET, "fields": fields}
    (answer,) = told(trainer, message)
    assert answer["t"] == "error"
    assert trainer.visit.store.journal.entries(BLUE) == []


def test_a_wrong_stage_reveals_nothing_and_none_of_several_groups_gets_it(grouped: Open) -> None:
    move(grouped("eleni"), "Red team")
    ilze, trainer = in_group(grouped("ilze")), leading(grouped("tomas"))
    stage(trainer, phase="write")
    write(ilze, note("n1", fields={"text": "x", "private": True}))
    red = group_id("cba3", "Red team")
    for fields in ({"phase": "party"}, {"dots": 99}):
        (answer,) = stage(trainer, books=(BLUE, red), **fields)
        assert answer["t"] == "error"
    (answer,) = stage(trainer, books=(BLUE, "nobody"), phase="discuss")
    assert answer["t"] == "error"
    journal = ilze.visit.store.journal
    assert journal.entries(red) == []
    (kept,) = journal.entries(BLUE, kind="note")
    assert kept.fields["private"] is True


def test_each_group_shows_what_it_wrote_alone_and_keeps_its_own_blocks(grouped: Open) -> None:
    """One step for groups in different phases: what is shown and hidden follows from each one's own."""
    move(grouped("eleni"), "Red team")
    red = group_id("cba3", "Red team")
    ilze, eleni, trainer = in_group(grouped("ilze")), own(grouped("eleni")), leading(grouped("tomas"))
    told(eleni, {"t": "open", "workbook": red})
    stage(trainer, phase="discuss", hidden={"channels": True})
    stage(trainer, books=(red,), phase="write", hidden={"key_resources": True})
    write(ilze, note("late", fields={"text": "Late", "private": True}))
    write(eleni, note("n1", fields={"text": "In time", "private": True}), book=red)
    stage(trainer, books=(BLUE, red), phase="vote", hidden={"key_partnerships": True, "channels": False})
    journal = trainer.visit.store.journal
    (blue_note,), (red_note,) = journal.entries(BLUE, kind="note"), journal.entries(red, kind="note")
    assert (blue_note.fields["private"], red_note.fields["private"]) == (True, False)
    (blue_stage,), (red_stage,) = journal.entries(BLUE, kind="stage"), journal.entries(red, kind="stage")
    assert blue_stage.fields["hidden"] == ["key_partnerships"]
    assert red_stage.fields["hidden"] == ["key_resources", "key_partnerships"]


def test_what_is_said_of_a_hidden_block_is_hidden_and_nobody_moves_others_notes_there(grouped: Open) -> None:
    ilze, eleni, trainer = in_group(grouped("ilze")), in_group(grouped("eleni")), leading(grouped("tomas"))
    write(ilze, note("n1", block="key_resources"))
    stage(trainer, hidden={"channels": True})
    comment = {"sheet": SHEET, "kind": "comment", "block": "channels"}
    write(trainer, comment | {"id": "c", "entry": "c1", "fields": {"text": "Ask them later"}})
    write(trainer, comment | {"id": "d", "entry": "c2", "fields": {"text": "Yes, later", "thread": "c1"}})
    (snapshot,) = told(eleni, {"t": "open", "workbook": BLUE})
    assert "later" not in str(snapshot["entries"])
    away = note("n1", id="away", fields={})
    (refusal,) = write(eleni, away)["refused"]
    assert refusal["reason"] == "This block is hidden now. The others could not find the note there."
    assert write(ilze, away | {"id": "mine"})["refused"] == []


def test_only_who_leads_the_edition_sets_a_stage(grouped: Open) -> None:
    ilze = in_group(grouped("ilze"))
    write(ilze, note("n1", fields={"text": "x", "private": True}))
    for talk in (ilze, own(grouped("eleni")), CoachConversation(grouped("anneli"))):
        (answer,) = stage(talk, phase="write")
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
