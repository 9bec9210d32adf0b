"""Boards: whoever leads sees how far each group is, and opens also those that nobody has opened yet."""

from __future__ import annotations

from collections.abc import Callable

from cba_kit.model.people import group_id, plenary
from cba_kit.pages.coaching import CoachConversation
from cba_kit.pages.snapshot import state
from cba_kit.pages.visit import Visit

from .conftest import move
from .test_groups import BLUE, in_group, note, told, write
from .test_leading import SHEET, stage

Open = Callable[[str], Visit]
RED = group_id("cba3", "Red team")


def rows(talk: CoachConversation) -> list[dict[str, object]]:
    (message,) = told(talk, {"t": "boards"})
    found: list[dict[str, object]] = message["rows"]
    return found


def test_every_group_has_a_row_and_everybody_the_last(grouped: Open) -> None:
    move(grouped("eleni"), "Red team")
    ilze, trainer = in_group(grouped("ilze")), CoachConversation(grouped("tomas"))
    write(ilze, note("n1"), note("n2", fields={"text": "Members leave", "private": True}))
    stage(trainer, phase="write")
    red, blue, whole = rows(trainer)  # by length of the name, then by name
    assert {**blue, "edited": bool(blue["edited"])} == {
        "id": BLUE,
        "notes": 2,
        "edited": True,
        "phases": {SHEET: "write"},
    }
    assert red == {"id": RED, "notes": 0, "edited": "", "phases": {}}
    assert whole["id"] == plenary("cba3").id
    assert "Members leave" not in str(rows(trainer))


def test_a_stage_for_all_groups_reaches_those_that_nobody_has_opened(grouped: Open) -> None:
    move(grouped("eleni"), "Red team")
    trainer = CoachConversation(grouped("tomas"))
    (answer, *_) = stage(trainer, books=(BLUE, RED), phase="write", ends="2024-03-11T11:00:00Z")
    assert answer == {"t": "staged", "workbooks": [BLUE, RED], "sheet": SHEET}
    assert [row["phases"] for row in rows(trainer)] == [{SHEET: "write"}, {SHEET: "write"}, {}]
    (answer,) = stage(trainer, books=(BLUE, "group:none"), phase="vote")
    assert answer["t"] == "error"
    assert [row["phases"] for row in rows(trainer)] == [{SHEET: "write"}, {SHEET: "write"}, {}]


def test_boards_are_for_who_leads(grouped: Open) -> None:
    for person in ("anneli", "ilze"):
        (answer,) = told(CoachConversation(grouped(person)), {"t": "boards"})
        assert answer["t"] == "error"


def test_how_many_write_and_vote_is_told_while_they_do(grouped: Open) -> None:
    """A number for the facilitator, without a page that is loaded again."""
    ilze, trainer = in_group(grouped("ilze")), CoachConversation(grouped("tomas"))
    told(trainer, {"t": "open", "workbook": BLUE})
    stage(trainer, phase="write")
    trainer.aftermath.forget()
    write(ilze, note("n1", fields={"text": "Members leave", "private": True}))
    list(trainer.news())
    assert trainer.workbook is not None
    told_now = state(trainer.visit, trainer.workbook, touched={SHEET}, with_home=False)
    assert told_now["votes"] == {SHEET: {"writers": 1, "voters": 0, "dots": {}}}


def test_everybodys_board_names_the_groups_whose_notes_it_holds(grouped: Open) -> None:
    ilze, trainer = in_group(grouped("ilze")), CoachConversation(grouped("tomas"))
    write(ilze, note("n1"))
    (snapshot,) = told(trainer, {"t": "open", "workbook": BLUE})
    assert snapshot["groups"] == {}
    (snapshot,) = told(trainer, {"t": "open", "workbook": plenary("cba3").id})
    assert snapshot["groups"] == {BLUE: "Blue team"}
