"""Words: when two short texts speak of the same thing, and when a text says nothing of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

SHORTEST = 4
"""Letters below which a word says too little to compare by."""
LONGEST_ENDING = 3
"""Letters by which forms of one word differ: call, calls, calling."""

_WORD = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """Return the text in small letters without accents, so that what people mean alike is alike."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded, in their order; numbers are words too.

    Kept, since a board is compared note by note whenever somebody rests their hand.
    """
    return tuple(_WORD.findall(folded(text)))


def alike(one: str, other: str) -> bool:
    """Tell whether two words are forms of one: the shorter begins the longer and little is left over."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    return len(short) >= SHORTEST and long.startswith(short) and len(long) - len(short) <= LONGEST_ENDING


@lru_cache(maxsize=16384)
def share_a_word(one: str, other: str, ignore: tuple[str, ...] = ()) -> bool:
    """Tell whether two texts have a word in common that is not among those to ignore.

    Kept: from one rest to the next only few notes have other words.
    """
    if _beginnings(one).isdisjoint(_beginnings(other)):
        return False
    left_out = _telling(" ".join(ignore))
    return any(
        any(alike(word, their) for their in _telling(other))
        for word in _telling(one)
        if not any(alike(word, plain) for plain in left_out)
    )


@lru_cache(maxsize=8192)
def _telling(text: str) -> frozenset[str]:
    """Return the words that are long enough to compare by."""
    return frozenset(word for word in words(text) if len(word) >= SHORTEST)


@lru_cache(maxsize=8192)
def _beginnings(text: str) -> frozenset[str]:
    return frozenset(word[:SHORTEST] for word in _telling(text))


@lru_cache(maxsize=8192)
def names(text: str, phrases: tuple[str, ...]) -> bool:
    """Tell whether a text holds one of the phrases, word by word, in any of their forms; kept, too."""
    said = words(text)
    return any(_holds(said, words(phrase)) for phrase in phrases)


def says_nothing_but(text: str, plain: Sequence[str]) -> bool:
    """Tell whether every longer word of a text is one of the `plain` ones; a number always says something."""
    said = words(text)
    if any(word.isdigit() for word in said):
        return False
    known = words(" ".join(plain))
    telling = [word for word in said if len(word) >= SHORTEST]
    return bool(said) and all(any(_is(word, plain_one) for plain_one in known) for word in telling)


def _holds(said: Sequence[str], phrase: Sequence[str]) -> bool:
    size = len(phrase)
    if size == 1:
        return any(_is(word, phrase[0]) for word in said)
    return size > 0 and any(
        all(_is(word, wanted) for word, wanted in zip(said[at:], phrase, strict=False))
        for at in range(len(said) - size + 1)
    )


def _is(word: str, wanted: str) -> bool:
    """Tell whether a word is the wanted one, or another form of it."""
    return word == wanted or (word[:SHORTEST] == wanted[:SHORTEST] and alike(word, wanted))
