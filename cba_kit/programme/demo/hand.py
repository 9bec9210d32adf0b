"""Hands: one participant at work, with their words, their pen and how far they get."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TypeVar

from cba_kit.programme.demo.material import Actor, EcosystemWords, Material, Theme
from cba_kit.programme.demo.stroke import Pen
from cba_kit.programme.demo.wording import Wording

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Hand:
    """A participant and everything that their workbook is written from. `rank`: the n-th of the ecosystem."""

    actor: Actor
    rank: int
    material: Material
    wording: Wording
    pen: Pen

    @property
    def random(self) -> Random:
        """The participant's own source of chance."""
        return self.pen.random

    @property
    def ecosystem(self) -> EcosystemWords:
        """The words of their ecosystem."""
        return self.material.ecosystems[self.actor.ecosystem]

    @property
    def themes(self) -> tuple[Theme, ...]:
        """What occupies them, the first one most."""
        return tuple(self.material.themes[key] for key in self.actor.themes)

    def share(self, start: int, span: int) -> float:
        """Tell how much of a sheet is written (0 to 1), if it is begun at `start` and takes `span`.

        Nobody likes all sheets alike: who is between the first and the last steps lags here and there.
        """
        share = (self.actor.filled - start) / span
        if 40 < self.actor.filled < 95:
            share = min(share, 1.0) - self.random.uniform(0, 0.3)
        return max(0.0, min(1.0, share))

    def some(self, items: tuple[_Item, ...], count: int) -> list[_Item]:
        """Draw some items, in their order."""
        chosen = set(self.random.sample(range(len(items)), min(count, len(items))))
        return [item for place, item in enumerate(items) if place in chosen]


def take(actor: Actor, rank: int, material: Material, seed: int) -> Hand:
    """Give a participant words and a pen.

    Each has a chance of their own, so that one person more in the cast changes no other workbook.
    """
    words, pen = (Random(f"{seed}:{actor.id}:{name}") for name in ("words", "pen"))  # noqa: S311 -- no secret
    return Hand(
        actor=actor,
        rank=rank,
        material=material,
        wording=Wording(actor, material.ecosystems[actor.ecosystem], rank, words),
        pen=Pen(actor.id, pen),
    )
