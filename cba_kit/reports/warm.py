"""Warm: what is loaded, once, before a notebook of a report begins in a forked process.

Nothing here starts a thread, opens a database or compiles a document: a fork copies none of them well.
"""

from __future__ import annotations

import importlib

import pandas as pd
import pandas.io.formats.style  # loaded by the first styled table otherwise

from cba_kit.config import shipped
from cba_kit.content import Library
from cba_kit.pictures.drawing import load_templates
from cba_kit.reports.look import Look

MODULES = (
    "cba_kit.reports.canvases",
    "cba_kit.reports.certificate",
    "cba_kit.reports.cohort",
    "cba_kit.reports.handout",
    "cba_kit.reports.roadmap",
    "cba_kit.store",
    "ipywidgets",
    "sqlalchemy.dialects.sqlite",
)
"""What the notebooks of reports import, and what that imports late."""


def warm() -> None:
    """Load what the notebooks of reports need: modules, the shipped templates, what a first table takes."""
    for name in MODULES:
        importlib.import_module(name)
    pd.DataFrame({"cluster": ["Baltic Timber"], "members": [48]}).to_html()
    load_templates()
    _read(Library())


def _read(library: Library) -> None:
    """Read the shipped content, and compile the shipped looks."""
    for edition in library.editions():
        library.sheets(edition)
    for language in library.languages():
        library.texts(language)
    library.ecosystems()
    library.countries()
    for folder in shipped("templates").glob("reports/*/html"):
        environment = Look(library, folder.parent.name).environment
        for path in (*folder.glob("section.html.j2"), *folder.glob("kinds/*.j2")):
            environment.get_template(path.relative_to(folder).as_posix())
