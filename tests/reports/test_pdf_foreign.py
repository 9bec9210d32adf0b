"""PDFs of notebooks that have nothing to do with us: tagged, named, in order, whatever they hold."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode
from pypdf import PdfReader

from cba_kit.content import Library
from cba_kit.reports.blocks import maths
from cba_kit.reports.composition import Origin
from cba_kit.reports.pdf import pdf
from tests.reports import foreign

ALL: tuple[Callable[[], NotebookNode], ...] = (
    foreign.tables,
    foreign.pictures,
    foreign.maths,
    foreign.words,
    foreign.faults,
)


@cache
def made(make: Callable[[], NotebookNode]) -> tuple[bytes, tuple[str, ...]]:
    return pdf(make(), Library())


@cache
def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def in_order(element: Any) -> Iterator[Any]:
    """Yield the structure's elements in reading order."""
    if isinstance(element, pikepdf.Array):
        for one in element:
            yield from in_order(one)
    elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
        yield element
        if "/K" in element:
            yield from in_order(element["/K"])


def tree(file: pikepdf.Pdf) -> list[Any]:
    return list(in_order(file.Root.StructTreeRoot["/K"]))


def addresses(file: pikepdf.Pdf) -> set[str]:
    """Where the links lead to."""
    notes = [note for page in file.pages for note in page.get("/Annots", [])]
    return {str(note["/A"]["/URI"]) for note in notes if "/A" in note and "/URI" in note["/A"]}


def kinds(file: pikepdf.Pdf) -> list[str]:
    return [str(element["/S"])[1:] for element in tree(file)]


@pytest.mark.parametrize("make", ALL)
def test_pdf_foreign_is_tagged_and_says_what_it_is(make: Callable[[], NotebookNode]) -> None:
    reader = PdfReader(io.BytesIO(made(make)[0]))
    root = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert reader.metadata.title
    assert reader.outline
    for page in reader.pages:
        assert f" of {len(reader.pages)}" in page.extract_text()


@pytest.mark.parametrize("make", ALL)
def test_pdf_foreign_has_all_fonts_inside_and_words_for_all_figures(make: Callable[[], NotebookNode]) -> None:
    with pikepdf.open(io.BytesIO(made(make)[0])) as file:
        fonts = [
            thing
            for thing in file.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        ]
        figures = [element for element in tree(file) if element["/S"] in ("/Figure", "/Formula")]

        assert fonts
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)
        assert all(str(figure.get("/Alt", "")) for figure in figures)


@pytest.mark.parametrize("make", ALL)
def test_pdf_foreign_headings_leave_no_level_out(make: Callable[[], NotebookNode]) -> None:
    with pikepdf.open(io.BytesIO(made(make)[0])) as file:
        levels = [int(kind[1]) for kind in kinds(file) if kind in ("H1", "H2", "H3", "H4", "H5", "H6")]

    assert levels
    assert levels[0] == 1
    assert all(two <= one + 1 for one, two in pairwise(levels))


@pytest.mark.parametrize("make", ALL)
def test_pdf_foreign_same_notebook_same_bytes(make: Callable[[], NotebookNode]) -> None:
    assert pdf(make(), Library()) == made(make)


def test_pdf_tables_have_headers_and_wide_ones_several_parts() -> None:
    content, notes = made(foreign.tables)
    with pikepdf.open(io.BytesIO(content)) as file:
        found = kinds(file)
        scopes = [
            str(part["/Scope"])[1:]
            for element in tree(file)
            if element["/S"] == "/TH"
            for part in (element["/A"] if isinstance(element["/A"], pikepdf.Array) else [element["/A"]])
            if "/Scope" in part
        ]
        lang = str(file.Root.Lang)
    text = text_of(content)

    assert notes == ()
    assert lang.lower().startswith("en")
    assert found.count("Table") >= 5
    # 59 and 2 rows (twice: two parts or more), three rows with two levels of names, one row
    assert scopes.count("Row") >= 59 + 4 + 5 + 1
    assert "Table, part 1 of" in text
    assert text.count("quarter") >= 2
    # a head is printed again on the next page
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    assert sum("sales" in page and "City" in page for page in pages) >= 2


def test_pdf_names_title_authors_and_language_of_the_notebook() -> None:
    tables, words = (PdfReader(io.BytesIO(made(make)[0])) for make in (foreign.tables, foreign.words))

    assert tables.metadata is not None
    assert words.metadata is not None
    assert (tables.metadata.title, tables.metadata.author) == (
        "Sales of the cluster",
        "Ada Example, Bo Sample",
    )
    assert (words.metadata.title, words.metadata.author) == ("How we work", "Cy Writer")
    assert words.trailer["/Root"]["/Lang"] == "da"


def test_pdf_pictures_have_words_and_broken_ones_stop_nothing() -> None:
    content, notes = made(foreign.pictures)
    with pikepdf.open(io.BytesIO(content)) as file:
        alts = [
            str(element["/Alt"]) for element in tree(file) if element["/S"] == "/Figure" and "/Alt" in element
        ]

    assert alts == [
        "A steep mountain in blue",
        foreign.SPECTRUM,
        "Picture without a description",
        "Sales by year. Three bars, each higher than the one before",
    ]
    assert "cell 4: a picture has no description (metadata “alt”)." in notes
    assert [note for note in notes if "broken" in note] == [
        "cell 6: a picture is broken, so it is not shown.",
        "cell 7: a picture is broken, so it is not shown.",
    ]
    assert any("U+1F600" in note for note in notes)
    assert "Words after all pictures." in text_of(content)


def test_pdf_maths_is_set_or_shown_as_its_source() -> None:
    content, notes = made(foreign.maths)
    text = text_of(content)

    assert "costs $5 and $10, or" in text
    assert "The end of formulas." in text
    assert any("unknowncommand" in note for note in notes)
    assert "root:" not in text
    with pikepdf.open(io.BytesIO(content)) as file:
        formulas = [str(element["/Alt"]) for element in tree(file) if element["/S"] == "/Formula"]
    if maths.ready():
        assert "f(x) = \\sin(\\omega x)" in formulas
        assert len(formulas) == 5
    else:
        assert formulas == []
        assert "\\sin(\\omega x)" in text


def test_pdf_words_stand_in_the_order_of_the_document(tmp_path: Path) -> None:
    folder = foreign.write_beside(tmp_path)
    content, notes = pdf(foreign.words(), Library(), Origin(folder))
    text = text_of(content)
    marks = [
        "First heading",
        "Words with a note",
        "one and a half",
        "deeper",
        "done thing",
        "Term",
        "Quoted words",
    ]
    marks += ["Links", "web", "Left", "Mind", "def answer", "Last words."]

    places = [text.index(mark) for mark in marks]
    assert places == sorted(places)
    assert "The note itself." in text
    assert "alert(1)" not in text
    assert len([note for note in notes if "is not in the notebook's folder" in note]) == 2
    with pikepdf.open(io.BytesIO(content)) as file:
        found = kinds(file)
        uris = addresses(file)
    assert found.count("Figure") == 2
    assert {"L", "LI", "BlockQuote", "Table", "Link", "Code"} <= set(found)
    assert uris == {"https://example.eu/a?b=1&c=%C3%BC", "https://example.eu", "https://example.org"}


def test_pdf_faults_are_shown_and_named() -> None:
    content, notes = made(foreign.faults)
    text = text_of(content)

    assert "ZeroDivisionError: division by zero" in text
    assert "[party popper]" in text
    assert "100% more careful" in text
    assert "50%" not in text
    assert "… 3,000 lines are left out here …" in text
    assert "Widget(value=3)" in text
    assert "hidden()" not in text
    assert "hidden input" in text
    assert "secret" not in text
    assert "cell 2: the cell failed: ZeroDivisionError." in notes
    assert "cell 5: an interactive output is shown as its text." in notes
    assert any("U+1F389" in note for note in notes)


def test_pdf_without_code_shows_outputs_only() -> None:
    text = text_of(pdf(foreign.tables(), Library(), Origin(code=False))[0])

    assert "City 58" in text
    assert "tbl-cap" not in text
    assert "long" not in text.split("City 0")[0]


def test_pdf_a_notebook_with_nothing_is_a_document() -> None:
    content, notes = pdf(foreign.notebook(), Library(), Origin(name="empty"))
    reader = PdfReader(io.BytesIO(content))

    assert reader.metadata is not None
    assert reader.metadata.title == "empty"
    assert notes == ("the notebook has no title, so it is called “empty”.",)


def test_pdf_of_a_notebook_that_nobody_ran_says_so() -> None:
    waiting = foreign.code("1 + 1")
    waiting.execution_count = None
    notebook = foreign.notebook(foreign.markdown("# One"), waiting)

    _, notes = pdf(notebook, Library())

    assert notes == ("no cell was executed, so the document has no results (execute the notebook first).",)


def test_pdf_takes_a_picture_that_only_typst_refuses_out() -> None:
    bad = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0"/></svg>'.replace(
        "10 10", "0 0"
    )
    notebook = foreign.notebook(
        foreign.markdown("# One"), foreign.code("x", foreign.shows(svg=bad)), foreign.markdown("After it.")
    )

    content, notes = pdf(notebook, Library())

    assert "After it." in text_of(content)
    assert any("picture" in note for note in notes)


def test_pdf_long_words_break_and_links_stay_whole() -> None:
    url = "https://example.eu/" + "a" * 90
    content, _ = pdf(foreign.notebook(foreign.markdown(f"# T\n\n[{'w' * 90}]({url})")), Library())

    with pikepdf.open(io.BytesIO(content)) as file:
        uris = addresses(file)
    assert uris == {url}


def test_pdf_picture_in_data_is_shown_and_nested_depth_is_no_problem() -> None:
    nested = "<div>" * 300 + "deep words" + "</div>" * 300
    quotes = ">" * 40 + " far down"
    data = f"![dot](data:image/png;base64,{foreign.png(8, 8)})"
    notebook = foreign.notebook(
        foreign.markdown("# T"),
        foreign.markdown(data),
        foreign.code("x", foreign.shows(html=nested)),
        foreign.markdown(quotes),
    )

    content, _ = pdf(notebook, Library())

    text = text_of(content)
    assert "deep words" in text
    assert "far down" in text


PIECES = (
    *(
        "# H",
        "\n\n",
        "- a\n",
        "  - b\n",
        "1. x\n",
        "> q\n",
        "$x^2$",
        "$$\\frac{a}{b}$$",
        "[^1]",
        "\n\n[^1]: note\n\n",
    ),
    *(
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "**b",
        "*i*",
        "`c`",
        "```\ncode\n```\n",
        "Term\n: def\n",
        "- [ ] t\n",
    ),
    *(
        "<table>",
        "<tr>",
        "<td colspan=3 rowspan=2>",
        "</td>",
        "</table>",
        "<th>",
        "<thead>",
        "<ul><li>",
        "</ul>",
    ),
    *(
        "<svg viewBox='0 0 5 5'><rect width='3' height='2'/></svg>",
        "<svg><circle r=9></svg>",
        "<figure>",
        "<br>",
    ),
    *(
        "![a](data:image/png;base64,AAAA)",
        "[l](#H)",
        "[z](http://x.y/ü)",
        "<a href='#H'>l</a>",
        "<h2>",
        "<h5></h5>",
    ),
    *(
        "\x00",
        "\u202e",
        "\ud800",
        "\ufffe",
        "😀",
        "﷽",
        "&#x1F600;",
        "x" * 60,
        "<!--",
        "<![CDATA[",
        "</div>",
        " word ",
    ),
    *(
        "<dl><dt>t<dd>d",
        "<details><summary>s</summary>",
        "<pre>\x1b[31mr",
        "\\begin{align}a\\end{align}",
        "<caption>c",
    ),
)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(*(st.lists(st.sampled_from(PIECES), max_size=20).map("".join) for _ in range(3)))
def test_pdf_sets_whatever_stands_in_a_notebook(source: str, html: str, title: str) -> None:
    output = foreign.shows(html=html, markdown=source, latex=title)
    cells = (foreign.markdown(source), foreign.code(html, output, foreign.prints(html)))

    content, _ = pdf(foreign.notebook(*cells, title=title), Library())

    assert content.startswith(b"%PDF-")


def test_pdf_several_threads_at_once_get_their_own_documents() -> None:
    notebooks = [foreign.notebook(foreign.markdown(f"# Number {i}\n\n" + "words " * 400)) for i in range(6)]

    with ThreadPoolExecutor(4) as threads:
        contents = [content for content, _ in threads.map(lambda nb: pdf(nb, Library()), notebooks)]

    assert [f"Number {i}" in text_of(content) for i, content in enumerate(contents)] == [True] * 6
