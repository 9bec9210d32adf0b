"""The aftermath of edits: progress and home follow the acknowledgement when the hand rests, not each op."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

REST = 0.3
"""Seconds after the last edit until the progress of its sheet is told; under 1 s it looks immediate."""
HOME = 1.5
"""Seconds after the last edit until the home page is put together again for a page that shows a sheet."""
LATEST = 10.0
"""Seconds that an edit stays out of the home page at most, while somebody writes without a rest."""


class Aftermath:
    """What a page is still to be told after edits, its own and others'."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._sheets: set[str] = set()
        self._home_since: float | None = None
        self._last = 0.0
        self.at_home = False
        """Whether the page shows its home now: then it is not kept waiting."""

    def edited(self, sheets: Iterable[str]) -> None:
        """Note that entries of these sheets were changed now."""
        found = set(sheets)
        if found:
            self._sheets |= found
            self._last = self._clock()
            self._home_since = self._last if self._home_since is None else self._home_since

    def forget(self) -> None:
        """The page was told everything."""
        self._sheets.clear()
        self._home_since = None

    def wait(self) -> float:
        """Return in how many seconds something is due; infinite where nothing waits."""
        due = [self._last + REST] if self._sheets else []
        if self._home_since is not None:
            due.append(self._home_due(self._home_since))
        return max(0.0, min(due) - self._clock()) if due else math.inf

    def take(self) -> tuple[frozenset[str], bool]:
        """Return the sheets whose progress is due, and whether the home page is; they are taken as told."""
        now = self._clock()
        if self._home_since is not None and now >= self._home_due(self._home_since):
            sheets = frozenset(self._sheets)
            self.forget()
            return sheets, True
        if self._sheets and now >= self._last + REST:
            sheets = frozenset(self._sheets)
            self._sheets.clear()
            return sheets, False
        return frozenset(), False

    def _home_due(self, since: float) -> float:
        if self.at_home:
            return min(self._last + REST, since + 1.0)
        return min(self._last + HOME, since + LATEST)
