"""Text in pictures: cleaned, measured, wrapped; a picture's words as its alternative."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cba_kit.pictures import Style, described
from cba_kit.pictures.drawing import clean
from cba_kit.pictures.letters import fit, width, wrap


@given(st.text())
def test_clean_holds_only_what_xml_can(text: str) -> None:
    assert all(char in "\t\n\r" or ord(char) >= 32 for char in clean(text))


def test_clean_drops_signs_that_turn_the_reading_direction() -> None:
    assert clean("a\u202eb\u2066c\x07") == "abc"


@given(st.text(max_size=80), st.floats(20, 200))
def test_wrap_lines_fit_their_room(text: str, room: float) -> None:
    assert all(width(line, 10) <= room for line in wrap(text, 10, room))


def test_fit_cuts_with_an_ellipsis() -> None:
    assert fit("Short", 10, 100) == "Short"
    assert fit("A very long title indeed", 10, 60).endswith("…")


def test_word_falls_back_to_english() -> None:
    style = Style(texts={"picture.now": "tagad"})

    assert (style.word("now"), style.word("today")) == ("tagad", "today")


def test_described_joins_title_and_description() -> None:
    markup = '<svg xmlns="http://www.w3.org/2000/svg"><title>Radar.</title><desc>All &amp; more.</desc></svg>'

    assert described(markup) == "Radar. All & more."
