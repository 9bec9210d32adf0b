"""Markdown of a sheet: headings and lists for a wiki, a mail or a document; nobody's words become marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from cba_kit.model.canvas import Canvas
from cba_kit.model.complete import Template
from cba_kit.model.form import Form
from cba_kit.model.noted import Noted, by_block
from cba_kit.model.workbook import Entry
from cba_kit.store.export_canvas import evidence_word
from cba_kit.store.export_rows import Reading, Row

_MARKS = re.compile(r"[\\`*_\[\]<>~&$]")
"""Signs that begin something in Markdown wherever they stand."""
_FIRST = re.compile(r"^[#+\-=|]", re.MULTILINE)
"""What begins a heading, a list, a rule or a table at the start of a line."""
_NUMBERED = re.compile(r"^(\d+)([.)])", re.MULTILINE)


def sheet_markdown(template: Template, entries: Sequence[Entry], reading: Reading, *, owner: str) -> str:
    """Return one sheet as Markdown; `entries` are those of the whole workbook, `owner` is whose it is."""
    lines = [
        f"# {escaped(template.title)}",
        "",
        escaped(", ".join(filter(None, (owner, reading.edition.title)))),
        "",
    ]
    if isinstance(template, Canvas):
        lines += _canvas(template, entries, reading)
    elif isinstance(template, Form):
        lines += _form(list(reading.table(template, entries)))
    else:
        lines += _rows(list(reading.table(template, entries)))
    if template.credit:
        lines += ["", escaped(template.credit)]
    return "\n".join(lines).rstrip() + "\n"


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is, line by line; blank lines are left out."""
    plain = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    for sign in (_MARKS, _FIRST):
        plain = sign.sub(lambda found: f"\\{found[0]}", plain)
    return _NUMBERED.sub(r"\1\\\2", plain)


def _item(text: str, depth: int = 0) -> str:
    """Return one item of a list; further lines stand below it, each on a line of its own."""
    room = "  " * depth
    return f"{room}- " + escaped(text).replace("\n", f"\\\n{room}  ")


def _canvas(canvas: Canvas, entries: Sequence[Entry], reading: Reading) -> Iterator[str]:
    texts = {entry.id: entry.text() for entry in entries}
    for block in by_block(canvas, entries):
        yield f"## {escaped(block.title or reading.say('nowhere'))}"
        yield ""
        for note in block.notes:
            yield _item(note.text)
            marks = "; ".join(_marks(canvas, note, reading))
            about = texts.get(note.part, "")
            yield _item(f"{reading.say('part')}: {about}; {marks}" if about else marks, depth=1)
        yield "" if block.notes else f"{escaped(reading.say('empty'))}\n"


def _marks(canvas: Canvas, note: Noted, reading: Reading) -> Iterator[str]:
    yield note.meaning
    known = evidence_word(note.evidence, reading.words)
    if known or note.proof:
        yield ": ".join(part for part in (known, note.proof) if part)
    for column, value in zip(canvas.columns, note.columns, strict=True):
        if value not in (None, ""):
            yield f"{column.title}: {_told(value)}{f' {column.unit}' if column.unit else ''}"


def _form(rows: Sequence[Row]) -> Iterator[str]:
    for part, asked in groupby(rows[1:], key=lambda row: row[0]):
        yield f"## {escaped(str(part))}"
        yield ""
        for question, given in groupby(asked, key=lambda row: row[1]):
            yield f"### {escaped(str(question))}"
            yield ""
            yield from _answers(given)
            yield ""


def _answers(given: Iterable[Row]) -> Iterator[str]:
    for _, _, row, column, answer, *_ in given:
        told = escaped(_told(answer)).replace("\n", "\\\n")
        yield f"- {row}, {escaped(str(column))}: {told}" if column else f"{told}\n"


def _rows(rows: Sequence[Row]) -> Iterator[str]:
    """Tell each row under its first words; empty cells, the id, the writer and the moment are left out."""
    heading = rows[0][:-3]
    for row in rows[1:]:
        first = 1 if isinstance(row[0], int) else 0  # a trend has its number before its name
        yield f"## {escaped(' '.join(_told(cell) for cell in row[: first + 1]))}"
        yield ""
        for title, cell in list(zip(heading, row, strict=False))[first + 1 :]:
            if cell not in (None, ""):
                yield _item(f"{title}: {_told(cell)}")
        yield ""


def _told(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.10g}"
    return "" if value is None else str(value)
