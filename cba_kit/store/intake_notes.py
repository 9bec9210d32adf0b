"""Notes that come in: a table row by row into the blocks of one canvas."""

from __future__ import annotations

from cba_kit.content.tables.grid import tidy
from cba_kit.errors import OperationError
from cba_kit.model.canvas import Canvas
from cba_kit.model.workbook import Entry
from cba_kit.store.export_book import Book
from cba_kit.store.export_canvas import EVIDENCE, evidence_word
from cba_kit.store.export_form import labels_of
from cba_kit.store.export_heading import ID, Labels
from cba_kit.store.intake_cell import key_of, meant, value_of
from cba_kit.store.intake_heading import Found
from cba_kit.store.intake_parcel import Brought
from cba_kit.store.intake_rows import Cells, Rows, Value, plain_words, position, some

_USUAL = {"meaning": "today"}
"""What a note has where nothing is written."""


class Notes(Rows):
    """The rows of a canvas.

    A row is known again by the note's id, else by its block and words; then it changes that note, else it is
    a new one, at the end of its block.
    """

    needed = ("block", "text")

    def __init__(self, canvas: Canvas, book: Book, found: Found, token: str) -> None:
        super().__init__(canvas.key, book, found, token)
        self.canvas = canvas
        here = [entry for entry in self.here.values() if entry.kind == "note"]
        self.notes = {entry.id: entry for entry in here}
        self.by_words = {(e.block, plain_words(e.text())): e.id for e in reversed(here)}
        self.last = {entry.block: position(entry) for entry in sorted(here, key=position)}
        self.seen: dict[tuple[str, str], int] = {}
        self.twice: list[str] = []
        self.columns = {column.key: column for column in canvas.columns}
        self.meanings = {meaning.key: meaning.label for meaning in canvas.meanings}
        self.evidence = {key: evidence_word(key, book.words) for key in EVIDENCE}
        self.titles = {heading.key: heading.title for heading in found.headings}

    def take(self, number: int, place: str, cells: Cells) -> None:
        """Read one row."""
        if not cells["text"].strip():
            self.blank.append(str(number))
            return
        wanted = cells.get(ID, "").strip()
        note = self.notes.get(wanted)
        block = self._block(cells["block"], note)
        key = (block, plain_words(cells["text"]))
        if note is None:
            if key in self.seen and not wanted:
                self.twice.append(f"{number} = {self.seen[key]}")
                return
            same = self.by_words.get(key, "")
            note = self.notes.get(same) if same not in self.taken else None
        self.seen[key] = number
        entry = note.id if note is not None else self.new_id(wanted, number)
        self.note(entry, number)
        fields = self.values(cells, note, self._value, ("block",))
        if note is None:
            self.last[block] = self.last.get(block, 0) + 1
            fields["position"] = self.last[block]
        self.parcel.brought.append(Brought(place, self.sheet, entry, "note", block, fields))

    def finish(self) -> None:
        """Tell what stands there twice."""
        if self.twice:
            told = f"The same note stands there twice and is taken once: {some(self.twice)}."
            self.parcel.remarks.append(told)

    def _block(self, words: str, note: Entry | None) -> str:
        wanted = tidy(words).casefold()
        for block in self.canvas.blocks:
            if wanted in {tidy(name).casefold() for name in (block.title, block.key, block.short)}:
                return block.key
        if note is not None and words.strip() == note.block:
            return note.block  # it has been without a block before
        known = {block.key: block.title for block in self.canvas.blocks}
        said = words.strip()
        raise OperationError(f"“{self.canvas.title}” has no block “{said}”. {meant(said, known)}")

    def _value(self, key: str, cell: str, had: Value) -> Value:
        if key in self.columns:
            column = self.columns[key]
            return value_of(column, cell, labels_of(column, {}))
        if key == "text":
            return cell.replace("\r\n", "\n")
        if key == "meaning":
            usual = had or _USUAL[key]
            found = (
                self._chosen(key, cell, self.meanings, usual) if cell.strip() else next(iter(self.meanings))
            )
            return had if found == usual else found
        if key == "evidence":
            return self._chosen(key, cell, self.evidence, had) if cell.strip() else ""
        if key == "part":
            return self._chosen(key, cell, self._parts(), had) if cell.strip() else ""
        return cell.strip()

    def _chosen(self, key: str, cell: str, labels: Labels, had: Value) -> Value:
        """Return the key of what was chosen; what stood there before may stay."""
        return had if cell.strip() == had else key_of(self.titles[key], cell, labels)

    def _parts(self) -> dict[str, str]:
        """Return the notes of which this canvas can show a part: their words by id."""
        sheet, _, block = self.canvas.parts_from.partition(".")
        return {e.id: e.text() for e in self.book.on(sheet) if e.block == block and e.text()}
