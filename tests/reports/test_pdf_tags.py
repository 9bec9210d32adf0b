"""What a screen reader gets of a PDF: the roadmap and five foreign notebooks, one test for each promise."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from nbformat import NotebookNode
from pypdf import PdfReader

from cba_kit.content import Library
from cba_kit.reports.composition import Origin
from cba_kit.reports.pdf import pdf
from tests.reports import foreign, timber_cluster
from tests.reports.executed_notebook import executed
from tests.reports.report_team import team_in
from tests.reports.spoken import fonts_outside, spoken

pytestmark = pytest.mark.slow
HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")


@dataclass(frozen=True)
class Promise:
    """What a document is made of, and what must be found in it."""

    make: Callable[[], NotebookNode] | None
    title: str
    language: str = "en"
    order: tuple[str, ...] = field(default=())
    """Pieces of the document's words, in the order in which they have to be said."""


PROMISES = {
    "roadmap": Promise(
        None,
        "Roadmap of Ilze Kalniņa",
        order=(
            *("Roadmap 2024 to 2027", "Ilze Kalniņa", "Coach: Anneli Saarinen", "1. The plan on one page"),
            *("We win our members work", "What members get from us", "Three priorities", "Next 90 days"),
            *("How we will know", "What could stop us", "2. Profile of your cluster", "3. Strategy"),
            *("Mission", "6. Business model canvas", "Key Partners", "Key Activities", "Cost Structure"),
            *("8. Trends", "9. Action plan", "A1", "A7", "11. The golden thread", "16. Credits"),
        ),
    ),
    "tables": Promise(
        foreign.tables,
        "Sales of the cluster",
        order=("Ada Example", "All cities", "city sales", "City 0 0.0", "City 58", "All measures"),
    ),
    "pictures": Promise(
        foreign.pictures, "A spectrum", order=("Figure one", "draw()", "Łódź", "Words after all pictures.")
    ),
    "maths": Promise(
        foreign.maths, "Waves", order=("A wave", "costs $5 and $10", "The end of formulas.", "Never")
    ),
    "words": Promise(
        foreign.words,
        "How we work",
        "da",
        order=(
            *("Cy Writer", "First heading", "Words with a note", "The note itself", "one and a half", "deep"),
            *("Term", "Quoted words", "Links", "Left Mid Right", "Mind the", "def answer", "Last words."),
        ),
    ),
    "faults": Promise(
        foreign.faults,
        "Faults [party popper]",
        order=(
            "bell",
            "ZeroDivisionError",
            "division by zero",
            "line 0 line 1",
            "left out here",
            "line 4999",
        ),
    ),
}


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every document of this page, made once."""
    place = tmp_path_factory.mktemp("tags")
    with team_in(place / "academy") as team:
        team.join("ilze", "Ilze Kalniņa", "Baltic Timber & Wood Innovation Cluster")
        team.write("ilze", timber_cluster.workbook())
        made = {"roadmap": pdf(executed(team, "ilze"), team.library)[0]}
    beside = Origin(_folder(place))
    return made | {
        name: pdf(promise.make(), Library(), beside)[0] for name, promise in PROMISES.items() if promise.make
    }


def _folder(place: Path) -> Path:
    folder = place / "beside"
    folder.mkdir()
    return foreign.write_beside(folder)


@pytest.fixture(params=PROMISES)
def one(request: pytest.FixtureRequest, documents: dict[str, bytes]) -> tuple[Promise, bytes]:
    return PROMISES[request.param], documents[request.param]


def elements(node: Any) -> Iterator[Any]:
    """Yield the elements of a structure in reading order."""
    if isinstance(node, pikepdf.Array):
        for part in node:
            yield from elements(part)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from elements(node.get("/K"))


def opened(content: bytes) -> tuple[pikepdf.Pdf, list[Any]]:
    file = pikepdf.open(io.BytesIO(content))
    return file, list(elements(file.Root.StructTreeRoot["/K"]))


def test_tags_are_there_and_promise_pdf_ua(one: tuple[Promise, bytes]) -> None:
    file, found = opened(one[1])

    assert file.Root.MarkInfo["/Marked"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in file.Root.Metadata.read_bytes()
    assert found
    assert [page.get("/StructParents") is None for page in file.pages] == [False] * len(file.pages)
    assert {page.get("/Tabs") for page in file.pages} <= {None, "/S"}


def test_language_and_title_are_said(one: tuple[Promise, bytes]) -> None:
    promise, content = one
    file, _ = opened(content)

    assert str(file.Root.Lang) == promise.language
    assert str(file.docinfo["/Title"]) == promise.title
    assert file.Root.ViewerPreferences["/DisplayDocTitle"]


def test_bookmarks_are_the_headings(one: tuple[Promise, bytes]) -> None:
    """All of them, by their names; each leads to a page."""
    reader = PdfReader(io.BytesIO(one[1]))
    _, found = opened(one[1])

    def flat(items: list[Any]) -> Iterator[Any]:
        for item in items:
            yield from flat(item) if isinstance(item, list) else [item]

    marks = list(flat(reader.outline))
    headings = [element for element in found if str(element["/S"]) in HEADINGS]
    said = spoken(one[1])
    assert marks
    assert len(marks) == len(headings)
    assert [mark.title for mark in marks if mark.title != mark.title.strip() or mark.title not in said] == []
    assert all(reader.get_destination_page_number(mark) is not None for mark in marks)


def test_pictures_and_formulas_have_words(one: tuple[Promise, bytes]) -> None:
    _, found = opened(one[1])

    drawn = [element for element in found if str(element["/S"]) in ("/Figure", "/Formula")]
    assert [element for element in drawn if not str(element.get("/Alt", "")).strip()] == []


def test_tables_have_headers_that_say_what_they_head(one: tuple[Promise, bytes]) -> None:
    """The first row of every table heads its columns."""
    _, found = opened(one[1])

    for table in (element for element in found if str(element["/S"]) == "/Table"):
        rows = [element for element in elements(table) if str(element["/S"]) == "/TR"]
        first = [element for element in elements(rows[0]) if str(element["/S"]) in ("/TH", "/TD")]
        assert [str(cell["/S"]) for cell in first] == ["/TH"] * len(first)
        assert {_scope(cell) for cell in first} == {"/Column"}


def _scope(cell: Any) -> str:
    about = cell["/A"]
    parts = list(about) if isinstance(about, pikepdf.Array) else [about]
    return next(str(part["/Scope"]) for part in parts if "/Scope" in part)


def test_words_are_said_in_the_order_of_the_document(one: tuple[Promise, bytes]) -> None:
    promise, content = one
    said = spoken(content)

    places, at = [], 0
    for words in promise.order:
        at = said.find(words, at)
        places.append((words, at >= 0))
        at = max(at, 0)
    assert places == [(words, True) for words in promise.order]


def test_what_stands_on_the_margin_of_every_page_is_not_said(documents: dict[str, bytes]) -> None:
    reader = PdfReader(io.BytesIO(documents["roadmap"]))
    foot = f"2 of {len(reader.pages)}"

    assert foot in reader.pages[1].extract_text()
    assert foot not in spoken(documents["roadmap"])


def test_everything_that_is_printed_is_said(one: tuple[Promise, bytes]) -> None:
    """Without the tags nobody would miss what stands outside of them."""
    reader = PdfReader(io.BytesIO(one[1]))
    said = spoken(one[1])
    head_and_foot = 2

    for page in reader.pages[1:]:
        lines = [line for line in page.extract_text().splitlines() if line.strip()]
        words = {word for line in lines[1:-head_and_foot] for word in line.split() if word.isalpha()}
        assert {word for word in words if word not in said} == set()


def test_fonts_are_inside(one: tuple[Promise, bytes]) -> None:
    assert fonts_outside(one[1]) == []
