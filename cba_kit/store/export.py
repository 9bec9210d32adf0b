"""Export: everything that a person wrote, as JSON without loss and as a spreadsheet to read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from types import MappingProxyType
from typing import Any

from openpyxl import Workbook as Spreadsheet
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cba_kit.content import Library
from cba_kit.model.canvas import Canvas
from cba_kit.model.complete import Template
from cba_kit.model.edition import Edition
from cba_kit.model.form import Column, Form, Question
from cba_kit.model.people import Person
from cba_kit.model.plan import Plan
from cba_kit.model.trends import Trends
from cba_kit.model.workbook import Entry, Workbook
from cba_kit.store.store import Store
from cba_kit.store.written import written_by

Row = Sequence[object]

_DAYS = ("start", "due", "first_step_by", "target_by")

WIDEST = 80
"""Characters; longer texts wrap."""


def as_json(store: Store, library: Library, person: Person, *, reader: Person | None = None) -> str:
    """Return every entry with all its fields, removed ones too, as JSON.

    `reader` is who asks, if that is somebody else; see `written_by`.
    """
    written = written_by(store, person, reader or person)
    edition = library.edition(person.edition)
    told = {
        "person": person.model_dump(mode="json", exclude={"link"}),
        "edition": {"code": edition.code, "title": edition.title},
        "workbook": written.workbook.model_dump(mode="json") if written.workbook else None,
        "entries": [entry.model_dump(mode="json") for entry in written.entries],
        "elsewhere": [entry.model_dump(mode="json") for entry in written.elsewhere],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def as_xlsx(store: Store, library: Library, person: Person, *, reader: Person | None = None) -> bytes:
    """Return a spreadsheet: a sheet to read first, one for each sheet of the workbook, one of comments.

    `reader` is who asks, if that is somebody else; see `written_by`.
    """
    written = written_by(store, person, reader or person)
    edition = library.edition(person.edition)
    reading = _Reading(
        library,
        library.texts(person.language),
        {each.id: each.name for each in store.people.of(edition.code)},
        edition,
    )
    present = [entry for entry in written.entries if not entry.removed]
    sheets = reading.sheets
    book = Spreadsheet()
    book.remove(book.worksheets[0])
    _fill(book, reading.say("readme"), reading.readme(person, written.workbook))
    for key, template in sheets.items():
        here = [entry for entry in present if entry.sheet == key and entry.kind != "comment"]
        _fill(book, template.short, reading.table(template, here))
    comments = [entry for entry in present if entry.kind == "comment"]
    others = [entry for entry in present if entry.kind != "comment" and entry.sheet not in sheets]
    elsewhere = [entry for entry in written.elsewhere if not entry.removed]
    _fill(book, reading.say("comments"), reading.comments(comments, sheets))
    for name, entries in (("other", others), ("elsewhere", elsewhere)):
        if entries:
            _fill(book, reading.say(name), reading.plain(entries))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@dataclass(frozen=True, slots=True)
class _Reading:
    """Entries as rows that a person can read: titles in place of keys, names in place of ids."""

    library: Library
    words: Mapping[str, str]
    names: Mapping[str, str]
    edition: Edition

    @property
    def sheets(self) -> dict[str, Template]:
        return self.library.sheets(self.edition)

    def say(self, key: str) -> str:
        return self.words[f"export.{key}"]

    def readme(self, person: Person, workbook: Workbook | None) -> Iterator[Row]:
        yield (self.say("title").replace("{name}", person.name),)
        yield (self.say("edition"), self.edition.title)
        if person.cluster is not None:
            yield (self.say("cluster"), person.cluster.name)
        if workbook is not None:
            yield (self.say("version"), workbook.version)
            yield (self.say("changed"), workbook.changed_at and self._told(workbook.changed_at))
        yield (self.say("how").replace("{zone}", self.edition.timezone),)

    def table(self, template: Template, entries: Sequence[Entry]) -> Iterator[Row]:
        if isinstance(template, Form):
            return self._form(template, entries)
        if isinstance(template, Canvas):
            return self._canvas(template, entries)
        if isinstance(template, Trends):
            return self._trends(template, entries)
        return self._plan(template, entries)

    def comments(self, entries: Iterable[Entry], sheets: Mapping[str, Template]) -> Iterator[Row]:
        yield self._head("sheet", "about", "quote", "comment", "state", "writer", "written")
        for entry in sorted(entries, key=lambda entry: (entry.text("thread") or entry.id, entry.created_at)):
            template = sheets.get(entry.sheet)
            sheet = template.short if template else entry.sheet
            about = entry.text("section") or _title(template, entry.block)
            state = "" if entry.text("thread") else entry.text("state") or "open"
            yield (sheet, about, entry.text("quote"), entry.text(), state, *self._origin(entry))

    def plain(self, entries: Iterable[Entry]) -> Iterator[Row]:
        yield self._head("sheet", "block", "entry", "field", "value", "writer", "at")
        for entry in entries:
            for name, value in entry.fields.items():
                yield (entry.sheet, entry.block, entry.id, name, _plain(value), *self._origin(entry))

    def _form(self, form: Form, entries: Sequence[Entry]) -> Iterator[Row]:
        yield self._head("part", "question", "row", "column", "answer", "writer", "at")
        for part in form.parts:
            for question in part.questions:
                given = [entry for entry in entries if entry.block == question.key]
                for number, entry in enumerate(given, start=1):
                    for row, asked, answer in self._answers(question, entry, number):
                        yield (part.title, question.title, row, asked, answer, *self._origin(entry))

    def _answers(self, question: Question, entry: Entry, number: int) -> Iterator[tuple[object, str, object]]:
        if question.type != "rows":
            yield "", "", self._chosen(question, entry.fields.get("value"))
            return
        for column in question.columns:
            if entry.text(column.key):
                yield number, column.title, self._chosen(column, entry.fields[column.key])

    def _chosen(self, asked: Question | Column, value: object) -> object:
        if asked.type == "date":
            return _day(value)
        labels = {choice.key: choice.label for choice in asked.choices}
        if isinstance(asked, Question) and asked.list == "ecosystems":
            labels = {each.key: each.name for each in self.library.ecosystems()}
        elif isinstance(asked, Question) and asked.list == "countries":
            labels = {each.code: each.name for each in self.library.countries()}
        if isinstance(value, list):
            return "; ".join(labels.get(str(each), str(each)) for each in value)
        return labels.get(value, value) if isinstance(value, str) else value

    def _canvas(self, canvas: Canvas, entries: Sequence[Entry]) -> Iterator[Row]:
        meanings = {meaning.key: meaning.label for meaning in canvas.meanings}
        yield self._head("block", "note", "meaning", "writer", "at")
        for block in canvas.blocks:
            for entry in entries:
                if entry.block == block.key:
                    meaning = entry.text("meaning") or "today"
                    yield (block.title, entry.text(), meanings.get(meaning, meaning), *self._origin(entry))

    def _trends(self, template: Trends, entries: Sequence[Entry]) -> Iterator[Row]:
        horizons = {horizon.key: horizon.label for horizon in template.horizons}
        scales = [scale.title for scale in template.scales]
        yield (*self._head("number", "trend"), *scales, *self._head("horizon", "reason", "writer", "at"))
        for trend in template.trends:
            for entry in entries:
                if entry.block == trend.key:
                    rated = [entry.fields.get(scale.key) for scale in template.scales]
                    shown = [self.say("unknown") if value == "unknown" else value for value in rated]
                    felt = entry.text("horizon")
                    last = (horizons.get(felt, felt), entry.text("reason"), *self._origin(entry))
                    yield (trend.number, trend.name, *shown, *last)

    def _plan(self, plan: Plan, entries: Sequence[Entry]) -> Iterator[Row]:
        start = "export.action."
        fields = [key.removeprefix(start) for key in self.words if key.startswith(start)]
        yield (*(self.words[start + name] for name in fields), *self._head("writer", "at"))
        for entry in entries:
            yield (*(self._planned(plan, entries, entry, name) for name in fields), *self._origin(entry))

    def _planned(self, plan: Plan, entries: Sequence[Entry], entry: Entry, name: str) -> object:
        value = entry.fields.get(name)
        labels: Mapping[str, str] = {}
        if name == "trends":
            shown = (sheet for sheet in self.sheets.values() if isinstance(sheet, Trends))
            labels = {trend.key: trend.name for sheet in shown for trend in sheet.trends}
        elif name == "depends_on":
            labels = {other.id: other.text("title") for other in entries}
        elif name == "status":
            labels = {word.key: word.label for word in plan.statuses}
        elif name == "funding_status":
            labels = {word.key: word.label for word in plan.funding}
        elif name in _DAYS:
            return _day(value)
        return _plain(value, labels)

    def _head(self, *keys: str) -> tuple[str, ...]:
        return tuple(self.say(key) for key in keys)

    def _origin(self, entry: Entry) -> tuple[str, datetime]:
        """Return who wrote an entry, and when: last, but a comment is its first writer's for good."""
        who, when = entry.changed_by, entry.changed_at
        if entry.kind == "comment":  # the state of a thread is changed by others
            who, when = entry.created_by, entry.created_at
        return self.names.get(who, who), self._told(when)

    def _told(self, moment: datetime) -> datetime:
        """Return a moment by the edition's clock; a spreadsheet has no zones, so “Read me” names it."""
        return moment.astimezone(self.edition.zone).replace(microsecond=0, tzinfo=None)


def _title(template: Template | None, block: str) -> str:
    """Return what a block of a sheet is called on the screen."""
    if isinstance(template, Canvas):
        return found.title if (found := template.block(block)) else block
    if isinstance(template, Form):
        return asked.title if (asked := template.question(block)) else block
    if isinstance(template, Trends):
        return trend.name if (trend := template.trend(block)) else block
    return block


def _plain(value: object, labels: Mapping[str, str] = MappingProxyType({})) -> object:
    if isinstance(value, list):
        return "; ".join(labels.get(str(each), str(each)) for each in value)
    return labels.get(value, value) if isinstance(value, str) else value


def _day(value: object) -> object:
    """Return a stored day as a day, which spreadsheets sort; other words stay as they are."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _fill(book: Spreadsheet, name: str, rows: Iterable[Row]) -> None:
    title = re.sub(r"[\[\]:*?/\\]", " ", name)[:28].strip()
    sheet: Worksheet = book.create_sheet(title)  # openpyxl numbers a title that is there already
    for y, row in enumerate(rows, start=1):
        for x, value in enumerate(row, start=1):
            _write(sheet.cell(y, x), value)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, column in enumerate(sheet.columns, start=1):
        longest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(WIDEST, max(10, longest + 2))
    sheet.freeze_panes = "A2"


def _write(cell: Any, value: object) -> None:
    """Write one value; a text is always a text, whatever sign it begins with."""
    if not isinstance(value, str):
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd hh:mm:ss" if isinstance(value, datetime) else "yyyy-mm-dd"
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.data_type = "s"
    cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
    cell.alignment = Alignment(wrap_text=True, vertical="top")
