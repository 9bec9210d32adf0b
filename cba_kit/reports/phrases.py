"""Phrases: texts as the numbers of all runs of words in them, so that they are compared without reading."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]

LENGTH = 5
"""Words of a run that is long enough to tell whose it is."""
LETTERS = 20
"""Letters and digits that such a run has at least: “at the end of the” says nothing."""
LENGTHS = range(2, LENGTH + 1)
"""Words of the runs that are looked for: names have from two on; a single word could be anybody's."""
_WORD = re.compile(r"\w+")
_UNSEEN = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0"
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
"""Marks on letters, and signs that nobody sees: “Kalniņa” and “Kalnina” are the same."""
_MAIL = re.compile(r"[\w.%+-]+@[\w-]+(?:\.[\w-]+)+")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
_BETWEEN = 0xD1B54A32D192ED03
"""Stands between two texts, so that no run goes from one into the next."""


def words(text: str) -> list[str]:
    """Return the words of a text, without signs and marks, in small letters, each in one form (“ﬁ”: “fi”)."""
    return _WORD.findall(_plain(text))


def mails(texts: Iterable[str]) -> Numbers:
    """Return the numbers of the e-mail addresses in texts."""
    found = [mail for text in texts if "@" in text for mail in _MAIL.findall(_plain(text))]
    return np.array([_number(f"@ {mail}") for mail in found], np.uint64)


def numbered(texts: Iterable[Sequence[str]]) -> tuple[Numbers, NDArray[np.intp]]:
    """Return the words of texts as numbers, with a mark after each text, and where each text begins."""
    found: list[int] = []
    starts = []
    for text in texts:
        starts.append(len(found))
        found += [_number(word) for word in text]
        found.append(_BETWEEN)
    return np.array(found, np.uint64), np.array(starts, np.intp)


def runs(numbers: Numbers, length: int) -> Numbers:
    """Return one number for each run of `length` words, in order; equal runs have equal numbers."""
    count = len(numbers) - length + 1
    if count <= 0:
        return np.empty(0, np.uint64)
    found = np.full(count, length, np.uint64)
    for place in range(length):
        found = (found * _FACTOR) ^ numbers[place : place + count]
        found ^= found >> _SHIFT
    return found


def all_runs(texts: Iterable[str]) -> Numbers:
    """Return the numbers of all runs and e-mail addresses in texts."""
    found = list(texts)
    numbers, _ = numbered(map(words, found))
    return np.concatenate([mails(found), *(runs(numbers, length) for length in LENGTHS)])


def telling(texts: Iterable[str]) -> Numbers:
    """Return the numbers by which texts are recognised in another one; a short text has none.

    In each text one run of five words follows the other, and one ends it: whoever holds nine words of it
    in a row holds one of them whole.
    """
    split = [found for text in texts if len(found := words(text)) >= LENGTH]
    numbers, starts = numbered(split)
    places = [
        start + place
        for start, found in zip(starts.tolist(), split, strict=True)
        for place in (*range(0, len(found) - LENGTH, LENGTH), len(found) - LENGTH)
        if sum(map(len, found[place : place + LENGTH])) >= LETTERS
    ]
    return np.unique(runs(numbers, LENGTH)[places]) if places else np.empty(0, np.uint64)


def names(texts: Iterable[str]) -> Numbers:
    """Return the numbers of names: whole, first and last word alone, and the last one first.

    A name of one word has none; of a very long one, the first words count.
    """
    found = set()
    for split in map(words, texts):
        if len(split) >= min(LENGTHS):
            first, last = split[0], split[-1]
            found |= {tuple(split[:LENGTH]), (first, last), (last, first), (last, *split[:-1][: LENGTH - 1])}
    return np.array([runs(numbered([each])[0], len(each))[0] for each in sorted(found)], np.uint64)


def strings(value: Any) -> Iterator[str]:
    """Yield all texts in a value that JSON can hold, but not the names of its keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings(item)


@lru_cache(maxsize=1 << 16)
def _number(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def _plain(text: str) -> str:
    if text.isascii():
        return text.casefold()
    return _UNSEEN.sub("", unicodedata.normalize("NFKD", text).casefold())
