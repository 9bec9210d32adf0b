"""Drawing: what all pictures share — their style, the SVG templates, and text that is safe and fits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from xml.etree import ElementTree

from jinja2 import Environment, PackageLoader, StrictUndefined

from cba_kit.content import Library
from cba_kit.pictures.tokens import picture_css

# XML 1.0 has no way to write these, not even as a character reference
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_NARROW = frozenset("iljtfrI.,:;'’|!()[] ")
_WIDE = frozenset("mwMWQ@%—…")


@dataclass(frozen=True, slots=True)
class Style:
    """How a picture is drawn. With `colours` it carries its own style sheet, for PDF and mail."""

    compact: bool = False
    """For a phone: larger words, fewer of them."""
    colours: Mapping[str, str] | None = None
    texts: Mapping[str, str] = field(default_factory=dict)

    def word(self, key: str) -> str:
        """Return the word for `key` in the reader's language, else in English."""
        name = f"picture.{key}"
        return self.texts.get(name) or _english()[name]


PLAIN = Style()


def draw(template: str, style: Style, **values: object) -> str:
    """Render a picture's template; `css` and the words reach it by themselves."""
    css = picture_css(style.colours) if style.colours is not None else ""
    page = _environment().get_template(template)
    return page.render(values | {"css": css, "word": style.word, "compact": style.compact}).strip()


def load_templates() -> None:
    """Compile all templates now, once for all processes that are forked from this one."""
    for name in _environment().list_templates():
        _environment().get_template(name)


def described(markup: str) -> str:
    """Return a picture's title and description as one text: its text alternative in a PDF."""
    root = ElementTree.fromstring(markup)  # noqa: S314 - made by our own templates, no entity in it
    parts = [root.findtext(f"{{http://www.w3.org/2000/svg}}{name}") or "" for name in ("title", "desc")]
    return " ".join(f"{part.strip().rstrip('.')}." for part in parts if part.strip())


def clean(text: str) -> str:
    """Return text without characters that an SVG cannot hold or that turn the reading direction."""
    kept = _NOT_XML.sub("", re.sub("[\u202a-\u202e\u2066-\u2069]", "", text))
    return " ".join(kept.split())


def width(text: str, size: float) -> float:
    """Estimate how wide `text` is in a sans serif of `size`; a little too much rather than too little."""
    return sum(_advance(char) for char in text) * size


def fit(text: str, size: float, room: float) -> str:
    """Return `text`, or as much of it as fits in `room` with “…” at the end."""
    if width(text, size) <= room:
        return text
    kept = text
    while kept and width(kept.rstrip() + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…" if kept.strip() else ""


def wrap(text: str, size: float, room: float, *, lines: int = 2) -> list[str]:
    """Break `text` into at most `lines` lines that fit in `room`; the rest is cut with “…”."""
    words = text.split()
    found: list[str] = []
    while words and len(found) < lines:
        line = words.pop(0)
        while words and width(f"{line} {words[0]}", size) <= room:
            line = f"{line} {words.pop(0)}"
        found.append(line)
    if words:
        found[-1] = f"{found[-1]} {' '.join(words)}"
    return [fit(line, size, room) for line in found]


def _advance(char: str) -> float:
    if char in _NARROW:
        return 0.32
    if char in _WIDE or unicodedata.east_asian_width(char) in "WF":
        return 1.0
    return 0.7 if char.isupper() else 0.57


@cache
def _english() -> Mapping[str, str]:
    return Library().texts()


@cache
def _environment() -> Environment:
    found = Environment(
        loader=PackageLoader("cba_kit.pictures", "svg"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    found.filters["n"] = _number
    found.filters["clean"] = clean
    return found


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
