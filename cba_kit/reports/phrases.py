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
_MAIL = re.compile(r"[\w.%+-]+@[\w-]+(?:\.[\w-]+)+")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
_BETWEEN = 0xD1B54A32D192ED03
"""Stands between two texts, so that no run goes from one into the next."""


def words(text: str) -> list[str]:
    """Return the words of a text, without signs, in small letters, each letter in one form (“ﬁ” is “fi”)."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def mails(texts: Iterable[str]) -> Numbers:
    """Return the numbers of the e-mail addresses in texts."""
    found = [mail for text in texts if "@" in text for mail in _MAIL.findall(text.casefold())]
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
    """Return the numbers of whole names; a name of one word, or of very many, has none."""
    found = [split for text in texts if len(split := words(text)) in LENGTHS]
    return np.array([runs(numbered([split])[0], len(split))[0] for split in found], np.uint64)


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
