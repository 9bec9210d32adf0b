"""Ansi: what a terminal would show of a text, as lines of coloured pieces."""

from __future__ import annotations

import re

Line = list[list[str]]
"""The pieces of a line: [style, words]; a style is a colour's name, “bold”, both, or empty."""

MOST = 2000
"""Lines of one output that a document shows; of more, the first and the last ones."""
_LONGEST = 20_000
"""Characters of a line that a document shows; “…” stands for the others."""

_NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "grey")
_SGR = re.compile(r"\x1b\[([0-9;:]*)m")
_OTHER = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-ln-~]"  # moves, erases and the like
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # titles and links
    r"|\x1b[PX^_].*?\x1b\\"
    r"|\x1b[ -/]*[0-OQ-WYZ\\`a-~]"
)
_REST = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def lines(words: str) -> list[Line]:
    """Return the text as lines; colours become names, all other commands to the terminal are left out."""
    clean = _OTHER.sub("", words.replace("\r\n", "\n").expandtabs(8))
    return _coloured([_overwritten(line) for line in clean.strip("\n").split("\n")])


def cut(found: list[Line], note: str) -> list[Line]:
    """Return at most MOST lines; `note` (with {n}) stands where the others were."""
    if len(found) <= MOST:
        return found
    head, tail = MOST * 3 // 4, MOST // 4
    return [*found[:head], [["bold", note.replace("{n}", f"{len(found) - head - tail:,}")]], *found[-tail:]]


def without(words: str) -> str:
    """Return the text without any command to the terminal."""
    return _REST.sub("", _OTHER.sub("", _SGR.sub("", words)))


def _overwritten(line: str) -> str:
    """Return what is left of a line that was written over: the progress bar's last state."""
    kept = [part for part in line.split("\r") if part]
    line = kept[-1] if kept else ""
    while "\b" in line:
        shorter = re.sub("[^\b]\b", "", line, count=1)
        line = shorter if shorter != line else line.replace("\b", "")
    return line


def _coloured(rows: list[str]) -> list[Line]:
    found: list[Line] = []
    colour, bold = "", False
    for row in rows:
        line: Line = []
        for number, piece in enumerate(_SGR.split(row)):
            if number % 2:
                colour, bold = _styled(piece, colour, bold)
            elif words := _REST.sub("", piece):
                shown = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
                line.append([" ".join(filter(None, (colour, "bold" if bold else ""))), shown])
        found.append(line)
    return found


def _styled(codes: str, colour: str, bold: bool) -> tuple[str, bool]:
    numbers = iter(int(code) if code.isdigit() else 0 for code in re.split("[;:]", codes))
    for number in numbers:
        if number == 0:
            colour, bold = "", False
        elif number in (1, 22):
            bold = number == 1
        elif 30 <= number <= 37 or 90 <= number <= 97:
            colour = _NAMES[number % 10]
        elif number == 39:
            colour = ""
        elif number in (38, 48):
            mixed = _mixed(list(numbers))
            colour = mixed if number == 38 else colour
    return colour, bold


def _mixed(rest: list[int]) -> str:
    """Return the nearest of the eight names for a colour of 256, or of red, green and blue."""
    if rest[:1] == [5] and len(rest) > 1:
        return _of_256(rest[1])
    return _nearest(rest[1:4]) if rest[:1] == [2] and len(rest) > 3 else ""


def _of_256(number: int) -> str:
    if number < 16:
        return _NAMES[number % 8]
    if number >= 232:
        return "black" if number < 238 else "grey"
    number -= 16
    return _nearest([number // 36 * 51, number // 6 % 6 * 51, number % 6 * 51])


def _nearest(rgb: list[int]) -> str:
    top = max(rgb)
    if top < 60:
        return "black"
    if top - min(rgb) < 40:
        return "grey"
    bits = sum(1 << i for i, part in enumerate(rgb) if part > top * 0.6)
    return ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "grey")[bits]
