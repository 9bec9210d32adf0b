"""Canvases to hang up: A3, one a page; what does not fit follows, and nothing is lost."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from cba_kit.model.people import Person
from cba_kit.reports import canvases
from cba_kit.reports.html import page
from cba_kit.reports.pdf import pdf
from tests.reports import timber_cluster
from tests.reports.made_report import made, sections
from tests.reports.report_team import Team
from tests.reports.test_html import Outline


def pages(content: bytes) -> list[str]:
    """The words of each page, after looking that all are A3 landscape."""
    reader = PdfReader(io.BytesIO(content))
    for sheet in reader.pages:
        assert (round(sheet.mediabox.width / 72 * 25.4), round(sheet.mediabox.height / 72 * 25.4)) == (
            420,
            297,
        )
    return [" ".join(sheet.extract_text().split()) for sheet in reader.pages]


def test_filled_canvases_hold_every_note_with_its_meaning(team: Team, ilze: Person) -> None:
    found = sections(made(team, "canvases", person=ilze.id))

    notes = [
        (block["key"], note["text"], note["tint"])
        for block in found["business_model"]["data"]["blocks"]
        for note in block["notes"]
    ]
    assert sorted(notes) == sorted(
        (key, *note) for key, block in timber_cluster.NOTES.items() for note in block
    )
    assert list(found) == ["business_model", "value_proposition"]
    assert found["business_model"]["headline"] == "9 of 9 blocks filled, 30 notes"


def test_a_filled_canvas_is_one_page_of_a3(team: Team, ilze: Person) -> None:
    content, notes = pdf(made(team, "canvases", person=ilze.id), team.library)

    first, second = pages(content)
    assert notes == ()
    assert "Shared test laboratory for cross-laminated timber" in first
    assert "Strategyzer" in first
    assert "A bid that wins" in second


def test_notes_that_do_not_fit_follow_on_the_next_page(team: Team) -> None:
    team.join("busy", "Busy Bee")
    words = [f"note number {n} about something that takes two lines of room" for n in range(90)]
    team.write(
        "busy",
        [
            timber_cluster.put("business_model", f"n{n}", "note", "channels", {"text": text})
            for n, text in enumerate(words)
        ],
    )
    content, _ = pdf(made(team, "canvases", person="busy"), team.library)

    told = pages(content)
    assert "Channels, continued" in told[1]
    left = re.search(r"(\d+) more on the next page", told[0])
    assert left is not None
    assert len(re.findall("note number", told[0])) == 90 - int(left[1])
    everything = " ".join(told)
    assert [text for text in words if text not in everything] == []


def test_empty_canvases_ask_the_questions_of_each_block(team: Team) -> None:
    notebook = made(team, "canvases_empty", edition="cba3")
    content, _ = pdf(notebook, team.library)

    first, *_ = pages(content)
    for block in team.library.sheet("business_model").blocks:  # type: ignore[union-attr]  # a canvas
        assert all(question in first for question in block.questions)
    assert "Name:" in first
    assert list(sections(notebook)) == ["business_model", "value_proposition"]


def test_without_person_and_edition_all_canvases_are_there(team: Team) -> None:
    found = canvases.read(str(team.academy.folder)).canvases().sections

    assert {"business_model", "lean", "mission_model", "swot", "value_proposition"} <= {s.key for s in found}


@pytest.mark.parametrize("empty", [False, True], ids=["full", "empty"])
def test_canvases_as_html_are_one_file_with_a_title(team: Team, ilze: Person, *, empty: bool) -> None:
    who = team.join("new", "New Person") if empty else ilze
    outline = Outline(page(made(team, "canvases", person=who.id), team.library))

    assert (outline.addresses, outline.tags & {"script", "link", "img"}) == ([], set())
    assert outline.levels[:3] == [1, 2, 3]
    assert len(outline.ids) == len(set(outline.ids))


def test_hostile_notes_stay_words_on_a_canvas(team: Team, hostile: Person) -> None:
    notebook = made(team, "canvases", person=hostile.id)

    assert "<script" not in page(notebook, team.library)
    assert pdf(notebook, team.library)[0].startswith(b"%PDF")
