"""Leaks: whether a document holds another participant's name, e-mail address or entries.

A batch registers once what an edition's people wrote, as numbers (see `phrases`), and hands the register
over in files. Searching a document in it costs what the document is long, however many people there are.
What is found is only suspect: it is no leak where the person's own workbook, the comments in it, the
templates or the interface say the same. `verdict` tells, and is asked only about suspects.

Not looked for, since anybody could have written them: texts of fewer than five words, or whose five words
have fewer than twenty letters, and names of a single word. Not found: words that somebody hides (letters of
another script that look the same, letters with spaces between, “name at host”), a name in another script,
words in other words or in another language, and whatever a photograph or a plot shows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cba_kit.reports import phrases
from cba_kit.reports.phrases import strings
from cba_kit.store import Store
from cba_kit.store.cohort import written_in

What = Literal["words", "name", "mail"]
_WHATS: tuple[What, ...] = ("words", "name", "mail")
_NUMBERS, _WHOSE, _OWNERS = "numbers.npy", "whose.npy", "owners.json"
_NONE = np.empty(0, np.uint64)


@dataclass(frozen=True, slots=True)
class Suspect:
    """Something in a document that also stands in what somebody else wrote, or is another's name."""

    number: int
    owner: str
    """Id of the participant, or of the group."""
    what: What
    where: str
    """The section, or the cell."""


class Register:
    """What the participants and groups of an edition are called and wrote; `refresh` reads what is new."""

    def __init__(self, edition: str) -> None:
        self._edition = edition
        self._versions: dict[str, int] = {}
        self._entries: dict[str, phrases.Numbers] = {}
        self._people: dict[str, tuple[phrases.Numbers, phrases.Numbers]] = {}

    def refresh(self, store: Store) -> None:
        """Read the workbooks that have changed since the last time, and everybody's name and address."""
        with store.reading():
            versions = {book.id: book.version for book in store.journal.workbooks(self._edition)}
            changed = {book for book, version in versions.items() if self._versions.get(book) != version}
            texts: dict[str, list[str]] = {book: [] for book in changed}
            for book, fields in written_in(store, self._edition, changed):
                texts[book] += strings(fields)
            people = store.people.of(self._edition, "participant")
        self._entries = {book: self._entries[book] for book in versions if book not in changed}
        self._entries |= {book: phrases.telling(found) for book, found in texts.items()}
        self._versions = versions
        self._people = {
            person.id: (phrases.names([person.name]), phrases.mails([person.email]))
            for person in people
            if person.roles == ("participant",)  # names of coaches and trainers are everybody's to read
        }

    def save(self, folder: Path) -> None:
        """Write the register where `search` finds it."""
        owners = sorted({*self._entries, *self._people})
        parts = [
            (numbers, place * len(_WHATS) + kind)
            for place, owner in enumerate(owners)
            for kind, numbers in enumerate(
                (self._entries.get(owner, _NONE), *self._people.get(owner, (_NONE, _NONE)))
            )
        ]
        numbers = np.concatenate([_NONE, *(part for part, _ in parts)])
        codes, lengths = [code for _, code in parts], [len(part) for part, _ in parts]
        whose = np.repeat(np.array(codes, np.uint32), np.array(lengths, np.intp))
        order = np.argsort(numbers, kind="stable")
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / _NUMBERS, numbers[order])
        np.save(folder / _WHOSE, whose[order])
        (folder / _OWNERS).write_text(json.dumps(owners), encoding="utf-8")


def search(folder: Path, texts: Iterable[tuple[str, str]], *, own: str) -> list[Suspect]:
    """Return what in (where, text) is registered in `folder` as somebody's, but not only as `own`'s."""
    known: phrases.Numbers = np.load(folder / _NUMBERS, mmap_mode="r")
    places = {text: where for where, text in texts}
    if not len(known) or not places:
        return []
    numbers, starts = phrases.numbered(map(phrases.words, places))
    where = list(places.values())
    found: list[tuple[int, str]] = [(number, "") for number in _among(known, phrases.mails(places)).tolist()]
    for length in phrases.LENGTHS:
        runs = phrases.runs(numbers, length)
        hits = np.flatnonzero(_is_among(known, runs))
        cells = np.searchsorted(starts, hits, side="right") - 1
        found += [(int(runs[hit]), where[cell]) for hit, cell in zip(hits, cells.tolist(), strict=True)]
    return _attributed(folder, known, dict(reversed(found)), own)


def _is_among(known: phrases.Numbers, numbers: phrases.Numbers) -> NDArray[np.bool_]:
    places = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
    same: NDArray[np.bool_] = known[places] == numbers
    return same


def _among(known: phrases.Numbers, numbers: phrases.Numbers) -> phrases.Numbers:
    return numbers[_is_among(known, numbers)]


def _attributed(folder: Path, known: phrases.Numbers, found: Mapping[int, str], own: str) -> list[Suspect]:
    if not found:
        return []
    whose: NDArray[np.uint32] = np.load(folder / _WHOSE, mmap_mode="r")
    owners: list[str] = json.loads((folder / _OWNERS).read_text(encoding="utf-8"))
    suspects = []
    for number, where in found.items():
        first = np.searchsorted(known, np.uint64(number), side="left")
        last = np.searchsorted(known, np.uint64(number), side="right")
        for code in whose[first:last].tolist():
            owner, what = owners[code // len(_WHATS)], _WHATS[code % len(_WHATS)]
            if owner != own:
                suspects.append(Suspect(number, owner, what, where))
                break
    return suspects
