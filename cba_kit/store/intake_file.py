"""File that comes in: JSON of a workbook, or a table for one of its sheets."""

from __future__ import annotations

from collections.abc import Sequence

from cba_kit.errors import NotFoundError
from cba_kit.model.people import Person
from cba_kit.store.export_book import Book
from cba_kit.store.export_sheet import sheet_of
from cba_kit.store.intake_json import read_json
from cba_kit.store.intake_kind import is_json
from cba_kit.store.intake_parcel import Parcel
from cba_kit.store.intake_table import read_table


def read_file(
    raw: bytes, name: str, book: Book, people: Sequence[Person], *, importer: str, sheet: str, token: str
) -> Parcel:
    """Return what the file `name` brings for a workbook: a table for `sheet`, JSON for all sheets if empty.

    `people`, `importer` and `token` are those of `read_json` and `read_table`. Raises ImportFileError for a
    file that is neither, and NotFoundError where nobody said which sheet takes a table.
    """
    if is_json(raw, name):
        return read_json(raw, name, people, importer=importer, sheet=sheet)
    if not sheet:
        known = ", ".join(book.sheets)
        raise NotFoundError("Which sheet takes the rows?", fix=f"Add --sheet with one of: {known}.")
    return read_table(raw, name, sheet_of(book, sheet), book, token=token)
