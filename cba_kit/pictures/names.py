"""Names: words beside markers, where each of them finds room of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cba_kit.pictures.box import Box
from cba_kit.pictures.letters import width, wrap
from cba_kit.pictures.spread import Circle, Point

Fits = Callable[[Box], bool]
"""Tell whether a name may stand in a box, other names and markers aside."""


@dataclass(frozen=True, slots=True)
class Name:
    """A marker's name: its lines one below the other, in the middle of the box."""

    box: Box
    lines: list[str]
    size: float


def names(
    circles: Sequence[Circle], words: Sequence[str], size: float, *, fits: Fits, avoid: Sequence[Point] = ()
) -> list[Name] | None:
    """Return a name for each circle, right or left of it, below or above, in one line or two.

    None when one of them has no room: a picture with some of its names is read as if the others had none.
    No name touches another, a circle, or a point to avoid.
    """
    found: list[Name] = []
    for i, (circle, text) in enumerate(zip(circles, words, strict=True)):
        name = next(
            (
                Name(box, lines, size)
                for lines in _breaks(text, size)
                for box in _beside(circle, lines, size, str(i))
                if fits(box) and _free(box, i, circles, found, avoid)
            ),
            None,
        )
        if name is None:
            return None
        found.append(name)
    return found


def _breaks(text: str, size: float) -> list[list[str]]:
    broken = wrap(text, size, max(width(text, size) * 0.62, size * 5), lines=2)
    return [[text]] if len(broken) == 1 or broken[-1].endswith("…") else [[text], broken]


def _beside(circle: Circle, lines: list[str], size: float, label: str) -> list[Box]:
    wide = max(width(line, size) for line in lines)
    high = size * 1.2 * len(lines)
    across, down = circle.radius + 3 + wide / 2, circle.radius + 2 + high / 2
    places = ((across, 0.0), (-across, 0.0), (0.0, down), (0.0, -down))
    return [Box(circle.x + dx, circle.y + dy, wide, high, label=label) for dx, dy in places]


def _free(
    box: Box, own: int, circles: Sequence[Circle], taken: Sequence[Name], avoid: Sequence[Point]
) -> bool:
    if any(box.touches(other.box, slack=-1) for other in taken):
        return False
    if any(box.meets(*point, 4) for point in avoid):
        return False
    return not any(
        box.meets(other.x, other.y, other.radius + 1) for i, other in enumerate(circles) if i != own
    )
