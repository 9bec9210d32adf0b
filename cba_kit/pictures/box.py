"""Box: the room that words take in a picture, turned or not, and which of them touch."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

Corner = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its centre; `turn` in degrees, clockwise as on a screen."""

    x: float
    y: float
    width: float
    height: float
    turn: float = 0.0
    label: str = ""
    """What stands in it. Boxes of one label may touch each other: a name on an arc has many."""

    def corners(self) -> tuple[Corner, Corner, Corner, Corner]:
        """Return the four corners, one after the other."""
        turn = math.radians(self.turn)
        cos, sin = math.cos(turn), math.sin(turn)
        a, b = self.width / 2, self.height / 2
        one, two, three, four = (
            (self.x + dx * cos - dy * sin, self.y + dx * sin + dy * cos)
            for dx, dy in ((-a, -b), (a, -b), (a, b), (-a, b))
        )
        return one, two, three, four

    def touches(self, other: Box, *, slack: float = 0.0) -> bool:
        """Tell whether the boxes share more than `slack`: no line parallel to a side lies between them."""
        far = math.dist((self.x, self.y), (other.x, other.y))
        reach = math.hypot(self.width, self.height) + math.hypot(other.width, other.height)
        if far > reach / 2:
            return False
        ones, twos = self.corners(), other.corners()
        for turn in (self.turn, self.turn + 90, other.turn, other.turn + 90):
            cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
            first = [x * cos + y * sin for x, y in ones]
            second = [x * cos + y * sin for x, y in twos]
            if max(first) - slack <= min(second) or max(second) - slack <= min(first):
                return False
        return True

    def meets(self, x: float, y: float, radius: float) -> bool:
        """Tell whether a circle reaches into the box, which must not be turned."""
        dx = max(abs(x - self.x) - self.width / 2, 0)
        dy = max(abs(y - self.y) - self.height / 2, 0)
        return dx * dx + dy * dy < radius * radius


def overlaps(boxes: Sequence[Box], *, slack: float = 0.5) -> list[tuple[str, str]]:
    """Return the pairs of labels whose boxes touch, by their words."""
    return [
        (one.label, two.label)
        for one, two in combinations(boxes, 2)
        if one.label != two.label and one.touches(two, slack=slack)
    ]
