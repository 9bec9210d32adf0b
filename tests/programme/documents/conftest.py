"""The academy of the reports' tests, which documents are about here too."""

from __future__ import annotations

from tests.reports.conftest import ilze, team

__all__ = ["ilze", "team"]
