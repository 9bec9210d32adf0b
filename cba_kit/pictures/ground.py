"""Ground: the measures that pictures with two axes share, and the numbered markers that stand on it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cba_kit.pictures.box import Box
from cba_kit.pictures.letters import width
from cba_kit.pictures.spread import Circle, Point


@dataclass(frozen=True, slots=True)
class Ground:
    """A drawing area in a picture, and the size of its words."""

    width: float
    height: float
    """Of the picture, without a tray below it."""
    size: float
    left: float
    top: float
    right: float
    bottom: float

    def within(self, point: Point, radius: float) -> Point:
        """Return the nearest place for a marker that leaves the edges and the words in the corners free."""
        edge, word = radius + 2, self.size * 1.9 + radius
        return (
            min(max(point[0], self.left + edge), self.right - edge),
            min(max(point[1], self.top + word), self.bottom - word),
        )

    def holds(self, box: Box) -> bool:
        """Tell whether words stand between the left and the right edge."""
        return self.left + 3 < box.x - box.width / 2 and box.x + box.width / 2 < self.right - 3


def marker(number: int, circle: Circle, true: Point, *, first: bool) -> dict[str, object]:
    """Return a numbered marker; a line leads to its true place from where it had to be moved away."""
    moved = math.dist(true, (circle.x, circle.y)) > circle.radius * 0.55
    return {
        "number": number,
        "x": circle.x,
        "y": circle.y,
        "r": circle.radius,
        "size": min(0.97 * circle.radius, 1.75 * circle.radius / width(str(number), 1, bold=True)),
        "first": first,
        "pin": true if moved else None,
    }
