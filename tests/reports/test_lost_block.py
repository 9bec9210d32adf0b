"""A canvas that has changed after people wrote: the notes of a lost block are in every document."""

from __future__ import annotations

import io

from pypdf import PdfReader

from cba_kit.model.people import Person
from cba_kit.reports import roadmap
from cba_kit.reports.pdf import pdf
from tests.reports.made_report import made, sections
from tests.reports.report_team import Team
from tests.store.hand import Hand

WORDS = "The quarterly breakfast"


def test_notes_of_a_lost_block_stand_below_the_others(team: Team, ilze: Person) -> None:
    """They count as notes and not as a block; the place that links lead to is there."""
    Hand(team.store).see().put("lost", {"text": WORDS}, block="newsletter")

    book = roadmap.read(str(team.academy.folder), ilze.id)
    (board,) = [one for one in book.canvases().sections if one.key == "business_model"]
    last = board.data["blocks"][-1]
    assert (last["title"], [note["text"] for note in last["notes"]]) == ("Without a block", [WORDS])
    assert (last["x"], last["y"], last["width"]) == (0, board.data["rows"] - 1, board.data["columns"])
    assert last["notes"][0]["place"] == "note:lost"
    assert board.headline.startswith("9 of 9 blocks filled")
    assert "Without a block" in book.canvases()._repr_mimebundle_()["text/html"]


def test_printed_canvas_has_them_too(team: Team, ilze: Person) -> None:
    Hand(team.store).see().put("lost", {"text": WORDS}, block="newsletter")

    report = made(team, "canvases", person=ilze.id)
    assert sections(report)["business_model"]["headline"] == "9 of 9 blocks filled, 31 notes"
    content, notes = pdf(report, team.library)
    first = " ".join(PdfReader(io.BytesIO(content)).pages[0].extract_text().split())
    assert notes == ()
    assert "Without a block" in first
    assert WORDS in first
