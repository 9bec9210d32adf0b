"""Typeface: the fonts that a PDF is set with, and what to print for characters that none of them has."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import font_source_sans_pro  # type: ignore[import-untyped]  # holds font files only
import font_source_serif_pro  # type: ignore[import-untyped]  # holds font files only
import fontpkg_noto_sans  # type: ignore[import-untyped]  # holds font files only
import typst

_FONTS = (font_source_sans_pro, font_source_serif_pro, fontpkg_noto_sans)

_TURN = threading.Lock()
_PROBE = b'#set document(title: "x")\n#set text(font: "Source Sans Pro")\n#json("data.json")'

# control characters and noncharacters, which PDF/UA refuses, and signs that turn the reading direction
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_UNSEEN = "\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff\u00ad"
_LONG = re.compile(r"\S{41,}|(?<!\S)(?!https?:|www\.|\S*@)\S{25,}")
"""What may be wider than a column; an address stays whole as long as it can, since it is copied."""
_LONG_IN_LINES = re.compile(r"\S{41,}")
"""Markdown, code and outputs have the width of the page, and their code is copied from it."""
_PIECE = 4
"""Characters of a long word that stay together: the narrowest column of a table has room for them."""


@cache
def compiler() -> typst.Compiler:
    """Return this process's compiler: our typefaces, and those that come with Typst.

    Never fork a process in which this was called: the child would wait for ever.
    """
    folders = [str(Path(str(module.__file__)).parent / "files") for module in _FONTS]
    fonts = typst.Fonts(include_system_fonts=False, font_paths=folders)
    return typst.Compiler(font_paths=fonts)


@contextmanager
def turn() -> Iterator[typst.Compiler]:
    """Lend the compiler to one thread at a time: it cannot do two documents at once."""
    with _TURN:
        yield compiler()


class Setting:
    """Makes all text of one document printable, and remembers what it had to replace."""

    def __init__(self) -> None:
        self.missing: set[str] = set()
        self.refused: set[str] = set()

    def printable(self, value: Any) -> Any:
        """Return `value` (any JSON) with every text in it made printable."""
        found = _characters(value)
        self.refused |= {char for char in found if _REFUSED.match(char)}
        unknown = {char for char in found if not char.isascii() and char not in _UNSEEN}
        bad = frozenset(_undisplayable(unknown - self.refused))
        self.missing |= bad
        return _walk(value, bad)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was replaced, in words; by code point, since the characters cannot be shown."""
        told = (
            ("The PDF names characters that its fonts do not have", self.missing),
            ("The PDF leaves out characters that no reader sees", self.refused),
        )
        return tuple(f"{words}: {_points(found)}." for words, found in told if found)


def _points(characters: set[str]) -> str:
    return ", ".join(sorted(f"U+{ord(char):04X}" for char in characters)[:20])


_UNPRINTED = ("t", "url", "typ", "mathml", "file", "id")
"""What a block holds that is not printed as it stands."""


def _walk(value: Any, bad: frozenset[str], long: re.Pattern[str] = _LONG) -> Any:
    if isinstance(value, str):
        return _text(value, bad, long)
    if isinstance(value, dict):
        kept, long = (_UNPRINTED, _LONG_IN_LINES) if "t" in value else ((), long)
        return {key: item if key in kept else _walk(item, bad, long) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_walk(item, bad, long) for item in value]
    return value


def _text(text: str, bad: frozenset[str], long: re.Pattern[str]) -> str:
    if text.isascii() and not _REFUSED.search(text) and not long.search(text):
        return text
    kept = _TURNING.sub("", _REFUSED.sub("", text.replace("\u2028", "\n").replace("\u2029", "\n")))
    if bad:
        runs = "[" + "".join(re.escape(char) for char in sorted(bad)) + "]+"
        kept = re.sub(runs, lambda found: _named(found[0]), kept)
    # a word longer than a column may be broken; markup (an SVG) must stay as it is
    return kept if kept.startswith("<svg") else long.sub(lambda found: _breakable(found[0]), kept)


def _named(run: str) -> str:
    """Return words for characters that cannot be shown: a sign's name, or how many letters of a script."""
    if len(run) > 1 and all(unicodedata.category(char).startswith("L") for char in run):
        script = unicodedata.name(run[0], "unknown").split()[0]
        return f"[{len(run)} letters, {script if script == 'CJK' else script.title()}]"
    return "".join(f"[{unicodedata.name(char, f'U+{ord(char):04X}').lower()}]" for char in run)


def _breakable(word: str) -> str:
    found = ""
    for place, char in enumerate(word):
        # an accent stays with its letter
        found += "\u200b" if place and place % _PIECE == 0 and not unicodedata.combining(char) else ""
        found += char
    return found


def _characters(value: Any) -> set[str]:
    if isinstance(value, str):
        odd = not value.isascii() or _REFUSED.search(value)
        return set(_TURNING.sub("", value)) if odd else set()
    if isinstance(value, dict):
        kept = _UNPRINTED if "t" in value else ()
        return set().union(*(_characters(item) for key, item in value.items() if key not in kept))
    return set().union(*(_characters(item) for item in value)) if isinstance(value, list | tuple) else set()


def _undisplayable(characters: set[str]) -> set[str]:
    """Ask the engine itself: one try for all, and one for each only where that fails."""
    fresh = sorted(char for char in characters if char not in _KNOWN)
    if fresh and _displays(" ".join(fresh)):
        _KNOWN.update(dict.fromkeys(fresh, True))
    for char in fresh:
        if char not in _KNOWN:
            _KNOWN[char] = _displays(char)
    return {char for char in characters if not _KNOWN[char]}


_KNOWN: dict[str, bool] = {}
"""What the engine answered before; the fonts of a process do not change."""


def _displays(text: str) -> bool:
    quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    files: Any = {"main.typ": _PROBE, "data.json": quoted.encode()}
    try:
        with turn() as engine:
            engine.compile(files, format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError:
        return False
    return True
