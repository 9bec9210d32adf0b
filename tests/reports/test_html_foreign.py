"""HTML of notebooks that have nothing to do with us: one file, no script, no other host, in order."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from nbformat import NotebookNode

from cba_kit.content import Library
from cba_kit.reports.blocks import maths
from cba_kit.reports.composition import Origin
from cba_kit.reports.html import page
from tests.reports import foreign
from tests.reports.test_pdf_foreign import ALL


@cache
def made(make: Callable[[], NotebookNode]) -> str:
    return page(make(), Library())


def root_of(make: Callable[[], NotebookNode]) -> Any:
    return html.document_fromstring(made(make))


@pytest.mark.parametrize("make", ALL)
def test_html_foreign_acts_on_nothing_and_asks_nobody(make: Callable[[], NotebookNode]) -> None:
    root = root_of(make)
    tags = {element.tag for element in root.iter() if isinstance(element.tag, str)}

    assert tags & {"script", "iframe", "object", "embed", "link", "form", "input"} == set()
    assert [name for element in root.iter() for name in element.attrib if name.startswith("on")] == []
    assert {image.get("src")[:11] for image in root.iter("img")} <= {"data:image/"}
    links = {anchor.get("href") for anchor in root.iter("a")}
    assert {link for link in links if not re.match(r"#|https?:|mailto:", link)} == set()
    assert re.findall(r"@import|url\(", made(make)) == []


@pytest.mark.parametrize("make", ALL)
def test_html_foreign_has_headings_in_order_ids_once_and_words_for_pictures(
    make: Callable[[], NotebookNode],
) -> None:
    root = root_of(make)
    levels = [int(element.tag[1]) for element in root.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    ids = root.xpath("//@id")

    assert levels[0] == 1
    assert all(two <= one + 1 for one, two in pairwise(levels))
    assert len(ids) == len(set(ids))
    assert all(image.get("alt") for image in root.iter("img"))
    assert root.get("lang")
    assert root.findtext(".//title")
    assert {target[1:] for target in root.xpath("//a/@href") if target.startswith("#")} <= set(ids)


def test_html_tables_have_headers_with_their_scope() -> None:
    root = root_of(foreign.tables)
    tables = root.findall(".//table")
    scopes = {head.get("scope") for head in root.iter("th")}

    assert len(tables) >= 5
    assert scopes == {"col", "colgroup", "row", "rowgroup"}
    assert all(table.findall("thead") for table in tables)
    assert tables[0].findtext("caption") == "Sales by city"
    assert [head.text for head in tables[0].iterfind("thead/tr/th")] == ["city", "sales"]
    assert root.xpath("//td[@class='right']")


def test_html_maths_is_mathml_or_its_source() -> None:
    root = root_of(foreign.maths)

    if maths.ready():
        assert len(root.findall(".//math")) == 5
    else:
        assert root.findall(".//math") == []
        assert "\\sin(\\omega x)" in root.text_content()
    assert "costs $5 and $10, or" in root.text_content()
    assert "root:x:" not in root.text_content()


def test_html_words_are_what_the_notebook_says(tmp_path: Path) -> None:
    folder = foreign.write_beside(tmp_path)
    root = html.document_fromstring(page(foreign.words(), Library(), Origin(folder)))

    assert root.get("lang") == "da"
    assert [heading.text_content() for heading in root.iter("h1", "h2", "h3")] == [
        "How we work",
        "First heading",
        "Links",
    ]
    assert [item.text_content().strip() for item in root.xpath("//li[.//span[@role='img']]")] == [
        "☑ done thing",
        "☐ open thing",
    ]
    assert root.xpath("//ol//em/text()") == ["itself"]
    assert len(root.findall(".//img")) == 2
    assert root.findtext(".//dt") == "Term"
    assert root.xpath("//pre[@class='code']//span[@class='t-keyword']/text()")[0] == "def"
    assert root.xpath("//td[@class='right']/text()") == ["1", "22", "1", "2"]


def test_html_faults_are_shown_in_colour() -> None:
    root = root_of(foreign.faults)

    assert root.xpath("//div[@class='failed']/p/strong/text()") == ["ZeroDivisionError"]
    assert root.xpath("//pre//span[@class='t-red']/text()")[:2] == ["----", "red"]
    assert "שלום" in root.text_content()
    assert "🎉" in root.text_content()
    assert "secret" not in root.text_content()
    assert not re.search("[\x00-\x08\x0e-\x1f]", made(foreign.faults))


def test_html_keeps_hostile_words_as_words() -> None:
    hostile = "<img src=x onerror=alert(1)>\"'&<script>alert(1)</script>"
    notebook = foreign.notebook(
        foreign.markdown("# T\n\n`" + hostile + "`\n\n```\n" + hostile + "\n```"),
        foreign.code(hostile, foreign.prints(hostile), foreign.shows(plain=hostile)),
        title=hostile,
    )

    root = html.document_fromstring(page(notebook, Library()))

    assert root.findall(".//script") == []
    assert root.findall(".//img") == []
    assert root.findtext(".//title") == hostile
    assert root.text_content().count("onerror=alert(1)") >= 5
