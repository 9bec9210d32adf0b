"""The allowance: how many characters of output the running cell may still have."""

from __future__ import annotations


class Allowance:
    """Counts a cell's output, and words the note for what does not fit in."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._noted = False
        self.left = limit
        """Characters that there is still room for."""

    @property
    def note(self) -> str:
        """What stands in the output where it was cut."""
        return f"[The output was cut here: a cell may have {self._limit:,} characters.]"

    def reset(self) -> None:
        """Begin anew: another cell runs, or the output so far was cleared."""
        self.left = self._limit
        self._noted = False

    def cut(self, text: str) -> str:
        """Return as much of a text as there is room for, with the note where it is the first cut."""
        if len(text) <= self.left:
            self.left -= len(text)
            return text
        kept, first = text[: self.left], not self._noted
        self._refuse()
        return f"{kept}\n{self.note}\n" if first else kept

    def fits(self, length: int) -> bool:
        """Take up room for something that cannot be cut; False when there is not enough of it."""
        if length > self.left:
            self._refuse()
            return False
        self.left -= length
        return True

    def _refuse(self) -> None:
        self.left = 0
        self._noted = True
