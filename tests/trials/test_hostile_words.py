"""Markup and script in every field: kept as text, shown as text — on pages, in pictures, in reports."""

from __future__ import annotations

import asyncio
import json
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from cba_kit.config import Academy
from cba_kit.content import Library
from cba_kit.model.complete import progress
from cba_kit.model.trends import Trends
from cba_kit.pages.drawings import cover, drawings, thumbnail
from cba_kit.pages.visit import Visit
from cba_kit.store import open_store
from tests.cast import COACH, ILZE
from tests.warm import run

from .server import Serving
from .stage import make_academy, token
from .visitor import Visitor
from .words import write_everywhere

pytestmark = pytest.mark.slow

PLAIN = "plain words"
HOSTILE = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "</script></style></textarea><svg onload=alert(1)>",
    "javascript:alert(1)",
    "]]><!--",
    "{{7*7}}${7*7}#{7*7}",
    "$\\href{javascript:alert(1)}{x}$ [x](javascript:alert(1))",
]
TOGETHER = "|".join(HOSTILE)


def make(folder: Path, words: str) -> Academy:
    academy = make_academy(folder)
    write_everywhere(academy, words)
    return academy


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Academy:
    """An academy in which every word is hostile …"""
    return make(tmp_path_factory.mktemp("hostile") / "academy", TOGETHER)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Academy:
    """… and its twin in which none is."""
    return make(tmp_path_factory.mktemp("plain") / "academy", PLAIN)


class Structure(HTMLParser):
    """The elements of a page with the names of their attributes, without any text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        self.links += [
            value or "" for name, value in attrs if name in ("href", "src", "action", "xlink:href")
        ]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_hostile_words_are_kept_as_they_were_typed(tmp_path: Path) -> None:
    kept = write_everywhere(make_academy(tmp_path / "academy"), TOGETHER)
    assert {entry.kind for entry in kept} == {"answer", "note", "rating", "action", "comment"}
    texts = [value for entry in kept for value in entry.fields.values() if isinstance(value, str)]
    assert texts.count(TOGETHER) > 40


def test_pictures_hold_words_as_text_only(hostile: Academy, plain: Academy) -> None:
    """Each picture is well-formed, and has the elements and attributes of its harmless twin."""

    def pictures(academy: Academy) -> dict[str, str]:
        library = Library(academy.templates)
        with open_store(academy.database_url, clock=academy.now) as store:
            visit = Visit(academy, library, store, store.people.person(ILZE.id))
            entries = store.journal.entries(ILZE.id)
            found = {"cover": cover(list(visit.sheets.values()), entries)}
            for key, sheet in visit.sheets.items():
                found[f"mini {key}"] = thumbnail(sheet, entries, progress(sheet, entries))
                parts = ["", *(horizon.key for horizon in getattr(sheet, "horizons", ()))]
                for part in parts if not isinstance(sheet, Trends) else parts[:1]:
                    drawn = drawings(visit, sheet, entries, part)
                    found |= {f"{key} {part} {name}": picture for name, picture in drawn.items()}
        return found

    def structure(svg: str) -> list[tuple[str, list[str]]]:
        return [(element.tag, sorted(element.attrib)) for element in ElementTree.fromstring(svg).iter()]

    evil, good = pictures(hostile), pictures(plain)
    assert set(evil) == set(good)
    assert any("alert(1)" in "".join(ElementTree.fromstring(svg).itertext()) for svg in evil.values())
    for name, svg in evil.items():
        names = {tag.rpartition("}")[2] for tag, _ in structure(svg)}
        assert names & {"script", "foreignObject", "image", "img", "a", "iframe"} == set(), name
        assert not any(each.startswith("on") for _, attributes in structure(svg) for each in attributes), name
        assert len(structure(svg)) - len(structure(good[name])) in range(-20, 200), name


def test_reports_hold_words_as_text_only(hostile: Academy, plain: Academy) -> None:
    """The HTML has the elements of its harmless twin; the PDF is made, and shows the words."""
    pages = {}
    for academy in (hostile, plain):
        words = ("render", ILZE.edition, "--only", ILZE.id, "--academy", str(academy.folder))
        run("cba_kit.cli:main", *words).check_returncode()
        room = academy.output / ILZE.edition / "roadmap"
        pages[academy] = Structure((room / f"{ILZE.id}.html").read_text(encoding="utf-8"))
        index = Structure((room / "index.html").read_text(encoding="utf-8"))
        assert not [link for link in index.links if link.lower().startswith("javascript:")]
    evil, good = pages[hostile], pages[plain]
    assert "alert(1)" in evil.text
    kinds = {(tag, names) for tag, names in evil.elements}
    assert kinds - {(tag, names) for tag, names in good.elements} == set()
    assert not [link for link in evil.links if link.lower().startswith("javascript:")]
    reader = PdfReader(hostile.output / ILZE.edition / "roadmap" / f"{ILZE.id}.pdf")
    assert "alert(1)" in "".join(page.extract_text() for page in reader.pages)


def test_pages_and_answers_hold_words_as_text_only(hostile: Academy) -> None:
    """No word of a person stands in a page's HTML; what comes over the line and in files is data."""
    asyncio.run(look(hostile))


async def look(academy: Academy) -> None:
    serving = Serving(academy.folder, academy.database_url)
    await asyncio.to_thread(serving.start)
    try:
        for person in (ILZE, COACH):
            visitor = Visitor(serving.url, patience=120)
            with open_store(academy.database_url, clock=academy.now) as store:
                await visitor.join(token(academy, store.people.person(person.id)))
            page = await visitor.ask("/")
            assert "alert(1)" not in page.body.decode()
            refusal = await visitor.ask("/<script>alert(1)</script>?<script>alert(1)</script>")
            assert "alert(1)" not in refusal.body.decode()
            file = await visitor.ask(f"/download/{ILZE.id}.json")
            assert "alert(1)" in json.dumps(json.loads(file.body))
            assert file.headers["Content-Type"].startswith("application/json")
            assert file.headers["Content-Disposition"].startswith("attachment")
            assert file.headers["X-Content-Type-Options"] == "nosniff"
    finally:
        serving.terminate()
