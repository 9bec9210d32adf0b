"""Threads: conversations anchored at a sheet, a block, an entry or a section of the roadmap."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from cba_kit.model.base import Frozen

ThreadState = Literal["open", "answered", "used", "later", "no", "settled"]


class Anchor(Frozen):
    """What a thread is about: a sheet, and within it perhaps a block or one entry.

    A section of the roadmap is anchored with `sheet` empty and `section` set.
    """

    sheet: str = ""
    block: str = ""
    entry: str = ""
    section: str = ""


class Comment(Frozen):
    """One contribution to a thread."""

    id: str
    author: str
    author_name: str
    at: datetime
    text: str


class Thread(Frozen):
    """A conversation; its first comment opens it, `state` is what the participant made of it."""

    id: str
    workbook: str
    anchor: Anchor
    quote: str
    """The words that the comment was about when it was written."""
    state: ThreadState
    comments: tuple[Comment, ...]

    def waits_for(self, person: str) -> bool:
        """Tell whether the last word is someone else's and the thread still open to `person`."""
        return self.state in ("open", "answered") and self.comments[-1].author != person
