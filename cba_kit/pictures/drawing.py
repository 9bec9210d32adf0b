"""Drawing: what all pictures share — their style, the SVG templates, and text that is safe."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from xml.etree import ElementTree

from jinja2 import Environment, PackageLoader, StrictUndefined

from cba_kit.content import Library
from cba_kit.pictures.tokens import picture_css

# XML 1.0 has no way to write these, not even as a character reference
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Style:
    """How a picture is drawn. With `colours` it carries its own style sheet, for PDF and mail."""

    compact: bool = False
    """For a phone: larger words, fewer of them."""
    large: bool = False
    """For a projector: read from the last row."""
    colours: Mapping[str, str] | None = None
    texts: Mapping[str, str] = field(default_factory=dict)

    def pick(self, wide: float, phone: float, projector: float) -> float:
        """Return the measure for where the picture is seen."""
        return phone if self.compact else projector if self.large else wide

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
