"""Themes: the words that many people of an edition use, counted plainly and without names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from cba_kit.model.suppression import at_least

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_SHORTEST = 3
"""Letters of a word that counts; shorter ones count in capitals only: EU, AI."""
_PLURALS = (("ies", "y"), ("es", ""), ("s", ""))


@dataclass(frozen=True, slots=True)
class Theme:
    """A word, and how many people use it at least: five, ten, fifteen …"""

    word: str
    people: int


@dataclass(slots=True)
class _Use:
    """Who uses a word, and who writes it in small letters; `form` is how it is shown."""

    form: str
    people: set[str] = field(default_factory=set)
    plainly: set[str] = field(default_factory=set)


def themes(
    texts: Mapping[str, Iterable[str]],
    *,
    stop_words: Collection[str],
    people: Iterable[str],
    clusters: Iterable[str],
) -> tuple[Theme, ...]:
    """Return the words that at least five people use, those of most people first.

    `texts` are everybody's, by person; `people` and `clusters` are names. A word of somebody's name is never
    a theme; one of a cluster's name is, if five people write it in small letters (“timber”). A plural counts
    with its word, where people use that one, too.
    """
    uses = _uses(texts)
    never = {word.casefold() for word in stop_words} | {word.casefold() for word in _words(people)}
    proper = {word.casefold() for word in _words(clusters)}
    kept = {
        word: use
        for word, use in uses.items()
        if word not in never and (word not in proper or at_least(len(use.plainly)))
    }
    behind: dict[str, set[str]] = {}
    for word, use in kept.items():
        behind.setdefault(_singular(word, kept), set()).update(use.people)
    found = [Theme(kept[word].form, at_least(len(by))) for word, by in behind.items() if at_least(len(by))]
    # by the number shown, then by the alphabet: the order must not tell the exact numbers
    return tuple(sorted(found, key=lambda theme: (-theme.people, theme.word.casefold())))


def _uses(texts: Mapping[str, Iterable[str]]) -> dict[str, _Use]:
    found: dict[str, _Use] = {}
    for person, written in texts.items():
        for word in _words(written):
            if len(word) < _SHORTEST and not (len(word) > 1 and word.isupper()):
                continue
            use = found.setdefault(word.casefold(), _Use(word))
            use.form = max(use.form, word)  # small letters sort after capitals
            use.people.add(person)
            if word.islower():
                use.plainly.add(person)
    return found


def _words(texts: Iterable[str]) -> Iterable[str]:
    return (word for text in texts for word in _WORD.findall(text))


def _singular(word: str, known: Collection[str]) -> str:
    for ending, instead in _PLURALS:
        shorter = word.removesuffix(ending) + instead
        if word.endswith(ending) and len(shorter) >= _SHORTEST and shorter in known:
            return shorter
    return word
