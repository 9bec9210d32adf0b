"""The HTML report: one file, no other host, hostile words stay words, headings in order."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import nbformat
import pytest

from cba_kit.content import Library
from cba_kit.errors import RenderError
from cba_kit.model.people import Person
from cba_kit.reports.html import css_string, page
from tests.reports.executed_notebook import executed
from tests.reports.report_team import Team


class Outline(HTMLParser):
    """Collects headings, ids, addresses and tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("src", "href", "action", "data") and not (value or "").startswith("#"):
                self.addresses.append(value or "")


def test_html_is_one_file_that_asks_no_other_host(team: Team, ilze: Person) -> None:
    text = page(executed(team, ilze.id), team.library)
    outline = Outline(text)

    assert outline.addresses == []
    assert outline.tags & {"script", "link", "iframe"} == set()
    assert re.findall(r"url\(|@import", text) == []
    assert '<html lang="en"' in text
    assert "<title>Roadmap of Ilze Kalniņa</title>" in text


def test_html_headings_step_down_one_by_one_and_ids_are_unique(team: Team, ilze: Person) -> None:
    outline = Outline(page(executed(team, ilze.id), team.library))

    assert outline.levels[0] == 1
    assert outline.levels.count(1) == 1
    assert all(two - one <= 1 for one, two in zip(outline.levels, outline.levels[1:], strict=False))
    assert len(outline.ids) == len(set(outline.ids))


def test_html_hostile_words_stay_words(team: Team, hostile: Person) -> None:
    text = page(executed(team, hostile.id), team.library)
    outline = Outline(text)

    assert outline.tags & {"script", "b0bby", "img"} == set()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script" not in text


def test_html_markdown_between_the_sections_is_shown(team: Team, ilze: Person) -> None:
    notebook = executed(team, ilze.id)
    notebook.cells.insert(3, nbformat.v4.new_markdown_cell("A word **from** the trainer."))

    assert "<p>A word <strong>from</strong> the trainer.</p>" in page(notebook, team.library)
    assert "The roadmap</h1>" not in page(notebook, team.library)  # its cell is for the notebook's readers


def test_html_markdown_and_the_results_below_it_stand_on_one_sheet(team: Team, ilze: Person) -> None:
    notebook = executed(team, ilze.id)
    result = nbformat.v4.new_output("stream", text="forty-two")
    notebook.cells.insert(5, nbformat.v4.new_markdown_cell("# Our own section"))
    notebook.cells.insert(6, nbformat.v4.new_code_cell("print(words)", outputs=[result]))

    sheets = page(notebook, team.library).split('<div class="p prose">')

    assert len(sheets) == 2
    own = sheets[1].split("</div>\n")[0]
    assert "Our own section" in own
    assert "forty-two" in own


def test_html_own_template_comes_first(team: Team, ilze: Person) -> None:
    own = team.academy.templates / "reports/roadmap/html/kinds/credits.html.j2"
    own.parent.mkdir(parents=True)
    own.write_text("<p>Our own credits</p>", encoding="utf-8")

    assert "Our own credits" in page(executed(team, ilze.id), Library(team.academy.templates))


def test_html_refuses_a_report_that_failed(team: Team, ilze: Person) -> None:
    failed = executed(team, ilze.id)
    failed.cells[4].outputs = [nbformat.v4.new_output("error", ename="ValueError", evalue="no", traceback=[])]

    with pytest.raises(RenderError, match="cell 5: The cell failed: ValueError: no"):
        page(failed, team.library)


def test_css_string_ends_neither_the_string_nor_the_style() -> None:
    text = css_string('a"b\\c</style>\nĀ')

    assert text == '"a\\22 b\\5c c\\3c \\2f style\\3e  Ā"'
