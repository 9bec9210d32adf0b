"""Canvases: the picture of blocks has to be one."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from cba_kit.model.canvas import MEANINGS, Canvas

from .sheets import CANVAS, head


def canvas(*areas: str, blocks: str = "a b c", **rest: Any) -> Canvas:
    """Make a canvas with these rows and blocks."""
    made = [{"key": key, "title": key, "short": key, "questions": ["Who?"]} for key in blocks.split()]
    return Canvas.model_validate(head("test") | {"areas": areas, "blocks": made} | rest)


def test_a_block_is_found_by_its_key() -> None:
    """In coaching order; an unknown key is None."""
    assert [block.key for block in CANVAS.blocks] == ["segments", "partners", "costs"]
    assert CANVAS.block("partners") == CANVAS.blocks[1]
    assert CANVAS.block("attic") is None


def test_meanings_are_three_unless_a_canvas_says_otherwise() -> None:
    """Today, wished for, at risk."""
    assert CANVAS.meanings == MEANINGS
    own = [{"key": "idea", "label": "Idea", "tint": "ask"}]
    assert [meaning.key for meaning in canvas("a b c", meanings=own).meanings] == ["idea"]


@pytest.mark.parametrize("areas", [("a b c",), ("a", "b", "c"), ("a a b", "a a c"), ("b b", "a c")])
def test_blocks_that_fill_rectangles_are_a_canvas(areas: tuple[str, ...]) -> None:
    """Any number of rows and columns."""
    assert canvas(*areas).areas == areas


@pytest.mark.parametrize(
    ("areas", "blocks", "words"),
    [
        (("a b", "c"), "a b c", "every line of areas needs the same number of words"),
        (("a b c d",), "a b c", "areas name a block that does not exist: “d”"),
        (("a b b",), "a b c", "a block has no place in areas: “c”"),
        (("a b c",), "a b c a", "each block needs a key of its own; used twice: “a”"),
        (("a b a", "c c c"), "a b c", "the place of “a” in areas is not a rectangle"),
        (("a a b", "a c c"), "a b c", "the place of “a” in areas is not a rectangle"),
        (("a b", "c a"), "a b c", "the place of “a” in areas is not a rectangle"),
    ],
)
def test_a_picture_that_is_none_is_refused_with_the_block(
    areas: tuple[str, ...], blocks: str, words: str
) -> None:
    """The trainer who draws it learns which word to change."""
    with pytest.raises(ValidationError, match=words):
        canvas(*areas, blocks=blocks)


@pytest.mark.parametrize("rest", [{"enough": 0}, {"meanings": []}, {"areas": []}, {"blocks": []}])
def test_a_canvas_needs_blocks_meanings_and_a_number_of_notes(rest: dict[str, Any]) -> None:
    """None of them may be empty."""
    with pytest.raises(ValidationError, match=next(iter(rest))):
        Canvas.model_validate(CANVAS.model_dump() | rest)
