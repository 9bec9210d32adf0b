"""Importing is cheap: heavy libraries come only where they are used."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("pandas", "sqlalchemy", "ipywidgets", "nbconvert", "papermill", "typst", "voila")


@pytest.mark.parametrize(
    ("module", "allowed"),
    [
        ("cba_kit", set()),
        ("cba_kit.content", set()),
        ("cba_kit.cli", set()),
        ("cba_kit.programme.documents.freshness", {"sqlalchemy"}),
        ("cba_kit.reports.roadmap", {"sqlalchemy"}),
        ("cba_kit.pages", {"sqlalchemy", "ipywidgets"}),
    ],
)
def test_import_loads_only_what_it_needs(module: str, allowed: set[str]) -> None:
    """A page's kernel loads no pandas, a report's kernel no exporter, the package nothing at all."""
    code = f"import sys, {module}; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= allowed
