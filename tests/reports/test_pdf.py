"""The PDF: tagged, named, readable by a machine in every language of the programme, whatever people write."""

from __future__ import annotations

import base64
import io
import re
from functools import cache
from itertools import pairwise
from typing import Any

import nbformat
import pikepdf
import pytest
from pypdf import PdfReader

from cba_kit.errors import RenderError
from cba_kit.model.people import Person
from cba_kit.reports.pdf import pdf
from tests.reports import timber_cluster
from tests.reports.executed_notebook import executed
from tests.reports.report_team import Team

pytestmark = pytest.mark.slow

NAMES = [
    "Ελένη Παπαδάκη",
    "Стоян Йорданов Щърбанов",
    "Świętosława Żółć-Wąs",
    "Ġużeppi Ħaġar Żahra",
    "Ґалина Їжакевич-Єнко",
    "Ștefan Țuțuianu",
    "Þórður Æðarsson",
]
DOT = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
    )
).decode()


def structure(file: pikepdf.Pdf) -> list[tuple[str, Any]]:
    """Every structure element as (type, element)."""
    return [
        (str(thing["/S"]).lstrip("/"), thing)
        for thing in file.objects
        if isinstance(thing, pikepdf.Dictionary) and "/S" in thing and thing.get("/Type") == "/StructElem"
    ]


@cache
def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_pdf_is_tagged_and_says_what_it_is(team: Team, ilze: Person) -> None:
    content, notes = pdf(executed(team, ilze.id), team.library)
    reader = PdfReader(io.BytesIO(content))

    assert notes == ()
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Roadmap of Ilze Kalniņa", "Ilze Kalniņa")
    outline = [item.title for item in reader.outline if not isinstance(item, list)]
    assert outline[:4] == [
        "1. The plan on one page",
        "2. Profile of your cluster",
        "3. Strategy",
        "4. Member needs",
    ]
    assert "16. Credits" in outline


def test_pdf_every_figure_has_words_and_tables_have_headers(team: Team, ilze: Person) -> None:
    content, _ = pdf(executed(team, ilze.id), team.library)

    with pikepdf.open(io.BytesIO(content)) as file:
        found = structure(file)
        figures = [str(element.get("/Alt", "")) for kind, element in found if kind == "Figure"]
        scopes = {
            str(part["/Scope"])
            for kind, element in found
            if kind == "TH"
            for part in (element["/A"] if isinstance(element["/A"], pikepdf.Array) else [element["/A"]])
            if "/Scope" in part
        }

    assert figures
    assert all(figures)
    assert {"Today", "Wished for", "At risk"} <= set(figures)
    assert any(alt.startswith("Your radar. Half circle.") for alt in figures)
    assert scopes == {"/Column", "/Row"}


def test_pdf_pages_are_numbered_and_wide_where_needed(team: Team, ilze: Person) -> None:
    reader = PdfReader(io.BytesIO(pdf(executed(team, ilze.id), team.library)[0]))
    count = len(reader.pages)

    for number, page in enumerate(reader.pages[1:], start=2):
        assert f"{number} of {count}" in page.extract_text()
        assert "Baltic Timber & Wood Innovation Cluster (fictional)" in page.extract_text()
    wide = [page for page in reader.pages if page.mediabox.width > page.mediabox.height]
    assert len(wide) == 4  # two canvases, the actions, the Gantt chart


def pages_of(content: bytes) -> list[list[str]]:
    """The lines of every page after the cover, without its head and foot."""
    found = [page.extract_text().splitlines() for page in PdfReader(io.BytesIO(content)).pages[1:]]
    return [[line for line in lines if line.strip()][1:-1] for lines in found]


def begins_section(lines: list[str]) -> bool:
    return bool(lines) and re.match(r"\d+\. \S", lines[0]) is not None


@pytest.mark.parametrize("number", [0, 1, 3, 9, 14])
def test_pdf_plan_is_one_page_and_no_page_is_nearly_empty(team: Team, ilze: Person, number: int) -> None:
    team.write(ilze.id, timber_cluster.many_actions(number))

    pages = pages_of(pdf(executed(team, ilze.id), team.library)[0])

    assert pages[0][0] == "1. The plan on one page"
    assert pages[1][0] == "2. Profile of your cluster"
    # a page may be short where the next one begins a section
    short = [a for a, b in pairwise(pages) if len(a) < 6 and not begins_section(b)]
    assert short == []
    assert [lines for lines in pages if lines[0].startswith("Together")] == []


def test_pdf_plan_of_the_longest_words_is_one_page(team: Team, hostile: Person) -> None:
    pages = pages_of(pdf(executed(team, hostile.id), team.library)[0])

    assert pages[0][0] == "1. The plan on one page"
    assert pages[1][0] == "2. Profile of your cluster"


def test_pdf_names_of_all_languages_are_right_in_the_text(team: Team) -> None:
    team.join("eleni", NAMES[0], "Клъстер „Автомобили“")
    team.write(
        "eleni",
        [
            timber_cluster.put(
                "action_plan", f"a{i}", "action", "", {"title": f"Ask {i}", "owner": name, "position": i}
            )
            for i, name in enumerate(NAMES)
        ],
    )

    content, notes = pdf(executed(team, "eleni"), team.library)

    assert notes == ()
    words = text_of(content).split()
    assert [
        name for name in NAMES if not set(name.replace("-", " ").split()) <= set(words) | _halves(words)
    ] == []
    assert "Клъстер" in words


def _halves(words: list[str]) -> set[str]:
    """Names with a hyphen may stand on two lines."""
    return {half for word in words for half in word.split("-")}


def test_pdf_hostile_words_stay_words_and_are_named_in_the_notes(team: Team, hostile: Person) -> None:
    content, notes = pdf(executed(team, hostile.id), team.library)
    text = text_of(content)

    assert notes == (
        "The PDF names characters that its fonts do not have: U+1F600, U+5B57, U+6F22.",
        "The PDF leaves out characters that no reader sees: U+0007, U+000B.",
    )
    whole = " ".join(text.replace("\u200b", "").split())  # where a long word may be broken
    for words in (
        "<script>alert(1)</script>",
        "#set text(red)",
        "[grinning face]",
        "[2 letters, CJK]",
        "{{ 7 * 7 }}",
    ):
        assert words in whole
    assert "\x07" not in text


def test_pdf_empty_workbook_is_a_document(team: Team) -> None:
    team.join("new", "New Person")

    content, _ = pdf(executed(team, "new"), team.library)

    assert "Nothing here yet. Next step:" in " ".join(text_of(content).split())


def test_pdf_same_notebook_same_bytes(team: Team, ilze: Person) -> None:
    notebook = executed(team, ilze.id)

    assert pdf(notebook, team.library) == pdf(notebook, team.library)


def test_pdf_takes_over_what_a_trainer_adds(team: Team, ilze: Person) -> None:
    notebook = executed(team, ilze.id)
    words = "#### Deep heading\n\nA [link](https://example.eu), *soft*, `code`.\n\n- one\n- two"
    markdown = f"{words}\n\n|a|b|\n|-|-:|\n|x|1|"
    picture = nbformat.v4.new_output("display_data", {"image/png": DOT, "text/plain": "<Figure>"})
    printed = nbformat.v4.new_output("stream", text="printed \x1b words")
    notebook.cells.insert(4, nbformat.v4.new_markdown_cell(markdown))
    notebook.cells.append(nbformat.v4.new_code_cell("show()", outputs=[picture, printed]))

    content, notes = pdf(notebook, team.library)

    assert notes == (
        "cell 5: the heading “Deep heading” stands at level 1, not 4: no level may be left out.",
        f"cell {len(notebook.cells)}: a picture has no description (metadata “alt”).",
    )
    text = " ".join(text_of(content).split())
    assert "Deep heading A link, soft, code. • one • two" in text
    assert "printed" in text


def test_pdf_refuses_a_report_that_failed(team: Team, ilze: Person) -> None:
    failed = executed(team, ilze.id)
    failed.cells[4].outputs = [nbformat.v4.new_output("error", ename="ValueError", evalue="no", traceback=[])]

    with pytest.raises(RenderError, match="cell 5: The cell failed: ValueError: no"):
        pdf(failed, team.library)


def test_pdf_short_plan_and_its_chart_share_a_page(team: Team) -> None:
    team.join("short", "Short Plan")
    team.write("short", timber_cluster.many_actions(2))

    pages = pages_of(pdf(executed(team, "short"), team.library)[0])

    assert [
        [line for line in lines if re.match(r"(9|10)\. ", line)]
        for lines in pages
        if lines[0].startswith("9. ")
    ] == [["9. Action plan", "10. Over time"]]
