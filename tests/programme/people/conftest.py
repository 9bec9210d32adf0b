"""What tests of people files share: the shipped lists, and a writer of small Excel files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from cba_kit.content import Library
from cba_kit.errors import ImportFileError
from cba_kit.programme.people import read

Rows = Sequence[Sequence[Any]]
HEAD = ["Name", "E-mail", "Organisation", "Country"]
ILZE = ["Ilze Kalniņa", "ilze@btwic.example", "Baltic Timber", "LV"]
ELENI = ["Ελένη Παπαδάκη", "eleni@atl.example", "Aegean Tourism Lab", "Greece"]


@pytest.fixture(scope="session")
def library() -> Library:
    return Library()


@pytest.fixture
def excel(tmp_path: Path) -> Callable[[Mapping[str, Rows]], Path]:
    """Write sheets of rows to an Excel file; row 1 of the list is row 1 in Excel."""

    def write(sheets: Mapping[str, Rows]) -> Path:
        book = Workbook()
        book.remove(book.worksheets[0])
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
        path = tmp_path / "people.xlsx"
        book.save(path)
        return path

    return write


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Path]:
    """Write lines to a CSV file."""

    def write(*lines: str, encoding: str = "utf-8", end: str = "\r\n") -> Path:
        path = tmp_path / "people.csv"
        path.write_bytes((end.join(lines) + end).encode(encoding))
        return path

    return write


@pytest.fixture
def problems(library: Library) -> Callable[..., tuple[str, ...]]:
    """Read a file that must be refused, and return its problems."""

    def reading(path: Path, **options: bool) -> tuple[str, ...]:
        with pytest.raises(ImportFileError) as caught:
            read(path, library, "cba3", **options)
        return caught.value.problems

    return reading
