"""Table of notes that comes in: a CSV file or an Excel sheet, row by row into the blocks of one canvas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isclose

from cba_kit.content.faults import suggest
from cba_kit.content.tables.grid import tidy
from cba_kit.errors import OperationError
from cba_kit.model.canvas import Canvas
from cba_kit.model.workbook import Entry, Scalar
from cba_kit.store.export_book import Book
from cba_kit.store.export_canvas import EVIDENCE, ID, Heading, evidence_word
from cba_kit.store.intake_cell import value_of
from cba_kit.store.intake_heading import Found, find_table
from cba_kit.store.intake_parcel import Brought, Parcel

_USUAL = {"meaning": "today", "evidence": "", "proof": "", "part": ""}
"""What a note has where nothing is written."""


def read_table(raw: bytes, name: str, canvas: Canvas, book: Book, *, token: str) -> Parcel:
    """Return the notes of the file `name` for a canvas of the workbook.

    A row is known again by the note's id, else by its block and words; then it changes that note, else it
    is a new one, at the end of its block, with an id that begins with `token`. Raises ImportFileError for a
    file that is no table, or without the headings that are needed.
    """
    found = find_table(raw, name, canvas, book.words)
    rows = _Rows(canvas, book, found, token)
    for number, cells in found.rows:
        if any(cell.strip() for cell in cells):
            rows.take(number, dict(zip((each.key for each in found.headings), cells, strict=True)))
    rows.parcel.remarks += [*found.notes, *rows.told()]
    return rows.parcel


@dataclass
class _Rows:
    """The rows taken so far, and the notes that they were found to be."""

    canvas: Canvas
    book: Book
    found: Found
    token: str
    parcel: Parcel = field(default_factory=lambda: Parcel(edition="", whole=False))
    taken: dict[str, int] = field(default_factory=dict)
    """Row by the note's id."""
    twice: list[str] = field(default_factory=list)
    blank: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        here = [e for e in self.book.on(self.canvas.key) if e.kind == "note"]
        self.notes = {entry.id: entry for entry in here}
        self.ids = {entry.id for entry in self.book.entries}
        self.by_words = {(e.block, _plain(e.text())): e.id for e in reversed(here)}
        self.last = {entry.block: _position(entry) for entry in sorted(here, key=_position)}
        self.seen: dict[tuple[str, str], int] = {}

    def take(self, number: int, cells: Mapping[str, str]) -> None:
        """Read one row: a note, a row to leave out, or a refusal."""
        place = f"{self.found.place}, row {number}"
        if not cells["text"].strip():
            self.blank.append(str(number))
            return
        try:
            self._take(number, place, cells)
        except OperationError as error:
            self.parcel.refused.append((place, str(error)))

    def told(self) -> list[str]:
        """Return what was left out, in words."""
        found = []
        if self.blank:
            found.append(f"Rows without words are left out: {_some(self.blank)}.")
        if self.twice:
            found.append(f"The same note stands there twice and is taken once: {_some(self.twice)}.")
        return found

    def _take(self, number: int, place: str, cells: Mapping[str, str]) -> None:
        wanted = cells.get(ID, "").strip()
        note = self.notes.get(wanted)
        block = self._block(cells["block"], note)
        key = (block, _plain(cells["text"]))
        if note is None:
            if key in self.seen and not wanted:
                self.twice.append(f"{number} = {self.seen[key]}")
                return
            alike = self.by_words.get(key, "")
            note = self.notes.get(alike) if alike not in self.taken else None
        self.seen[key] = number
        if note is not None and note.id in self.taken:
            raise OperationError(f"The note “{note.id}” stands in row {self.taken[note.id]} already.")
        fields = self._fields(cells, note)
        entry = note.id if note is not None else self._new_id(wanted, number)
        if note is None:
            self.last[block] = self.last.get(block, 0) + 1
            fields["position"] = self.last[block]
        self.taken[entry] = number
        self.parcel.brought.append(Brought(place, self.canvas.key, entry, "note", block, fields))

    def _new_id(self, wanted: str, number: int) -> str:
        """Return the id that the row has, unless another entry of the workbook has it; else a new one."""
        free = wanted and wanted not in self.ids and wanted not in self.taken
        return wanted if free else f"{self.token}.{number}"

    def _block(self, words: str, note: Entry | None) -> str:
        wanted = tidy(words).casefold()
        for block in self.canvas.blocks:
            if wanted in {tidy(name).casefold() for name in (block.title, block.key, block.short)}:
                return block.key
        if note is not None and words.strip() == note.block:
            return note.block  # it has been without a block before
        known = [block.title for block in self.canvas.blocks]
        raise OperationError(f"“{self.canvas.title}” has no block “{words.strip()}”. {suggest(words, known)}")

    def _fields(self, cells: Mapping[str, str], note: Entry | None) -> dict[str, Scalar | list[str]]:
        """Return what the row says and the note does not say yet."""
        had: Mapping[str, Scalar | list[str]] = note.fields if note is not None else {}
        told: dict[str, Scalar | list[str]] = {}
        for heading in self.found.headings:
            if heading.key in cells and heading.key not in ("block", ID):
                told[heading.key] = self._value(heading, cells[heading.key], had.get(heading.key))
        return {
            name: value
            for name, value in told.items()
            if not _alike(value, had.get(name) if had.get(name) is not None else _USUAL.get(name))
        }

    def _value(self, heading: Heading, cell: str, had: Scalar | list[str]) -> Scalar | list[str]:
        if heading.own:
            column = next(each for each in self.canvas.columns if each.key == heading.key)
            return value_of(column, cell)
        if heading.key == "text":
            return cell.replace("\r\n", "\n")
        if heading.key == "meaning":
            labels = {meaning.key: meaning.label for meaning in self.canvas.meanings}
            first = self.canvas.meanings[0].key
            return _key(labels, cell, had or "today", heading) if cell.strip() else first
        if heading.key == "evidence":
            labels = {key: evidence_word(key, self.book.words) for key in EVIDENCE}
            return _key(labels, cell, had, heading) if cell.strip() else ""
        if heading.key == "part":
            return self._part(cell, heading)
        return cell.strip()

    def _part(self, cell: str, heading: Heading) -> str:
        """Return the id of the note of which the row shows a part, by its words or by the id itself."""
        sheet, _, block = self.canvas.parts_from.partition(".")
        names = {
            entry.id: entry.text() for entry in self.book.on(sheet) if entry.block == block and entry.text()
        }
        return str(_key(names, cell, None, heading)) if cell.strip() else ""


def _key(
    labels: Mapping[str, str], cell: str, had: Scalar | list[str], heading: Heading
) -> Scalar | list[str]:
    """Return the key whose label, or which itself, stands in the cell; what stood there before may stay."""
    wanted = tidy(cell).casefold()
    for key, label in labels.items():
        if wanted in (tidy(label).casefold(), key.casefold()):
            return key
    if cell.strip() == had:
        return had
    known = list(labels.values())
    raise OperationError(f"“{heading.title}” knows no “{cell.strip()}”. {suggest(cell, known)}")


def _alike(one: Scalar | list[str], other: Scalar | list[str]) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return _plain(one) == _plain(other)
    if isinstance(one, float) and isinstance(other, int | float):
        return isclose(one, other, rel_tol=1e-12)  # Excel keeps 15 digits of a number
    return one == other


def _plain(text: str) -> str:
    """Return words for comparing: ends of lines and blanks around do not count."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _position(entry: Entry) -> float:
    value = entry.fields.get("position")
    return float(value) if isinstance(value, int | float) else 0.0


def _some(rows: Sequence[str]) -> str:
    return ", ".join(rows[:10]) + (f" and {len(rows) - 10} more" if len(rows) > 10 else "")
