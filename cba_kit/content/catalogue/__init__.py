"""Catalogues: an organisation's own trends from a file, looked at first, then written as a sheet."""

from cba_kit.content.catalogue.changes import changes
from cba_kit.content.catalogue.draft import Draft, read_catalogue
from cba_kit.content.catalogue.vocabulary import FILE as VOCABULARY
from cba_kit.content.catalogue.vocabulary import read_vocabulary
from cba_kit.content.catalogue.writing import sheet_text, write_sheet

__all__ = [
    "VOCABULARY",
    "Draft",
    "changes",
    "read_catalogue",
    "read_vocabulary",
    "sheet_text",
    "write_sheet",
]
