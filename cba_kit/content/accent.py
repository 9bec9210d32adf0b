"""Accent: whether an edition's colours can be read, and the nearest shade that can."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence

from cba_kit.model.edition import Brand

LEAST = 4.5
"""Contrast that text needs (WCAG 2.2, 1.4.3)."""
LIGHT_GROUNDS = ("#FFFFFF", "#F4F6F6")
DARK_GROUNDS = ("#162025",)
"""What accents stand on: cards and page; on the dark theme, cards (the page behind them is darker still)."""


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (#RRGGBB), from 1 to 21, as WCAG 2.2 defines it."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def nearest_shade(colour: str, grounds: Sequence[str]) -> str:
    """Return the shade of `colour` that can be read on all `grounds` and is changed least in lightness."""
    red, green, blue = _channels(colour)
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    steps = (lightness + side * step / 255 for step in range(1, 256) for side in (-1, 1))
    tones = (colorsys.hls_to_rgb(hue, min(1.0, max(0.0, moved)), saturation) for moved in steps)
    shades = ("#" + "".join(f"{round(part * 255):02X}" for part in tone) for tone in tones)
    return next(shade for shade in (colour, *shades) if all(contrast(shade, g) >= LEAST for g in grounds))


def unreadable(brand: Brand) -> list[tuple[str, str, str]]:
    """Return (which accent, its colour, the nearest shade that passes) for each one that cannot be read."""
    pairs = (("light", brand.light, LIGHT_GROUNDS), ("dark", brand.dark, DARK_GROUNDS))
    return [
        (name, colour, nearest_shade(colour, grounds))
        for name, colour, grounds in pairs
        if any(contrast(colour, ground) < LEAST for ground in grounds)
    ]


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
