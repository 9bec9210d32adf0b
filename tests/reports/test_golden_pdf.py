"""The golden thread on paper: its words lead to notes, trends and actions, and these lead back."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from cba_kit.model.people import Person
from cba_kit.reports.pdf import pdf
from tests.reports.executed_notebook import executed
from tests.reports.report_team import Team

pytestmark = pytest.mark.slow


def test_pdf_of_a_roadmap_leads_along_the_thread_and_back(team: Team, ilze: Person) -> None:
    reader = PdfReader(io.BytesIO(pdf(executed(team, ilze.id), team.library)[0]))
    pages = [page.extract_text() for page in reader.pages]
    linked = {number for number, page in enumerate(reader.pages) if _places(page)}

    wanted = ("Why each action is in the plan", "All sawmill contacts sit with Andris", "Climate change")
    for words in wanted:
        assert any(words in " ".join(pages[number].split()) for number in linked), words


def _places(page: object) -> list[object]:
    """Return the links of a page that stay in the document."""
    found = page.get("/Annots") or []  # type: ignore[attr-defined]  # pypdf's pages are dictionaries
    return [one for one in (a.get_object() for a in found) if one["/Subtype"] == "/Link" and "/Dest" in one]
