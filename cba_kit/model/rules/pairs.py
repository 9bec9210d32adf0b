"""Checks of pairs: notes to which no other note answers, and the fit of an offer with what people need."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from cba_kit.model.base import Frozen, Key, Text
from cba_kit.model.rules.blocks import Blocks
from cba_kit.model.rules.filled import Filled, Found, number, place, text_of
from cba_kit.model.rules.words import share_a_word
from cba_kit.model.workbook import Entry


class Unanswered(Frozen):
    """Notes of one block to which no note of another one answers.

    A note answers another one when they are linked, by either of them, or when they share a word.
    """

    of: Blocks = Field(min_length=1)
    by: Blocks = ()
    """Blocks of the same sheet, or of `by_sheet`, where an answer may stand."""
    by_sheet: str = ""
    by_part: str = ""
    """A canvas that is filled once for each of these notes: one filled for it is an answer."""
    by_action: bool = False
    """An action that comes from the note, or is linked with it, is an answer. Without any other way to
    answer, nothing is asked in a workbook without a plan."""
    meanings: tuple[Key, ...] = ()
    """Only notes with these meanings; left out: all."""
    words: bool = True
    """Whether a shared word is an answer; links always are."""
    ignore: tuple[Text, ...] = ()
    """Words that nearly every note has: sharing them means nothing."""

    def find(self, filled: Filled) -> Found | None:
        """Return the notes without an answer."""
        others = filled.written(self.by_sheet, self.by) if self.by or self.by_sheet else []
        if self.by_action and not (self.by or self.by_sheet or filled.plans):
            return None
        parts = {note.text("part") for note in filled.written(self.by_part)} if self.by_part else set()
        notes = tuple(
            note
            for note in filled.written(blocks=self.of)
            if (not self.meanings or (note.text("meaning") or "today") in self.meanings)
            and note.id not in parts
            and not (self.by_action and filled.has_action(note.id))
            and not self._answered(note, others, filled)
        )
        return Found(entries=notes) if notes else None

    def _answered(self, note: Entry, others: Sequence[Entry], filled: Filled) -> bool:
        ignored = self.ignore if self.words else None
        return any(answers(other, note, filled, ignored) for other in others if other.id != note.id)


class Fit(Frozen):
    """The most important notes of one block to which no note of the other answers, segment by segment."""

    of: Blocks = Field(min_length=1)
    by: Blocks = Field(min_length=1)
    top: int = Field(default=3, ge=1)
    """How many notes of each block count, from the top."""
    rank: str = ""
    """A column with each note's rank, 1 first; notes without one follow in their order on the page."""
    ignore: tuple[Text, ...] = ()

    def find(self, filled: Filled) -> Found | None:
        """Return the top notes without an answer."""
        offers = filled.written(blocks=self.by)
        missed = [
            note
            for note in self._tops(filled)
            if not any(
                answers(offer, note, filled, self.ignore)
                for offer in offers
                if offer.text("part") in ("", note.text("part")) or not note.text("part")
            )
        ]
        return Found(entries=tuple(missed)) if missed else None

    def _tops(self, filled: Filled) -> list[Entry]:
        groups: dict[tuple[str, str], list[Entry]] = {}
        for note in filled.written(blocks=self.of):
            groups.setdefault((note.block, note.text("part")), []).append(note)
        return [note for notes in groups.values() for note in ranked(notes, self.rank)[: self.top]]


def answers(other: Entry, note: Entry, filled: Filled, ignore: tuple[str, ...] | None) -> bool:
    """Tell whether `other` answers `note`: they are linked, or share a word (`ignore` None: links only)."""
    if other.id in filled.linked(note.id):
        return True
    return ignore is not None and share_a_word(text_of(other), text_of(note), ignore)


def ranked(notes: Sequence[Entry], rank: str) -> list[Entry]:
    """Return notes by their rank, those without one after them, in their order on the page."""

    def order(note: Entry) -> tuple[float, float]:
        value = number(note, rank) if rank else None
        return (float("inf") if value is None else value), place(note)

    return sorted(notes, key=order)
