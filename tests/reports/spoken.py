"""Spoken: the words of a tagged PDF in the order in which a screen reader says them, from its tags alone."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


def spoken(content: bytes) -> str:
    """Return what the structure holds, one piece after the other; what is an artifact is not said."""
    with pikepdf.open(io.BytesIO(content)) as file:
        words = {page.objgen: _words(page) for page in file.pages}
        pieces = [words[page].get(mark, "") for page, mark in _marks(file.Root.StructTreeRoot["/K"])]
    return " ".join(" ".join(pieces).split())


def fonts_outside(content: bytes) -> list[str]:
    """Return the names of fonts that a PDF uses and does not hold."""
    with pikepdf.open(io.BytesIO(content)) as file:
        found = [
            str(font["/FontName"])
            for font in file.objects
            if isinstance(font, pikepdf.Dictionary)
            and font.get("/Type") == "/FontDescriptor"
            and not {"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys())
        ]
        described = {"/FontDescriptor", "/DescendantFonts", "/CharProcs"}
        return found + [
            str(font.get("/BaseFont"))
            for font in file.objects
            if isinstance(font, pikepdf.Dictionary)
            and font.get("/Type") == "/Font"
            and not described & set(font.keys())
        ]


def _marks(element: Any, page: Any = None) -> Iterator[tuple[Any, int]]:
    """Yield (page, number of a marked piece) in the order of the structure."""
    if isinstance(element, pikepdf.Array):
        for one in element:
            yield from _marks(one, page)
    elif isinstance(element, pikepdf.Dictionary):
        page = element["/Pg"].objgen if "/Pg" in element else page
        if "/MCID" in element:
            yield page, int(element["/MCID"])
        elif "/K" in element:
            yield from _marks(element["/K"], page)
    else:
        yield page, int(element)


def _words(page: pikepdf.Page) -> dict[int, str]:
    """Return the words of each marked piece of a page."""
    letters = {name: _letters(font) for name, font in page.resources.get("/Font", {}).items()}
    said: dict[int, str] = {}
    stack: list[int | None] = []
    known: dict[int, str] = {}
    for step in pikepdf.parse_content_stream(page):
        operands, what = step.operands, str(step.operator)
        if what in ("BDC", "BMC"):
            about = operands[1] if what == "BDC" else None
            marked = isinstance(about, pikepdf.Dictionary) and "/MCID" in about
            stack.append(int(about["/MCID"]) if about is not None and marked else None)
        elif what == "EMC":
            stack.pop()
        elif what == "Tf":
            known = letters.get(str(operands[0]), {})
        elif what in ("Tj", "TJ"):
            mark = next((one for one in reversed(stack) if one is not None), None)
            if mark is not None:
                said[mark] = said.get(mark, "") + _read(operands[0], known)
    return said


def _read(shown: Any, known: dict[int, str]) -> str:
    parts = shown if isinstance(shown, pikepdf.Array) else [shown]
    raw = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    return "".join(known.get(int.from_bytes(raw[i : i + 2]), "") for i in range(0, len(raw), 2))


def _letters(font: Any) -> dict[int, str]:
    """Return what the codes of a font mean."""
    table = font["/ToUnicode"].read_bytes() if "/ToUnicode" in font else b""
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, meaning in _RANGE.findall(block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(int(meaning, 16) + step)
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, meaning in _PAIR.findall(block):
            found[int(code, 16)] = bytes.fromhex(meaning.decode()).decode("utf-16-be")
    return found
