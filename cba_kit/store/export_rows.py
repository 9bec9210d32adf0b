"""Rows: entries as a person reads them, titles in place of keys and names in place of ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from cba_kit.content import Library
from cba_kit.model.assessment import round_of
from cba_kit.model.canvas import Canvas
from cba_kit.model.complete import Template
from cba_kit.model.edition import Edition
from cba_kit.model.form import Column, Form, Question
from cba_kit.model.plan import Plan
from cba_kit.model.trends import Trends
from cba_kit.model.workbook import Entry
from cba_kit.store.export_canvas import canvas_rows, headings

Row = Sequence[object]

_DAYS = ("start", "due", "first_step_by", "target_by")


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
        here = [entry for entry in entries if entry.sheet == template.key and entry.kind != "comment"]
        if isinstance(template, Form):
            return self._form(template, here)
        if isinstance(template, Canvas):
            return self._canvas(template, entries)
        if isinstance(template, Trends):
            return self._trends(template, here)
        return self._plan(template, here)

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
                yield (entry.sheet, entry.block, entry.id, name, _plain(value), *self._origin(entry))

    def told(self, moment: datetime) -> datetime:
        """Return a moment by the edition's clock; a spreadsheet has no zones, so “Read me” names it."""
        return moment.astimezone(self.edition.zone).replace(microsecond=0, tzinfo=None)

    def _canvas(self, canvas: Canvas, entries: Sequence[Entry]) -> Iterator[Row]:
        notes = {entry.id: entry for entry in entries}
        yield (*(heading.title for heading in headings(canvas, self.words)), *self._head("writer", "at"))
        for key, row in canvas_rows(canvas, entries, self.words):
            yield (*row, *self._origin(notes[key]))

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
        return _plain(value, labels)

    def _trends(self, template: Trends, entries: Sequence[Entry]) -> Iterator[Row]:
        horizons = {horizon.key: horizon.label for horizon in template.horizons}
        scales = [scale.title for scale in template.scales]
        first, last = self._head("number", "trend", "round"), self._head("horizon", "reason", "writer", "at")
        yield (*first, *scales, *last)
        for trend in template.trends:
            for entry in entries:
                if entry.block == trend.key and entry.kind == "rating":
                    rated = [entry.fields.get(scale.key) for scale in template.scales]
                    shown = [self.say("unknown") if value == "unknown" else value for value in rated]
                    felt = entry.text("horizon")
                    told = (horizons.get(felt, felt), entry.text("reason"), *self._origin(entry))
                    yield (trend.number, trend.name, round_of(entry), *shown, *told)

    def _plan(self, plan: Plan, entries: Sequence[Entry]) -> Iterator[Row]:
        start = "export.action."
        fields = [key.removeprefix(start) for key in self.words if key.startswith(start)]
        actions = [entry for entry in entries if entry.kind == "action"]
        yield (*(self.words[start + name] for name in fields), *self._head("writer", "at"))
        for entry in actions:
            yield (*(self._planned(plan, actions, entry, name) for name in fields), *self._origin(entry))

    def _planned(self, plan: Plan, entries: Sequence[Entry], entry: Entry, name: str) -> object:
        value = entry.fields.get(name)
        labels: Mapping[str, str] = {}
        if name == "trends":
            sheets = self.library.sheets(self.edition).values()
            labels = {t.key: t.name for sheet in sheets if isinstance(sheet, Trends) for t in sheet.trends}
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
