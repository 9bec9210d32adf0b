"""Tree: the small words that all blocks are made of, and the draft that collects what a document needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from cba_kit.reports.words import Words

Block = dict[str, Any]
"""A block or a part of a line: `t` names its kind, the rest is its content; JSON all the way down."""

DEEP = 6
"""Lists, quotes and styles nested deeper than this are flattened: printers and readers lose their way."""

_LINK = re.compile(r"(https?|mailto|tel):", re.IGNORECASE)
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe0e\ufe0f\ufeff]"
)
_WEB = re.compile(r"[\x00-\x20]")
_SAFE = ":/?#[]@!$&'()*+,;=%~"


@dataclass(slots=True)
class Draft:
    """One document on its way: its pictures, notes on repairs, footnotes and the level of its last heading.

    `folder` is where the notebook lies; files are read from it and below it, never from elsewhere.
    """

    words: Words
    folder: Path | None = None
    where: str = ""
    level: int = 0
    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    feet: list[list[Block]] = field(default_factory=list)
    attachments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    anchors: set[str] = field(default_factory=set)
    title: str = ""
    """The words of the first heading."""

    def note(self, words: str) -> None:
        """Remember what was repaired, and in which cell; the same repair of one cell once."""
        line = f"{self.where}: {words}" if self.where else words
        if line not in self.notes:
            self.notes.append(line)

    def heading(self, level: int, parts: list[Block]) -> list[Block]:
        """Return a heading that jumps no level, or nothing for an empty one: PDF/UA allows neither."""
        words = visible(plain(parts))
        if not words:
            self.note("an empty heading is left out.")
            return []
        allowed = min(level, self.level + 1)
        if allowed != level:
            self.note(
                f"the heading “{words[:60]}” stands at level {allowed}, not {level}: "
                "no level may be left out."
            )
        self.level = allowed
        self.title = self.title or words
        return [{"t": "heading", "level": allowed, "parts": flat(parts), "id": self._anchor(words)}]

    def _anchor(self, words: str) -> str:
        name = words.replace(" ", "-")
        found, number = name, 1
        while found in self.anchors:
            number += 1
            found = f"{name}-{number}"
        self.anchors.add(found)
        return found


def text(words: str) -> Block:
    """Return plain words."""
    return {"t": "text", "s": words}


def visible(words: str) -> str:
    """Return words in one line, without what no reader sees; empty when nothing is left."""
    return " ".join(_UNSEEN.sub("", re.sub(r"\s", " ", words)).split())


def plain(parts: Iterable[Mapping[str, Any]]) -> str:
    """Return the words of parts without their styles; of a picture its description."""
    return "".join(
        part.get("s") or part.get("alt") or ("\n" if part["t"] == "break" else plain(part.get("parts", ())))
        for part in parts
    )


def link(url: str, parts: list[Block]) -> list[Block]:
    """Return a link to an address, to mail or to a place of this document; to anything else, its words."""
    address = _WEB.sub("", url or "")
    if address.startswith("#") and len(address) > 1:
        address = "#" + unquote(address[1:])
    elif _LINK.match(address):
        address = quote(address, safe=_SAFE, errors="replace")
    else:
        return parts
    return [{"t": "link", "url": address, "parts": parts if plain(parts).strip() else [text(address)]}]


def flat(parts: list[Block]) -> list[Block]:
    """Return the parts with all formulas in the line: for places where nothing can stand alone."""
    for part in walk(parts):
        if part["t"] == "math":
            part["display"] = False
    return parts


def paragraphs(parts: Sequence[Block]) -> list[Block]:
    """Return parts as paragraphs: a formula in display and a picture alone become blocks of their own."""
    found: list[Block] = []
    line: list[Block] = []
    for part in parts:
        if part["t"] == "math" and part["display"]:
            found += [*_paragraph(line), part]
            line = []
        else:
            line.append(part)
    return found + _paragraph(line)


def _paragraph(parts: list[Block]) -> list[Block]:
    shown = [part for part in parts if part["t"] not in ("text", "break") or part.get("s", "").strip()]
    if shown and all(part["t"] == "image" for part in shown):
        return shown
    return [{"t": "par", "parts": flat(parts)}] if shown else []


def walk(value: Any) -> Iterator[Block]:
    """Yield every block and part in `value`, outermost first."""
    if isinstance(value, dict):
        if "t" in value:
            yield value
        for item in value.values():
            yield from walk(item)
    elif isinstance(value, list):
        for item in value:
            yield from walk(item)


def settle(blocks: list[Block], anchors: set[str]) -> None:
    """Turn links to places that this document does not have into their words."""
    for part in walk(blocks):
        if part["t"] == "link" and part["url"].startswith("#") and part["url"][1:] not in anchors:
            part["t"] = "span"
            del part["url"]
