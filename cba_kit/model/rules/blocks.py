"""Checks of single blocks: what is missing, what nobody names, what is only said in general."""

from __future__ import annotations

from pydantic import Field

from cba_kit.model.base import Frozen, Key, Text
from cba_kit.model.rules.filled import Filled, Found, text_of
from cba_kit.model.rules.words import names, says_nothing_but

Blocks = tuple[Key, ...]


class Missing(Frozen):
    """One block has notes, and none of the blocks that belong to it has any."""

    of: Blocks = Field(min_length=1)
    """Blocks that have notes."""
    by: Blocks = Field(min_length=1)
    """Blocks of which at least one should have notes then."""
    all: bool = False
    """Ask where only one of them is empty."""

    def find(self, filled: Filled) -> Found | None:
        """Return the notes of `of`, or None where `by` has notes."""
        notes = filled.written(blocks=self.of)
        empty = [block for block in self.by if not filled.written(blocks=(block,))]
        lacking = bool(empty) if self.all else len(empty) == len(self.by)
        return Found(entries=tuple(notes)) if notes and lacking else None


class Unnamed(Frozen):
    """A block has notes, and none of them speaks of something that should stand there."""

    of: Blocks = Field(min_length=1)
    words: tuple[Text, ...] = Field(min_length=1)
    """Words or phrases of which one should stand in one of the notes."""

    def find(self, filled: Filled) -> Found | None:
        """Return the notes of the blocks where none of them holds one of the words."""
        notes = filled.written(blocks=self.of)
        named = any(names(text_of(note), self.words) for note in notes)
        return Found(entries=tuple(notes)) if notes and not named else None


class Named(Frozen):
    """Notes speak of something that should be asked about."""

    of: Blocks = Field(min_length=1)
    words: tuple[Text, ...] = Field(min_length=1)
    unless_action: bool = True
    """An action that comes from the note, or is linked with it, is an answer."""

    def find(self, filled: Filled) -> Found | None:
        """Return the notes that hold one of the words."""
        notes = tuple(
            note
            for note in filled.written(blocks=self.of)
            if names(text_of(note), self.words) and not (self.unless_action and filled.has_action(note.id))
        )
        return Found(entries=notes) if notes else None


class General(Frozen):
    """All notes of a block say what any organisation could say."""

    of: Blocks = ()
    """Left out: every block of the sheet."""
    words: tuple[Text, ...] = Field(min_length=1)
    """Words that say nothing of one's own."""

    def find(self, filled: Filled) -> Found | None:
        """Return the notes of all blocks that have notes, none of which says more than such words."""
        blocks = dict.fromkeys(note.block for note in filled.written(blocks=self.of))
        notes = [filled.written(blocks=(block,)) for block in blocks]
        plain = [
            note
            for here in notes
            if all(says_nothing_but(text_of(n), self.words) for n in here)
            for note in here
        ]
        return Found(entries=tuple(plain)) if plain else None
