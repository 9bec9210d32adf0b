"""Catalogues by chance: any that is written as CSV or XLSX is imported as the same trends."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import BytesIO, StringIO

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from cba_kit.content import Library
from cba_kit.content.catalogue import read_catalogue, sheet_text
from cba_kit.content.catalogue.prose import prose
from cba_kit.content.shelf import parse
from cba_kit.content.source import Source
from cba_kit.content.tree import read_tree
from cba_kit.model.catalogue import Listed, fold
from cba_kit.model.trends import Trends

HEADINGS = ("name", "quadrant", "ring", "level", "parent", "moved", "link", "description")


def readable(text: str) -> bool:
    """Text as people type it into a cell: without formulas and HTML."""
    plain = prose(text) == (text, "") and text == text.strip()
    return bool(text) and plain and text[0] != "=" and not ILLEGAL_CHARACTERS_RE.search(text)


words = st.text(min_size=1, max_size=14).map(lambda text: " ".join(text.split())).filter(readable)


def titles(most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(words, min_size=1, max_size=most, unique_by=fold)


@st.composite
def catalogues(draw: st.DrawFn) -> list[Listed]:
    """Trends with names of their own in a hierarchy of up to three levels."""
    sectors, rings = draw(titles(5)), draw(st.lists(words, min_size=2, max_size=5, unique_by=fold))
    found: list[Listed] = []
    levels = ("mega", "macro", "micro")
    for row, name in enumerate(draw(titles(12)), start=2):
        depth = draw(st.integers(0, 2))
        above = [one.name for one in found if one.level and levels.index(one.level) < depth]
        found.append(
            Listed(
                row,
                name,
                about=draw(words | st.just("")),
                sector=draw(st.sampled_from(sectors)),
                ring=draw(st.sampled_from(rings)),
                link=draw(st.sampled_from(["", "https://example.org/a?b=1;c,d|e"])),
                level=levels[depth],
                parent=draw(st.sampled_from([*above, ""])),
                moved=draw(st.sampled_from(["new", "in", "out", "changed", None])),
            )
        )
    return found


def cells(trend: Listed) -> list[str]:
    return [
        trend.name,
        trend.sector,
        trend.ring,
        trend.level or "",
        trend.parent,
        trend.moved or "",
        trend.link,
        trend.about,
    ]


def as_csv(listed: list[Listed], separator: str) -> bytes:
    stream = StringIO()
    writer = csv.writer(stream, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerows([HEADINGS, *map(cells, listed)])
    return stream.getvalue().encode()


def as_xlsx(listed: list[Listed]) -> bytes:
    book = Workbook()
    for line in [HEADINGS, *map(cells, listed)]:
        book.worksheets[0].append(line)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(catalogues(), st.sampled_from(",;\t|"))
def test_a_catalogue_written_and_imported_is_the_same(listed: list[Listed], separator: str) -> None:
    """As CSV, as XLSX, and once more as the YAML sheet that was made of it."""
    pattern = Library().sheet("megatrends")
    assert isinstance(pattern, Trends)
    for raw, name in ((as_csv(listed, separator), "a.csv"), (as_xlsx(listed), "a.xlsx")):
        draft = read_catalogue(raw, name)
        assert draft.problems == ()
        assert list(draft.trends) == listed
    sheet = draft.sheet("mine", pattern=pattern)
    source = Source("mine.yaml", read_tree(sheet_text(sheet, source="a.csv"), "mine.yaml"))
    assert parse(source, Trends, name="key") == (sheet, [])
    again = read_catalogue(sheet_text(sheet, source="a.csv").encode(), "mine.yaml")
    parents = {trend.key: trend.name for trend in sheet.trends}
    rings = {trend.name: trend.ring for trend in listed} if len(draft.rings) > 1 else {}
    assert [replace(t, row=0, key="", short="", parent=parents.get(t.parent, "")) for t in again.trends] == [
        replace(t, row=0, ring=rings.get(t.name, "")) for t in listed
    ]
