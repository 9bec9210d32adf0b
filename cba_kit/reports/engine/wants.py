"""Wants: what a notebook will load that is slow to load, and that most notebooks do not need."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping

from nbformat import NotebookNode

CHARTS = ("matplotlib.figure", "matplotlib.backends.backend_agg", "matplotlib.font_manager")
"""Not pyplot, which has to find the notebook's own shell."""
POSTGRES = ("psycopg", "sqlalchemy.dialects.postgresql.psycopg")


def wants(notebook: NotebookNode, env: Mapping[str, str]) -> tuple[str, ...]:
    """Return the modules that its process should find loaded, if they are installed.

    Guessed from the words of its cells and from the database that its environment names.
    """
    words = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    charts = any("matplotlib" in source or "pyplot" in source for source in words)
    postgres = env.get("DATABASE_URL", "").startswith("postgres")
    found = [names for names, asked in ((CHARTS, charts), (POSTGRES, postgres)) if asked]
    return tuple(
        name for names in found if importlib.util.find_spec(names[0].partition(".")[0]) for name in names
    )
