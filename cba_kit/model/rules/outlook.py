"""Checks of trends: those that matter much, and are little known or have led to nothing."""

from __future__ import annotations

from pydantic import Field

from cba_kit.model.assessment import Assessment, assess
from cba_kit.model.base import Frozen
from cba_kit.model.rules.filled import Filled, Found


class Trending(Frozen):
    """Trends that were rated as relevant and ask for something."""

    relevance: int = Field(ge=1)
    """Rated so high, or higher."""
    knowledge: int | None = None
    """Known so well at most; “don't know” counts. Left out: however well."""
    threat: bool = False
    """Only those that are more a threat than an opportunity."""
    unless_linked: bool = True
    """A note or an action that is linked with the trend is an answer."""

    def find(self, filled: Filled) -> Found | None:
        """Return the ratings of these trends."""
        found = []
        for sheet in filled.trends:
            ratings = filled.ratings(sheet.key)
            rated = {rating.block: rating for rating in ratings}
            for key, said in assess(ratings, sheet.key).items():
                answered = self.unless_linked and (filled.has_action(key) or filled.linked(key))
                if sheet.trend(key) is not None and self._asks(said) and not answered:
                    found.append(rated[key])
        return Found(entries=tuple(found)) if found else None

    def _asks(self, said: Assessment) -> bool:
        if said.relevance is None or said.relevance < self.relevance:
            return False
        if self.threat and not (said.direction is not None and said.direction < 0):
            return False
        if self.knowledge is None:
            return True
        known = said.knowledge
        return "knowledge" in said.unknown if known is None else known <= self.knowledge
