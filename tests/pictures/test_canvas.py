"""A canvas as a picture: every word of every note inside its block, colours with signs, light and dark."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cba_kit.content import Library
from cba_kit.model.canvas import Canvas
from cba_kit.model.noted import by_block
from cba_kit.model.workbook import Entry
from cba_kit.pictures.canvas import canvas as draw_canvas
from cba_kit.pictures.canvas import canvas_file
from cba_kit.pictures.letters import laid, width

from .reading import SVG, boxes, outside, words

NOON = datetime(2024, 3, 11, 12, 0, tzinfo=UTC)


def note(key: str, block: str, text: str, **fields: Any) -> Entry:
    return Entry(
        id=key,
        sheet="business_model",
        kind="note",
        block=block,
        fields={"text": text, **fields},
        removed=False,
        conflict_of=None,
        version=1,
        created_by="ilze",
        created_at=NOON,
        changed_by="ilze",
        changed_at=NOON,
    )


def drawn(canvas: Canvas, entries: list[Entry]) -> str:
    return draw_canvas(canvas, by_block(canvas, entries), uid="c")


def told(markup: str, kind: str) -> list[str]:
    root = ElementTree.fromstring(markup)
    return [text.text or "" for text in root.iter(f"{SVG}text") if text.get("class") == kind]


def test_the_description_says_all_that_is_drawn(canvas: Canvas) -> None:
    entries = [
        note("n1", "channels", "Open <days>", meaning="risk", evidence="heard", proof="12 members"),
        note("n2", "gone", "Left over"),
    ]
    said = words(drawn(canvas, entries))
    assert "Channels: Open <days> (At risk, heard from members: 12 members)." in said
    assert said.endswith("Without a block: Left over (Today).")
    assert "Key Partners: no note." in said or "Key Partnerships: no note." in said


def test_every_word_is_drawn_and_nothing_is_cut(canvas: Canvas) -> None:
    text = "A long note with many words that needs several lines, and oneverylongwordthatnobodycanbreak" * 2
    markup = drawn(canvas, [note("n1", "channels", text), note("n2", "cost_structure", "Short")])
    assert re.sub(r"\s", "", "".join(told(markup, "nt"))) == re.sub(r"\s", "", f"{text}Short")
    assert outside(markup) == []
    assert "…" not in "".join(told(markup, "nt"))


def test_a_meaning_has_a_sign_beside_its_colour(canvas: Canvas) -> None:
    markup = drawn(canvas, [note("n1", "channels", "A"), note("n2", "channels", "B", meaning="risk")])
    root = ElementTree.fromstring(markup)
    signs = {
        group.get("class"): [each.tag.removeprefix(SVG) for each in group if each.get("class", "") == "sign"]
        for group in root.iter(f"{SVG}g")
    }
    assert signs["today"] == ["circle"]
    assert signs["risk"] == ["path"]
    assert told(markup, "kt") == [meaning.label for meaning in canvas.meanings]


notes = st.lists(
    st.tuples(st.sampled_from(["channels", "cost_structure", "gone"]), st.text(max_size=300)), max_size=25
)


@settings(max_examples=25)
@given(notes)
def test_words_never_overlap_nor_leave_the_picture(found: list[tuple[str, str]]) -> None:
    canvas = Library().sheet("business_model")
    assert isinstance(canvas, Canvas)
    markup = drawn(canvas, [note(f"n{i}", block, text) for i, (block, text) in enumerate(found)])
    assert outside(markup) == []
    lines = sorted((box.y, box.x - box.width / 2, box.x + box.width / 2) for box in boxes(markup))
    for (y, _, right), (y2, left, _) in pairwise(lines):
        assert y != y2 or right <= left + 0.5


def test_a_canvas_without_notes_fills_a_page(canvas: Canvas) -> None:
    _, _, wide, high = ElementTree.fromstring(drawn(canvas, [])).get("viewBox", "").split()
    assert 1.3 < float(wide) / float(high) < 1.42


def test_the_file_stands_alone_in_light_and_dark(canvas: Canvas) -> None:
    markup = canvas_file(canvas, [note("n1", "channels", "A")], words=Library().texts())
    assert "var(--" not in markup
    assert markup.count("@media (prefers-color-scheme: dark)") == 1
    light, _, dark = markup.partition("prefers-color-scheme: dark")
    assert ".canvas .ground { fill: #F4F6F6 }" in light
    assert ".canvas .ground { fill: #0E1518 }" in dark
    assert ElementTree.fromstring(markup).get("width") is not None
    assert not re.search(r"(href|src|url\()", markup)


@pytest.mark.parametrize("key", ["business_model", "lean", "mission_model", "swot", "value_proposition"])
def test_every_shipped_canvas_can_be_drawn(library: Library, key: str) -> None:
    template = library.sheet(key)
    assert isinstance(template, Canvas)
    markup = drawn(template, [])
    found = [part for title in told(markup, "bt") for part in title.split()]
    assert set(" ".join(block.title for block in template.blocks).split()) <= set(found)


@given(st.text(max_size=200), st.floats(40, 400))
def test_laid_text_loses_nothing_and_fits(text: str, room: float) -> None:
    lines = laid(text, 15, room)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line, 15) <= room or len(line) == 1 for line in lines)
