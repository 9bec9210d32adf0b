"""The demo's trend ratings: usual values, moved by chance and by what occupies the cluster."""

from __future__ import annotations

from random import Random
from typing import Any

from cba_kit.programme.demo.hand import Hand
from cba_kit.programme.demo.material import Leaning
from cba_kit.programme.demo.stroke import Place, moment

SHEET = "megatrends"
_RINGS = ("y2", "y5", "y10", "later")


def write_ratings(hand: Hand) -> list[str]:
    """Rate as many trends as the participant got to; return their keys."""
    leanings = hand.material.leanings
    share = hand.share(24, 52)
    rated = hand.some(tuple(leanings), round(len(leanings) * share))
    homework = hand.pen.between("2024-02-19 09:00", "2024-03-01 17:00")
    unmoved = list(hand.material.base.unmoved)
    hand.random.shuffle(unmoved)
    for number, key in enumerate(rated):
        fields = _rating(leanings[key], hand.actor.themes, hand.random)
        if fields["relevance"] == 5:
            fields["reason"] = hand.wording.say(hand.random.choice(leanings[key].why))
        elif fields["relevance"] == 1 and unmoved:
            fields["reason"] = hand.wording.say(unmoved.pop())
        at = moment("2024-01-25 11:30") if number < 5 else homework
        hand.pen.put(at, Place(SHEET, "rating", key), fields, entry=f"{SHEET}.{key}")
    return rated


def _rating(leaning: Leaning, themes: tuple[str, str], random: Random) -> dict[str, Any]:
    if random.random() < 0.06:  # “I don't know” is an answer
        return {"relevance": "unknown", "direction": "unknown", "knowledge": "unknown"}
    close = any(theme in leaning.more for theme in themes)
    knowledge: int | str = _within(random.choice((1, 2, 2, 3, 3, 4)) + close, 1, 5)
    if random.random() < 0.05:
        knowledge = "unknown"
    ring = _within(_RINGS.index(leaning.horizon) + random.choice((-1, 0, 0, 0, 1)), 0, 3)
    rating: dict[str, Any] = {
        "relevance": _within(leaning.relevance + close + random.choice((-1, -1, 0, 0, 0, 1)), 1, 5),
        "direction": _within(leaning.direction + random.choice((-1, 0, 0, 1)), -2, 2),
        "knowledge": knowledge,
        "horizon": _RINGS[ring],
    }
    if random.random() < 0.8:
        rating["readiness"] = _within(random.choice((1, 2, 2, 3, 4)) + close, 1, 5)
    return rating


def _within(value: int, low: int, high: int) -> int:
    return max(low, min(high, value))
