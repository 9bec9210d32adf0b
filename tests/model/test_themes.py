"""Themes: plain counting of words, of people and not of uses, and never a name."""

from __future__ import annotations

from cba_kit.model.themes import Theme, themes


def found(*texts: str, people: str = "", clusters: str = "") -> list[tuple[str, int]]:
    """The themes of people who wrote one text each."""
    written = {str(i): [text] for i, text in enumerate(texts)}
    stop = {"the", "and", "for"}
    return [
        (theme.word, theme.people)
        for theme in themes(written, stop_words=stop, people=[people], clusters=[clusters])
    ]


def test_a_word_counts_once_a_person_and_from_five_people_on() -> None:
    assert found(*["the funding, funding"] * 5, *["training"] * 4) == [("funding", 5)]


def test_numbers_are_rounded_down_and_the_order_tells_no_more() -> None:
    texts = ["funding and skills"] * 11 + ["funding"] * 2 + ["members"] * 9

    assert found(*texts) == [("funding", 10), ("skills", 10), ("members", 5)]


def test_a_plural_counts_with_its_word() -> None:
    assert found(*["member companies"] * 3, *["Members of a company"] * 2) == [("company", 5), ("member", 5)]


def test_names_of_people_are_never_themes() -> None:
    assert found(*["ask Andris for tenders"] * 6, people="Andris Bērziņš") == [("ask", 5), ("tenders", 5)]


def test_a_word_of_a_clusters_name_is_a_theme_in_small_letters_only() -> None:
    texts = ["AVAESEN sells timber"] * 6

    assert found(*texts, clusters="AVAESEN Timber") == [("sells", 5), ("timber", 5)]


def test_short_words_count_in_capitals_only() -> None:
    assert found(*["EU is on it"] * 5) == [("EU", 5)]


def test_themes_are_values() -> None:
    written = {str(i): ["skills"] for i in range(5)}

    assert themes(written, stop_words=(), people=(), clusters=()) == (Theme("skills", 5),)
