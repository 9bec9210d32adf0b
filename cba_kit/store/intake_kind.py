"""Kinds of files: what a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from cba_kit.errors import ImportFileError

_FIRST = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x1f\x8b", "a packed file (GZ)"),
    (b"7z\xbc\xaf", "a packed file (7Z)"),
)
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|svg|table)", re.IGNORECASE)
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_HOW = "Take a table (CSV), an Excel file (XLSX) or what was downloaded as “All of it (JSON)”."
_AGAIN = "Open it in your spreadsheet programme and save it as Excel (XLSX) or CSV."

MOST_UNPACKED = 16 * 2**20
"""Bytes of an Excel file's sheets when they are unpacked; 5,000 filled rows have a quarter of that."""


def is_excel(raw: bytes, name: str) -> bool:
    """Tell whether a file is to be read as an Excel file; refuse other files that are packed the same way."""
    if not raw.startswith(b"PK"):
        if name.lower().endswith(".xlsx"):
            refuse_foreign(raw, name)
        return name.lower().endswith(".xlsx")
    try:
        with zipfile.ZipFile(BytesIO(raw)) as packed:
            names = set(packed.namelist())
            size = sum(part.file_size for part in packed.infolist() if part.filename.endswith(".xml"))
    except zipfile.BadZipFile:
        return True  # the reader of Excel files says that it is damaged
    if names & {"word/document.xml", "ppt/presentation.xml"}:
        raise _other(name, "a document of Word or PowerPoint", _HOW)
    if "mimetype" in names:
        raise _other(name, "a file of LibreOffice (ODS)", _AGAIN)
    if "Index/Document.iwa" in names:
        raise _other(name, "a file of Numbers", _AGAIN)
    if size > MOST_UNPACKED:
        what = f"The file is {size // 2**20} MB when it is unpacked; {MOST_UNPACKED // 2**20} MB are read."
        raise ImportFileError(
            what, [], where=name, fix="Keep only the sheet that is needed, or save it as CSV."
        )
    return True


def is_json(raw: bytes, name: str) -> bool:
    """Tell whether a file is to be read as JSON."""
    return name.lower().endswith(".json") or raw[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b'{"')


def refuse_foreign(raw: bytes, name: str) -> None:
    """Raise ImportFileError for a file that is known to be no text, whatever its name says."""
    if raw.startswith(_OLD_EXCEL):
        raise _other(name, "an old Excel file (XLS)", _AGAIN)
    for first, kind in _FIRST:
        if raw.startswith(first):
            raise _other(name, kind, _HOW)
    if _PAGE.match(raw[:200]):
        raise _other(name, "a web page or a picture (HTML, SVG)", _HOW)
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:4]  # UTF-16 is full of zeros
    if not wide and len(_NO_TEXT.findall(raw[:4000])) > len(raw[:4000]) // 50:
        raise _other(name, "no text", _HOW)


def _other(name: str, kind: str, fix: str) -> ImportFileError:
    return ImportFileError(f"The file is {kind}, and no table.", [], where=name, fix=fix)
