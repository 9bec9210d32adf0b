"""Vocabulary: the words by which columns and values of a catalogue are known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeVar, get_args

from pydantic import Field, field_validator

from cba_kit.config import shipped
from cba_kit.content.shelf import parse
from cba_kit.content.source import read_source
from cba_kit.model.base import Frozen, Text
from cba_kit.model.latin import latin
from cba_kit.model.trends import Level, Moved

FILE = "trends/import/vocabulary.yaml"
"""Where it stands among the templates."""

Column = Literal[
    "name", "key", "short", "level", "parent", "sector", "ring", "about", "link", "is_new", "moved"
]
"""What a column of a catalogue may hold."""
COLUMNS: tuple[Column, ...] = get_args(Column)

Words = tuple[Text, ...]
_Meaning = TypeVar("_Meaning")


class Rings(Frozen):
    """Rings that belong together, the first nearest to the centre."""

    order: Words = Field(min_length=2)
    question: Text


class SheetWords(Frozen):
    """The words that a new sheet starts with."""

    purpose: Text
    start: Text
    one_sector: Text
    """The theme of a catalogue that has none."""
    no_sector: Text
    """The theme of trends that have none, beside others that have one."""


class Vocabulary(Frozen):
    """All words. Values are compared by `plain`."""

    columns: dict[Column, Words]
    rings: tuple[Rings, ...]
    ring_question: Text
    moved: dict[Moved, Words]
    not_moved: Words
    levels: dict[Level, Words]
    yes: Words
    no: Words
    sheet: SheetWords

    @field_validator("columns")
    @classmethod
    def _every_column(cls, columns: dict[Column, Words]) -> dict[Column, Words]:
        missing = [column for column in COLUMNS if not columns.get(column)]
        if missing:
            raise ValueError(f"columns needs words for “{missing[0]}”")
        return columns

    def moved_of(self, word: str) -> Moved | None:
        """Return what a value says about movement; None when nothing moved.

        Raises KeyError when the word is not known.
        """
        if not word or _among(word, self.not_moved):
            return None
        return _named(word, self.moved)

    def level_of(self, word: str) -> Level | None:
        """Return the level that a value names; None for an empty one. Raises KeyError for another word."""
        if not word:
            return None
        return _named(word, self.levels)

    def truth_of(self, word: str) -> bool:
        """Tell whether a value means yes. Raises KeyError when it means neither yes nor no."""
        return _named(word, {True: self.yes, False: self.no})


def read_vocabulary(path: Path | None = None) -> Vocabulary:
    """Read the words from a file, the shipped one when none is given; ContentError tells line and fix."""
    found = path or shipped("templates") / FILE
    return _read(found, found.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> Vocabulary:
    vocabulary, faults = parse(read_source(path, f"templates/{FILE}"), Vocabulary)
    for fault in faults:
        raise fault
    found: Vocabulary = vocabulary
    return found


@lru_cache(maxsize=4096)
def plain(word: str) -> str:
    """Reduce a word to what counts: “Is New”, “isNew” and “IS_NEW” are one; signs alone stay as they are."""
    return re.sub(r"[\W_]+", "", latin(word)) if re.search(r"[^\W\d_]", word) else "".join(word.split())


def _among(word: str, words: Words) -> bool:
    return plain(word) in map(plain, words)


def _named(word: str, table: Mapping[_Meaning, Words]) -> _Meaning:
    for meaning, words in table.items():
        if _among(word, words):
            return meaning
    raise KeyError(word)
