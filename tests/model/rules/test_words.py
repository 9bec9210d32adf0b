"""Words are compared as people mean them: without capitals, accents and endings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cba_kit.model.rules.words import names, says_nothing_but, share_a_word

sentences = st.text(st.characters(codec="utf-8"), max_size=60)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Nobody reads calls", "We read each call", True),
        ("Kalniņa’s sawmill", "sawmills of KALNINA", True),
        ("Straße", "STRASSE", True),
        ("the car", "a cargo", False),  # three letters say too little
        ("test", "testimonial", False),  # more is left than an ending
        ("", "calls", False),
        ("Лесопилка", "две лесопилки", False),  # the endings differ, so neither begins the other
        ("лесопилка", "Лесопилка рядом", True),
    ],
)
def test_texts_that_speak_of_the_same_share_a_word(one: str, other: str, *, same: bool) -> None:
    assert share_a_word(one, other) is same
    assert share_a_word(other, one) is same


def test_words_to_ignore_are_no_tie() -> None:
    assert not share_a_word("Firms of the region", "A firm that exports", ("firm",))
    assert share_a_word("Firms that export", "A firm that exports", ("firm", "that"))


@given(sentences)
def test_a_text_shares_a_word_with_itself_or_has_none_to_compare_by(text: str) -> None:
    assert share_a_word(text, text) or not share_a_word(text, text + " " + text)


def test_phrases_are_found_word_by_word() -> None:
    assert names("Depends on ONE person: the head", ("one person",))
    assert names("Universities of two countries", ("universities",))
    assert not names("One of the persons", ("one person",))
    assert not names("someone personally", ("one person",))
    assert not names("anything", ("", "…"))


def test_general_words_say_nothing() -> None:
    assert says_nothing_but(
        "Networking, and events for members", ["network", "networking", "event", "member"]
    )
    assert not says_nothing_but("6 events for members", ["event", "member"])
    assert not says_nothing_but("Events at sawmills", ["event"])
    assert not says_nothing_but("", ["event"])
