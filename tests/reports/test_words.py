"""Words: places filled once, numbers and dates as a reader expects them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from cba_kit.reports.words import Words, shorten

WORDS = Words(
    {"r.hello": "Hello {name}, {n}", "r.note": "{n} notes", "r.note_one": "1 note", "r.list_and": "and"}, "r"
)


def test_say_leaves_braces_that_a_person_wrote() -> None:
    assert WORDS.say("hello", name="{n}", n=3) == "Hello {n}, 3"


def test_say_without_a_text_shows_its_key() -> None:
    assert WORDS.say("nothing.here") == "nothing.here"


def test_count_has_a_text_of_its_own_for_one() -> None:
    assert [WORDS.count("note", number) for number in (0, 1, 2)] == ["0 notes", "1 note", "2 notes"]


def test_numbers_and_dates_are_plain() -> None:
    moment = datetime(2024, 3, 11, 9, 5, tzinfo=UTC)

    assert (
        WORDS.day(date(2024, 3, 1)),
        WORDS.short_day(moment),
        WORDS.clock(moment),
        WORDS.money(401500.4),
    ) == (
        "1 March 2024",
        "11 Mar 2024",
        "09:05",
        "€401,500",
    )


def test_listed_joins_with_and() -> None:
    assert [WORDS.listed(list("abc")[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_shorten_cuts_at_a_word() -> None:
    assert shorten("one two  three\nfour", 100) == "one two three four"
    assert shorten("one two three four", 10) == "one two…"
    assert shorten("abcdefghijkl", 5) == "abcd…"
