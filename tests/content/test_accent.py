"""Accents: what can be read passes, and what cannot is given the nearest shade that can."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cba_kit.content.accent import DARK_GROUNDS, LIGHT_GROUNDS, contrast, nearest_shade, unreadable
from cba_kit.model.edition import Brand

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#FFFFFF", 21.0), ("#FFFFFF", "#FFFFFF", 1.0), ("#767676", "#FFFFFF", 4.54)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == ratio == round(contrast(other, one), 2)


@given(colours)
def test_nearest_shade_can_be_read(colour: str) -> None:
    for grounds in (LIGHT_GROUNDS, DARK_GROUNDS):
        shade = nearest_shade(colour, grounds)
        assert all(contrast(shade, ground) >= 4.5 for ground in grounds)


@given(colours)
def test_readable_colour_is_left_alone(colour: str) -> None:
    readable = all(contrast(colour, ground) >= 4.5 for ground in LIGHT_GROUNDS)

    assert (nearest_shade(colour, LIGHT_GROUNDS) == colour) == readable


def test_unreadable_names_each_accent() -> None:
    assert unreadable(Brand(light="#93CB9E", dark="#24572F")) == [
        ("light", "#93CB9E", "#3C7E49"),
        ("dark", "#24572F", "#3E9751"),
    ]
    assert unreadable(Brand()) == []
