"""Letters: how wide text is, measured by the widest of the fonts that people's screens have."""

from __future__ import annotations

import unicodedata
from functools import cache

# Thousandths of the size, from the space to the tilde. DejaVu Sans: with Verdana the widest sans serif in
# use, so that Segoe, Roboto, Noto, Helvetica and Arial need less room than is kept for them.
# fmt: off
_PLAIN = (
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775,
    752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390,
    337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612,
    635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
)
_BOLD = (
    348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696, 696,
    696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830, 683, 683, 821,
    837, 372, 372, 775, 637, 995, 837, 850, 733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457,
    365, 457, 838, 500, 500, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687,
    716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838,
)
# fmt: on
_GREEK, _CYRILLIC = (0.87, 1.0), (1.1, 1.33)
_OTHER = (1.05, 1.35)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide `text` is in a sans serif of `size`; a little too much rather than too little."""
    return sum(_advance(char, bold) for char in text) * size


def fit(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Return `text`, or as much of it as fits in `room` with “…” at the end."""
    if width(text, size, bold=bold) <= room:
        return text
    kept = text
    while kept and width(kept.rstrip() + "…", size, bold=bold) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…" if kept.strip() else ""


def wrap(text: str, size: float, room: float, *, lines: int = 2, bold: bool = False) -> list[str]:
    """Break `text` into at most `lines` lines that fit in `room`; the rest is cut with “…”."""
    words = text.split()
    found: list[str] = []
    while words and len(found) < lines:
        line = words.pop(0)
        while words and width(f"{line} {words[0]}", size, bold=bold) <= room:
            line = f"{line} {words.pop(0)}"
        found.append(line)
    if words:
        found[-1] = f"{found[-1]} {' '.join(words)}"
    return [fit(line, size, room, bold=bold) for line in found]


def laid(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Break `text` into as many lines as it needs; a word that is wider than `room` is broken, too."""
    found: list[str] = []
    for part in text.splitlines():
        line = ""
        for word in part.split():
            joined = f"{line} {word}" if line else word
            if width(joined, size, bold=bold) <= room:
                line = joined
                continue
            found += [line] if line else []
            *whole, line = _pieces(word, size, room, bold)
            found += whole
        found += [line] if line else []
    return found


def _pieces(word: str, size: float, room: float, bold: bool) -> list[str]:
    pieces, here, used = [], "", 0.0
    for char in word:
        wide = _advance(char, bold) * size
        if here and used + wide > room:
            pieces.append(here)
            here, used = "", 0.0
        here, used = here + char, used + wide
    return [*pieces, here]


@cache
def _advance(char: str, bold: bool) -> float:
    code = ord(char)
    if 32 <= code < 127:
        return (_BOLD if bold else _PLAIN)[code - 32] / 1000
    if unicodedata.combining(char) or code == 0xAD:
        return 0.0
    if unicodedata.east_asian_width(char) in "WF" or char in "—…":
        return 1.0
    base = unicodedata.normalize("NFKD", char)
    if base[0] != char:
        return sum(_advance(part, bold) for part in base)
    if 0x370 <= code < 0x400:
        return _GREEK[bold]
    if 0x400 <= code < 0x530:
        return _CYRILLIC[bold]
    if char in "’‘‚ıł":
        return 0.39
    if char in "“”„–øßđ·•":
        return 0.72
    return _OTHER[bold]
