"""Desk: what every section is written with — the roadmap's facts, the words and the colours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cba_kit.model.roadmap import Roadmap
from cba_kit.pictures import Style, described
from cba_kit.reports.words import Words


@dataclass(frozen=True, slots=True)
class Desk:
    """One roadmap on its way into a document."""

    roadmap: Roadmap
    words: Words
    colours: Mapping[str, str]
    academy: str = ""
    organiser: str = ""

    def style(self, *, compact: bool = False) -> Style:
        """Return the style of this document's pictures."""
        return Style(compact=compact, colours=self.colours, texts=self.words.texts)

    def next_step(self, start: str) -> str:
        """Return what an empty section says: what to do first."""
        return f"{self.words.say('nothing')} {self.words.say('start')} {start}"


def picture(wide: str, compact: str = "", *, caption: str = "") -> dict[str, str]:
    """Return a picture as data: for page and paper, for the phone, and in words."""
    return {"svg": wide, "compact": compact, "alt": described(wide), "caption": caption}
