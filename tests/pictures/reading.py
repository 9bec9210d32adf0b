"""Read pictures back: the boxes of all words as they are drawn, and the markers."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

from cba_kit.pictures.box import Box
from cba_kit.pictures.letters import width

SVG = "{http://www.w3.org/2000/svg}"
_UP, _DOWN = 0.93, 0.24
_BOLD = {"sect", "num", "strong", "verdict", "axn", "on-public", "on-project", "on-private", "ql strong"}
Circle = tuple[float, float, float]


def boxes(markup: str) -> list[Box]:
    """Return the box of every word in a picture; a name on an arc has one for each letter."""
    root = ElementTree.fromstring(markup)
    arcs = {path.get("id"): path.get("d", "") for path in root.iter(f"{SVG}path") if path.get("id")}
    found: list[Box] = []
    for index, text in enumerate(root.iter(f"{SVG}text")):
        path = text.find(f"{SVG}textPath")
        if path is not None:
            found += _on_arc(text, path.text or "", arcs[path.get("href", "")[1:]], str(index))
        elif (text.text or "").strip():
            found.append(_straight(text, str(index)))
    return found


def outside(markup: str) -> list[str]:
    """Return the words that reach beyond the picture's edges."""
    root = ElementTree.fromstring(markup)
    _, _, wide, high = (float(part) for part in root.get("viewBox", "").split())
    return [
        box.label
        for box in boxes(markup)
        if any(not (-1 <= x <= wide + 1 and -1 <= y <= high + 1) for x, y in box.corners())
    ]


def words(markup: str) -> str:
    """Return a picture's description."""
    return ElementTree.fromstring(markup).findtext(f"{SVG}desc") or ""


def circles(markup: str) -> dict[str, Circle]:
    """Return where each marker stands, by its number."""
    root = ElementTree.fromstring(markup)
    found = {}
    for group in root.iter(f"{SVG}g"):
        circle, number = group.find(f"{SVG}circle"), group.find(f"{SVG}text")
        if group.get("class", "").startswith("mk") and circle is not None and number is not None:
            x, y, r = (float(circle.get(name, "")) for name in ("cx", "cy", "r"))
            found[number.text or ""] = (x, y, r)
    return found


def _straight(text: ElementTree.Element, label: str) -> Box:
    size, words = float(text.get("font-size", "")), text.text or ""
    wide = width(words, size, bold=text.get("class", "") in _BOLD)
    x, y = float(text.get("x", "0")), float(text.get("y", "0"))
    x += {"middle": 0.0, "end": -wide / 2}.get(text.get("text-anchor", "start"), wide / 2)
    y += size * (_DOWN - _UP) / 2
    high = size * (_UP + _DOWN)
    turned = re.fullmatch(r"translate\((\S+) (\S+)\) rotate\((\S+)\)", text.get("transform", ""))
    if turned is None:
        return Box(x, y, wide, high, label=f"{words}#{label}")
    left, top, turn = (float(part) for part in turned.groups())
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    return Box(left + x * cos - y * sin, top + x * sin + y * cos, wide, high, turn, f"{words}#{label}")


def _on_arc(text: ElementTree.Element, words: str, arc: str, label: str) -> list[Box]:
    """Lay the letters along a circle, centred; the arc runs clockwise from its first point to its last."""
    figures = [float(part) for part in re.findall(r"[-\d.]+", arc)]
    x1, y1, radius, x2, y2 = *figures[:3], *figures[-2:]
    size = float(text.get("font-size", ""))
    half = math.dist((x1, y1), (x2, y2)) / 2
    away = math.sqrt(max(radius * radius - half * half, 0.0))
    ux, uy = (x2 - x1) / (2 * half), (y2 - y1) / (2 * half)
    cx, cy = (x1 + x2) / 2 - uy * away, (y1 + y2) / 2 + ux * away
    first, last = math.atan2(y1 - cy, x1 - cx), math.atan2(y2 - cy, x2 - cx)
    last += math.tau if last < first else 0.0
    turn = (first + last) / 2 - width(words, size, bold=True) / radius / 2
    found = []
    for letter in words:
        step = width(letter, size, bold=True) / radius
        middle = turn + step / 2
        high = radius + size * (_UP - _DOWN) / 2
        found.append(
            Box(
                cx + high * math.cos(middle),
                cy + high * math.sin(middle),
                step * radius,
                size * (_UP + _DOWN),
                math.degrees(middle) + 90,
                f"{words}#{label}",
            )
        )
        turn += step
    return found
