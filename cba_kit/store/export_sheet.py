"""Sheet as a file: one sheet of a workbook as JSON, as a table or as Markdown."""

from __future__ import annotations

from typing import Literal

from cba_kit.content import Library
from cba_kit.errors import NotFoundError
from cba_kit.model.complete import Template
from cba_kit.model.people import Person
from cba_kit.store.export_book import Book
from cba_kit.store.export_csv import csv_text
from cba_kit.store.export_json import book_json
from cba_kit.store.export_markdown import sheet_markdown
from cba_kit.store.export_rows import Reading, Row
from cba_kit.store.export_spreadsheet import spreadsheet
from cba_kit.store.export_table import table_headings, table_rows

SheetForm = Literal["json", "csv", "xlsx", "md"]
"""Files that hold a sheet's words; its picture is drawn in the room of pictures."""


def sheet_file(
    library: Library, book: Book, key: str, form: SheetForm, *, reader: Person | None = None
) -> bytes:
    """Return one sheet of a workbook as a file. Raises NotFoundError when the workbook has no such sheet.

    `reader` is who asks; None is the academy's command line.
    """
    template = sheet_of(book, key)
    if form == "json":
        return book_json(book, reader=reader, sheet=key).encode()
    if form == "md":
        return _markdown(template, book, _reading(library, book)).encode()
    rows = _rows(template, book)
    return csv_text(rows) if form == "csv" else spreadsheet([(template.short, rows)])


def book_file(library: Library, book: Book, form: Literal["json", "xlsx", "md"]) -> bytes:
    """Return a whole workbook as a file, sheet after sheet."""
    reading = _reading(library, book)
    if form == "json":
        return book_json(book).encode()
    if form == "md":
        return "\n".join(_markdown(sheet, book, reading) for sheet in book.sheets.values()).encode()
    return spreadsheet((sheet.short, _rows(sheet, book)) for sheet in book.sheets.values())


def sheet_of(book: Book, key: str) -> Template:
    """Return a sheet of the workbook; NotFoundError names those that there are."""
    if key not in book.sheets:
        raise NotFoundError.among("sheet", key, list(book.sheets))
    return book.sheets[key]


def _reading(library: Library, book: Book) -> Reading:
    return Reading(library, book.words, book.names, book.edition)


def _markdown(template: Template, book: Book, reading: Reading) -> str:
    return sheet_markdown(template, book.present, reading, owner=book.owner.name)


def _rows(template: Template, book: Book) -> list[Row]:
    """Return the rows as they come back: without who wrote them and when, and with what is not answered."""
    titles = tuple(heading.title for heading in table_headings(template, book.words))
    return [titles, *table_rows(template, book.present, book.words, book.lists, blank=True)]
