"""Rows: entries as a person reads them, titles in place of keys and names in place of ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cba_kit.content import Library
from cba_kit.model.canvas import Canvas
from cba_kit.model.complete import Template
from cba_kit.model.edition import Edition
from cba_kit.model.form import Form
from cba_kit.model.trends import Trends
from cba_kit.model.workbook import Entry
from cba_kit.store.export_heading import told
from cba_kit.store.export_table import lists_of, table_headings, table_rows

Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class Reading:
    """What is needed to tell entries: `words` of the reader's language, `names` of people by id."""

    library: Library
    words: Mapping[str, str]
    names: Mapping[str, str]
    edition: Edition

    def say(self, key: str) -> str:
        """Return one word of these files."""
        return self.words[f"export.{key}"]

    def table(self, template: Template, entries: Sequence[Entry]) -> Iterator[Row]:
        """Yield the heading and the rows of one sheet; `entries` are those of the whole workbook."""
        wrote = {entry.id: entry for entry in entries}
        titles = (heading.title for heading in table_headings(template, self.words))
        yield (*titles, *self._head("writer", "at"))
        for row in table_rows(template, entries, self.words, lists_of(self.library, self.edition)):
            yield (*row, *self._origin(wrote[str(row[-1])]))

    def comments(self, entries: Iterable[Entry], sheets: Mapping[str, Template]) -> Iterator[Row]:
        """Yield the heading and the comments, thread by thread."""
        yield self._head("sheet", "about", "quote", "comment", "state", "writer", "written")
        for entry in sorted(entries, key=lambda entry: (entry.text("thread") or entry.id, entry.created_at)):
            template = sheets.get(entry.sheet)
            sheet = template.short if template else entry.sheet
            about = entry.text("section") or _title(template, entry.block)
            state = "" if entry.text("thread") else entry.text("state") or "open"
            yield (sheet, about, entry.text("quote"), entry.text(), state, *self._origin(entry))

    def plain(self, entries: Iterable[Entry]) -> Iterator[Row]:
        """Yield the heading and a row for each field of entries whose sheet is not known here."""
        yield self._head("sheet", "block", "entry", "field", "value", "writer", "at")
        for entry in entries:
            for name, value in entry.fields.items():
                yield (entry.sheet, entry.block, entry.id, name, told(value), *self._origin(entry))

    def told(self, moment: datetime) -> datetime:
        """Return a moment by the edition's clock; a spreadsheet has no zones, so “Read me” names it."""
        return moment.astimezone(self.edition.zone).replace(microsecond=0, tzinfo=None)

    def _head(self, *keys: str) -> tuple[str, ...]:
        return tuple(self.say(key) for key in keys)

    def _origin(self, entry: Entry) -> tuple[str, datetime]:
        """Return who wrote an entry, and when: last, but a comment is its first writer's for good."""
        who, when = entry.changed_by, entry.changed_at
        if entry.kind == "comment":  # the state of a thread is changed by others
            who, when = entry.created_by, entry.created_at
        return self.names.get(who, who), self.told(when)


def _title(template: Template | None, block: str) -> str:
    """Return what a block of a sheet is called on the screen."""
    if isinstance(template, Canvas):
        return found.title if (found := template.block(block)) else block
    if isinstance(template, Form):
        return asked.title if (asked := template.question(block)) else block
    if isinstance(template, Trends):
        return trend.name if (trend := template.trend(block)) else block
    return block
