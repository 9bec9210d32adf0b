"""Signs: the key below a radar, with only those signs that are on it, each with its word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cba_kit.pictures.dial import Dial
from cba_kit.pictures.drawing import Style
from cba_kit.pictures.letters import width
from cba_kit.pictures.spots import Spot

_TIP = 1.5
_AROUND = 0.42


@dataclass(frozen=True, slots=True)
class Sign:
    """A marker without a number, and what it says."""

    x: float
    y: float
    r: float
    word: str
    cap: int = 0
    open: bool = False
    new: bool = False
    head: tuple[tuple[float, float], ...] | None = None
    size: float = 0.0
    number: str = ""


def signs(spots: Sequence[Spot], dial: Dial, style: Style, top: float) -> tuple[list[Sign], float]:
    """Return the key's signs from `top` downwards, in as many lines as they need, and where they end."""
    size = dial.size
    found: list[Sign] = []
    x, y = size, top + size * 1.4
    for word, facts in _found(spots, style):
        long = size * 1.5 + width(word, size) + size * 1.6
        if found and x + long - size * 1.6 > dial.cx * 2:
            x, y = size, y + size * 2.2
        r = size * 0.62
        head = None
        if facts.get("head"):
            # as on the left half of the radar: the middle lies to the right
            side = 1 if facts["head"] > 0 else -1
            head = (
                (x + side * r, y - r * _AROUND),
                (x + side * r * _TIP, y),
                (x + side * r, y + r * _AROUND),
            )
        found.append(
            Sign(
                x,
                y,
                r,
                word,
                cap=facts.get("cap", 0),
                open="open" in facts,
                new="new" in facts,
                head=head,
                size=size,
            )
        )
        x += long
    return found, (y + size * 1.2 if found else top)


def _found(spots: Sequence[Spot], style: Style) -> list[tuple[str, dict[str, int]]]:
    every: list[tuple[str, dict[str, int], bool]] = [
        (style.word("opportunity"), {"cap": 1}, any(spot.cap > 0 for spot in spots)),
        (style.word("threat"), {"cap": -1}, any(spot.cap < 0 for spot in spots)),
        (style.word("both"), {}, any(not spot.cap and not spot.unsure for spot in spots)),
        (style.word("unsure"), {"open": 1}, any(spot.unsure for spot in spots)),
        (style.word("step_in"), {"head": 1}, any(spot.step == "in" for spot in spots)),
        (style.word("step_out"), {"head": -1}, any(spot.step == "out" for spot in spots)),
        (style.word("step_new"), {"new": 1}, any(spot.step == "new" for spot in spots)),
    ]
    return [(word, facts) for word, facts, there in every if there]
