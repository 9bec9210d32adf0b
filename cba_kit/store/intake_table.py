"""Table that comes in: a CSV file or an Excel sheet, row by row onto one sheet of a workbook."""

from __future__ import annotations

from collections.abc import Collection

from cba_kit.errors import ImportFileError
from cba_kit.model.canvas import Canvas
from cba_kit.model.complete import Template
from cba_kit.model.form import Form
from cba_kit.model.trends import Trends
from cba_kit.store.export_book import Book
from cba_kit.store.export_table import table_headings
from cba_kit.store.intake_actions import Actions
from cba_kit.store.intake_answers import Answers
from cba_kit.store.intake_heading import Found, UnfitTableError, Wanted, find_table
from cba_kit.store.intake_notes import Notes
from cba_kit.store.intake_parcel import Parcel
from cba_kit.store.intake_ratings import Ratings


def read_table(raw: bytes, name: str, template: Template, book: Book, *, token: str) -> Parcel:
    """Return what the file `name` brings for a sheet of the workbook.

    What is there already is known again by its id, else by what it is about; new entries get ids that begin
    with `token`. An empty cell empties the field. Raises ImportFileError for a file that is no table, or
    without the headings that are needed.
    """
    try:
        return _read(raw, name, template, book, token)
    except UnfitTableError as unfit:
        for other in book.sheets.values():
            if other.key != template.key and _fits(raw, name, other, book):
                what = f"This is a table for “{other.title}”, not for “{template.title}”."
                raise ImportFileError(
                    what, [], where=name, fix="Open that sheet, and bring the file in there."
                ) from unfit
        raise


def _fits(raw: bytes, name: str, template: Template, book: Book) -> bool:
    try:
        return bool(_read(raw, name, template, book, "-").brought)
    except ImportFileError:
        return False


def _read(raw: bytes, name: str, template: Template, book: Book, token: str) -> Parcel:
    if isinstance(template, Canvas):
        return Notes(template, book, _found(raw, name, template, book, Notes.needed), token).read()
    if isinstance(template, Form):
        return Answers(template, book, _found(raw, name, template, book, Answers.needed), token).read()
    if isinstance(template, Trends):
        return Ratings(template, book, _found(raw, name, template, book, Ratings.needed), token).read()
    return Actions(template, book, _found(raw, name, template, book, Actions.needed), token).read()


def _found(raw: bytes, name: str, template: Template, book: Book, needed: Collection[str]) -> Found:
    spare = [book.words[f"export.{key}"] for key in ("writer", "at")]
    tab = template.short[:28].strip()
    return find_table(raw, name, Wanted(table_headings(template, book.words), needed, tab, spare))
