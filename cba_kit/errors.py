"""The error tree: every error says what happened, where, and what to do next.

CbaError
├── SettingsError     the academy's folder, its settings or the environment
├── ContentError      a template (YAML): file, line, key and the fix
├── NotFoundError     an edition, person, sheet, report … that does not exist
├── ImportFileError     rows of a file that cannot be taken over (nothing was)
├── StoreError        the database: locked, full, of a newer version
├── OperationError  one operation that a workbook does not accept
├── LinkError         a personal link: altered, ended or withdrawn
└── RenderError       a report that could not be made
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal


class CbaError(Exception):
    """Say what happened, where, and the next step; `exit_code` is what a command returns."""

    exit_code = 2

    def __init__(self, what: str, *, where: str = "", fix: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.fix = fix

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what}" + (f" {self.fix}" if self.fix else "")


class SettingsError(CbaError):
    """The academy's folder, its settings or the environment."""


class ContentError(CbaError):
    """A template that cannot be used; `where` is file:line."""


class NotFoundError(CbaError):
    """A name that nothing answers to; the fix lists the names that exist."""

    @classmethod
    def among(cls, kind: str, name: str, known: Sequence[str]) -> NotFoundError:
        """Name what was asked for and what there is (at most twelve)."""
        shown = ", ".join(list(known)[:12]) or "none yet"
        more = f" and {len(known) - 12} more" if len(known) > 12 else ""
        return cls(f"There is no {kind} “{name}”.", fix=f"Known: {shown}{more}.")


class ImportFileError(CbaError):
    """A file whose rows cannot all be taken over, so none was; `problems` has one line each."""

    def __init__(self, what: str, problems: Sequence[str], *, where: str = "", fix: str = "") -> None:
        super().__init__(what, where=where, fix=fix)
        self.problems = tuple(problems)


class StoreError(CbaError):
    """The database cannot be used as asked."""


class OperationError(CbaError):
    """One operation that the workbook does not accept; nothing was changed."""


class LinkError(CbaError):
    """A personal link that does not open a page; `reason` chooses the words that its visitor reads."""

    def __init__(
        self,
        what: str,
        *,
        reason: Literal["altered", "withdrawn", "ended"],
        day: date | None = None,
        fix: str = "",
    ) -> None:
        super().__init__(what, fix=fix)
        self.reason = reason
        self.day = day


class RenderError(CbaError):
    """A report that could not be made."""

    exit_code = 3
