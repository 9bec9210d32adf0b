"""Tokens: the look as data, with an edition's accent worked in, for what cannot read CSS variables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cba_kit.config import shipped
from cba_kit.content.accent import contrast
from cba_kit.errors import ContentError

TOKENS = "look/tokens.css"
PICTURES = "look/pictures.css"

_WHITE = "#FFFFFF"
_BLACK = "#000000"
_DECLARATION = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")
_VARIABLE = re.compile(r"var\(--([a-z0-9-]+)\)")


def light_tokens(css: str | None = None) -> dict[str, str]:
    """Return the values of the first `:root` rule: the light theme. Without `css`, the shipped file is read.

    Raises ContentError when the text has no such rule.
    """
    text = _shipped(TOKENS) if css is None else css
    rule = re.search(r":root\s*\{(.*?)\n\}", text, re.DOTALL)
    if rule is None:
        raise ContentError(
            "There is no rule “:root { … }”.",
            where=TOKENS,
            fix="Take the file that came with the installation.",
        )
    return {name: value.strip() for name, value in _DECLARATION.findall(rule[1])}


def dark_tokens() -> dict[str, str]:
    """Return the values that the dark theme replaces, for a picture that is looked at alone."""
    rule = re.search(r':root:not\(\[data-theme="light"\]\)\s*\{(.*?)\n\}', _shipped(TOKENS), re.DOTALL)
    return {name: value.strip() for name, value in _DECLARATION.findall(rule[1])} if rule else {}


def accent_tokens(accent: str, *, dark: bool = False) -> dict[str, str]:
    """Return the tokens that an edition's accent sets, its softer and stronger shades worked out.

    On the dark theme the strong shade is lighter and the soft one darker.
    """
    toward, away = (_BLACK, _WHITE) if dark else (_WHITE, _BLACK)
    ink = "#06262C" if dark else "#14212A"
    on_accent = max((_WHITE, ink), key=lambda colour: contrast(colour, accent))
    return {
        "accent": accent,
        "accent-hover": mix(accent, away, 0.28),
        "accent-soft": mix(accent, toward, 0.62 if dark else 0.86),
        "accent-line": mix(accent, toward, 0.4 if dark else 0.34),
        "on-accent": on_accent,
        "focus": accent,
        "chart-1": accent,
        "chart-2": mix(accent, toward, 0.45),
    }


def palette(accent: str | None = None, *, css: str | None = None) -> dict[str, str]:
    """Return all light colours, with `accent` (#RRGGBB) in place of the look's own; for reports and PDF."""
    tokens = light_tokens(css)
    return tokens if accent is None or accent == tokens["accent"] else tokens | accent_tokens(accent)


def resolve(css: str, colours: Mapping[str, str]) -> str:
    """Replace every `var(--name)` by its value; a name that is not known stays as it is."""
    return _VARIABLE.sub(lambda found: colours.get(found[1], found[0]), css)


def picture_css(colours: Mapping[str, str]) -> str:
    """Return the pictures' rules with their colours in them."""
    return resolve(_shipped(PICTURES), colours)


def mix(colour: str, other: str, share: float) -> str:
    """Return `colour` with `share` (0 to 1) of `other` in it, as #RRGGBB."""
    pairs = [(int(colour[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(one + (two - one) * share):02X}" for one, two in pairs)


@cache
def _shipped(relative: str) -> str:
    return _read(shipped("templates") / relative)


def _read(path: Path) -> str:
    # comments must not reach a document: they would be repeated in every picture
    return re.sub(r"/\*.*?\*/\s*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
