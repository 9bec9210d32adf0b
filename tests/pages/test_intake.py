"""Bringing a file in from the page: in pieces, looked at first, then all of it or nothing."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest

from cba_kit.model.workbook import Operation
from cba_kit.pages.coaching import CoachConversation
from cba_kit.pages.conversation import Conversation
from cba_kit.pages.intake import LARGEST, MOST
from cba_kit.pages.visit import Visit
from cba_kit.store.export_book import open_book
from cba_kit.store.export_json import book_json

from .test_groups import BLUE, in_group, note, own, told, write
from .test_leading import leading, stage

Open = Callable[[str], Visit]
SHEET = "business_model"


def sent(
    talk: Conversation, raw: bytes | str, name: str = "notes.csv", *, book: str = "ilze", sheet: str = SHEET
) -> dict[str, Any]:
    """Send a file in pieces of ten bytes, as pages do in larger ones, and return what it would do."""
    whole = raw.encode() if isinstance(raw, str) else raw
    size = max(10, len(whole) // 7)
    pieces = [whole[at : at + size] for at in range(0, len(whole), size)] or [b""]
    head = {"t": "weigh", "workbook": book, "sheet": sheet, "name": name, "file": "f1", "parts": len(pieces)}
    for part, piece in enumerate(pieces):
        (answer,) = told(talk, head | {"part": part, "data": b64encode(piece).decode()})
        if part < len(pieces) - 1:
            assert answer == {"t": "weighing", "file": "f1", "next": part + 1}
    assert (answer["t"], answer["file"]) == ("weighed", "f1")
    return answer


def put(talk: Conversation, weighed: dict[str, Any]) -> list[Any]:
    message = {"t": "bring", "workbook": weighed["workbook"], "token": weighed["token"], "client": "tab"}
    return told(talk, message)


def words(visit: Visit, book: str = "ilze") -> dict[str, str]:
    return {entry.id: entry.text() for entry in visit.store.journal.entries(book, kind="note")}


def test_a_file_is_told_first_and_then_written_as_the_visitors_own(visit: Open) -> None:
    here = visit("ilze")
    talk = own(here)
    list(talk.answer({"t": "hello", "client": "tab"}))
    write(talk, note("n1", fields={"text": "Fairs"}), book="ilze")
    told_first = sent(talk, "Block,Note,Entry\nChannels,Trade fairs,n1\nChannels,Visits,\n")
    assert told_first["counts"] == {"new": 1, "changed": 1, "same": 0, "refused": 0}
    assert told_first["changed"] == [
        {
            "sheet": SHEET,
            "place": "Row 2",
            "name": "Trade fairs",
            "cells": [("Note", "Fairs", "Trade fairs")],
        }
    ]
    assert [(each["name"], each["cells"]) for each in told_first["new"]] == [
        ("Visits", [("Block", "", "Channels"), ("Note", "", "Visits"), ("Meaning", "", "Today")])
    ]
    assert words(here) == {"n1": "Fairs"}
    ops, brought = put(talk, told_first)
    assert (brought["t"], brought["new"], brought["changed"]) == ("brought", 1, 1)
    assert {entry["fields"]["text"] for entry in ops["entries"]} == {"Trade fairs", "Visits"}
    assert set(words(here).values()) == {"Trade fairs", "Visits"}
    changes = here.store.journal.changes("ilze")
    assert {(each.person, each.client) for each in changes[1:]} == {("ilze", "tab")}
    assert not any("brought" in each.after for each in changes)


def test_one_undo_takes_all_of_it_back(visit: Open) -> None:
    here = visit("ilze")
    talk = own(here)
    write(talk, note("n1", fields={"text": "Fairs", "meaning": "wish"}), book="ilze")
    before = [e.model_dump(include={"id", "block", "fields"}) for e in here.store.journal.entries("ilze")]
    table = "Block,Note,Meaning,Entry\nKey resources,Trade fairs,At risk,n1\nChannels,Visits,,\n"
    brought = put(talk, sent(talk, table))[-1]
    back = [Operation.model_validate({"id": f"b{n}"} | each) for n, each in enumerate(brought["back"])]
    ops = [each.model_dump() for each in back]
    (ack,) = told(talk, {"t": "op", "workbook": "ilze", "client": "tab", "ops": ops})
    assert (len(ack["ids"]), ack["refused"]) == (2, [])
    after = [e.model_dump(include={"id", "block", "fields"}) for e in here.store.journal.entries("ilze")]
    assert after == before


def test_what_is_sent_twice_is_written_once(visit: Open) -> None:
    """The answer was lost on its way: the page asks again, and gets the same step of undo."""
    talk = own(visit("ilze"))
    weighed = sent(talk, "Block,Note\nChannels,Fairs\n")
    first, again = put(talk, weighed)[-1], put(talk, weighed)[-1]
    assert first == again
    assert list(words(talk.visit).values()) == ["Fairs"]


def test_a_row_that_does_not_fit_stops_all_and_is_named(visit: Open) -> None:
    talk = own(visit("ilze"))
    weighed = sent(talk, "Block,Note,Meaning\nChannels,Fairs,\nChanels,Visits,\nChannels,Calls,At rsk\n")
    assert weighed["counts"] == {"new": 1, "changed": 0, "same": 0, "refused": 2}
    assert [each["place"] for each in weighed["refused"]] == [
        "Row 3",
        "Row 4, column C",
    ]
    (*_, brought) = put(talk, weighed)
    assert brought["refusal"]["what"].startswith("Nothing was written")
    assert words(talk.visit) == {}


def test_what_somebody_changed_meanwhile_stops_it(visit: Open) -> None:
    talk = own(visit("ilze"))
    write(talk, note("n1", fields={"text": "Fairs"}), book="ilze")
    weighed = sent(talk, "Block,Note,Entry\nChannels,Trade fairs,n1\nChannels,Visits,\n")
    write(talk, note("n1", id="later", fields={"text": "Fairs and visits"}), book="ilze")
    (*_, brought) = put(talk, weighed)
    assert "somebody has changed the workbook" in brought["refusal"]["what"]
    assert words(talk.visit) == {"n1": "Fairs and visits"}


def test_a_headless_table_names_what_was_expected_and_what_came_nearest(visit: Open) -> None:
    refusal = sent(own(visit("ilze")), "Blok;Words\nChannels;Fairs\n")["refusal"]
    assert refusal["what"] == "The headings do not fit."
    assert refusal["problems"][0] == "There is no column “Block”. The nearest is “Blok” in column A."
    assert "Needed: “Block” and “Note”." in refusal["fix"]


def test_a_coach_brings_nothing_into_the_workbook_of_another(visit: Open) -> None:
    talk = CoachConversation(visit("anneli"))
    for book in ("ilze", "eleni", "nobody"):
        refusal = sent(talk, "Block,Note\nChannels,Fairs\n", book=book)["refusal"]
        assert refusal["what"] == "You can read this workbook, but not bring anything into it."
    assert words(talk.visit) == {}


def test_a_group_takes_a_file_under_its_stage(grouped: Open) -> None:
    ilze, trainer = in_group(grouped("ilze")), leading(grouped("tomas"))
    table = "Block,Note\nChannels,Fairs\n"
    weighed = sent(ilze, table, book=BLUE)
    stage(trainer, locked={"channels": True})
    late = put(ilze, weighed)[-1]["refusal"]
    assert late["problems"] == [
        "notes.csv, row 2: This block is locked now. Ask your facilitator to open it."
    ]
    refused = sent(ilze, table, book=BLUE)["refused"]
    assert refused == [
        {"place": "Row 2", "reason": "This block is locked now. Ask your facilitator to open it."}
    ]
    assert words(ilze.visit, BLUE) == {}
    stage(trainer, locked={"channels": False}, phase="closed")
    assert "closed" in sent(ilze, table, book=BLUE)["refused"][0]["reason"]
    stage(trainer, phase="free")
    eleni = in_group(grouped("eleni"))
    put(ilze, sent(ilze, table, book=BLUE))
    assert "Fairs" in str(list(eleni.news()))


def test_while_everybody_writes_in_private_so_does_a_file(grouped: Open) -> None:
    ilze, eleni, trainer = in_group(grouped("ilze")), in_group(grouped("eleni")), leading(grouped("tomas"))
    stage(trainer, phase="write")
    list(eleni.news())
    put(ilze, sent(ilze, "Block,Note\nChannels,Members leave\n", book=BLUE))
    assert list(words(ilze.visit, BLUE).values()) == ["Members leave"]
    assert "Members leave" not in str(list(eleni.news()))


def test_a_piece_that_comes_to_a_new_kernel_begins_anew(visit: Open) -> None:
    talk = own(visit("ilze"))
    head = {"t": "weigh", "workbook": "ilze", "sheet": SHEET, "name": "a.csv", "file": "f1", "parts": 3}
    assert told(talk, head | {"part": 2, "data": ""}) == [{"t": "weighing", "file": "f1", "next": 0}]
    assert told(talk, head | {"part": 0, "data": "QQ=="}) == [{"t": "weighing", "file": "f1", "next": 1}]
    assert told(talk, head | {"part": 0, "data": "QQ=="}) == [{"t": "weighing", "file": "f1", "next": 1}]


def test_what_was_not_looked_at_is_not_written(visit: Open) -> None:
    talk = own(visit("ilze"))
    (*_, brought) = told(talk, {"t": "bring", "workbook": "ilze", "token": None})
    assert brought["refusal"]["what"] == "The preview is not there any more, so nothing was put in."


@pytest.mark.parametrize(
    "wrong",
    [
        {"part": "0"},
        {"part": True},
        {"parts": 1.5},
        {"data": None},
        {"data": "no base 64!"},
        {"data": "QQ=", "part": 0},
        {"file": {"a": 1}, "data": 5},
    ],
)
def test_what_is_no_piece_is_refused(visit: Open, wrong: dict[str, Any]) -> None:
    talk = own(visit("ilze"))
    head = {"t": "weigh", "workbook": "ilze", "sheet": SHEET, "name": "a.csv", "file": "f1"}
    (answer,) = told(talk, head | {"part": 0, "parts": 1, "data": "QQ=="} | wrong)
    assert answer["refusal"]["what"].startswith("The page sent something that we do not understand.")


def test_a_file_that_is_too_large_is_refused_while_it_comes(visit: Open) -> None:
    talk = own(visit("ilze"))
    head = {"t": "weigh", "workbook": "ilze", "sheet": SHEET, "name": "a.csv", "file": "f1", "parts": 100}
    piece = b64encode(b"x" * (LARGEST // 2 + 1)).decode()
    assert told(talk, head | {"part": 0, "data": piece}) == [{"t": "weighing", "file": "f1", "next": 1}]
    (answer,) = told(talk, head | {"part": 1, "data": piece})
    assert answer["refusal"]["what"] == "The file is too large: at most 2 MB are taken."


def test_json_of_a_workbook_comes_in_as_ones_own(visit: Open) -> None:
    """What a coach said stays where it was said, nothing is removed, and the file may hold several sheets."""
    here = visit("ilze")
    talk, coach = own(here), CoachConversation(visit("anneli"))
    write(talk, note("n1", fields={"text": "Fairs"}), note("n2", fields={"text": "Visits"}), book="ilze")
    said = note("c1", kind="comment", fields={"text": "Which fairs?", "entry": "n1"})
    write(coach, said, book="ilze")
    write(talk, note("n2", id="gone", op="remove", fields={}), book="ilze")
    book = open_book(here.store, here.library, "ilze", here.person)
    file = book_json(book, reader=here.person)
    assert sent(talk, file, "all.json")["counts"] == {"new": 0, "changed": 0, "same": 1, "refused": 0}

    theirs = own(visit("eleni"))
    weighed = sent(theirs, file, "all.json", book="eleni")
    assert weighed["counts"] == {"new": 1, "changed": 0, "same": 0, "refused": 0}
    assert weighed["remarks"] == [
        "Comments, votes and settings of sessions stay where they were given: 1.",
        "Others wrote 1 of the new ones; they come in under your name.",
    ]
    put(theirs, weighed)
    (entry,) = here.store.journal.entries("eleni")
    assert (entry.text(), entry.created_by) == ("Fairs", "eleni")
    write(talk, note("n1", id="later", op="remove", fields={}), book="ilze")
    back = sent(talk, file, "all.json")
    assert back["counts"] == {"new": 1, "changed": 0, "same": 0, "refused": 0}
    (*_, brought) = put(talk, back)
    assert words(here) == {"n1": "Fairs"}
    undo = [{"id": f"u{n}"} | each for n, each in enumerate(brought["back"])]
    told(talk, {"t": "op", "workbook": "ilze", "client": "tab", "ops": undo})
    assert words(here) == {}


def test_so_much_that_others_would_wait_is_refused(visit: Open) -> None:
    rows = [f"Channels,Note {number}" for number in range(MOST + 1)]
    refusal = sent(own(visit("ilze")), "\n".join(["Block,Note", *rows]))["refusal"]
    assert refusal["what"] == "The file would add or change 1,001 entries; 1,000 at a time are taken."
    assert refusal["fix"] == "Split it into several files, or ask a trainer to bring it in."
