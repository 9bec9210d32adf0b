"""Check: one thing that `cba doctor` tried."""

from __future__ import annotations

from typing import NamedTuple


class Check(NamedTuple):
    """One thing that was tried; `fix` is the next step where it failed."""

    name: str
    ok: bool
    says: str
    fix: str = ""
