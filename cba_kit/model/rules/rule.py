"""Rules: a question in plain words, and the check that says when to ask it."""

from __future__ import annotations

import re

from pydantic import Field, model_validator

from cba_kit.model.base import Frozen, Key, Text
from cba_kit.model.rules.blocks import General, Missing, Named, Unnamed
from cba_kit.model.rules.numbers import Ending, Gap, Lacking, Misplaced, Share
from cba_kit.model.rules.outlook import Trending
from cba_kit.model.rules.pairs import Fit, Unanswered

Check = (
    Missing
    | Unnamed
    | Named
    | General
    | Unanswered
    | Fit
    | Lacking
    | Share
    | Ending
    | Gap
    | Misplaced
    | Trending
)
CHECKS = (
    "missing",
    "unnamed",
    "named",
    "general",
    "unanswered",
    "fit",
    "lacking",
    "share",
    "ending",
    "gap",
    "misplaced",
    "trending",
)
"""The checks that a rule may have, by their keys in a file."""
VALUES = frozenset({"notes", "n", "share"})
"""What a question may name in curly brackets."""


class Rule(Frozen):
    """One rule of a sheet; the file's name is the sheet's key. It has exactly one check."""

    key: Key
    """What its findings are stored under: never change one in use."""
    ask: Text
    """The question. {notes} names what it is about, {n} counts it, {share} is a percentage."""
    why: Text
    """What was seen, in one plain sentence; with the same values."""
    block: str = ""
    """Where a note would answer it; left out: no note alone does."""
    begin: int = Field(default=1, ge=0)
    """Notes on the sheet from which it asks: an empty sheet is asked nothing."""
    missing: Missing | None = None
    unnamed: Unnamed | None = None
    named: Named | None = None
    general: General | None = None
    unanswered: Unanswered | None = None
    fit: Fit | None = None
    lacking: Lacking | None = None
    share: Share | None = None
    ending: Ending | None = None
    gap: Gap | None = None
    misplaced: Misplaced | None = None
    trending: Trending | None = None

    @property
    def check(self) -> Check:
        """The check that it has."""
        check: Check = next(found for name in CHECKS if (found := getattr(self, name)) is not None)
        return check

    @property
    def needs(self) -> frozenset[str]:
        """The other sheets without which it cannot ask."""
        named = (getattr(self.check, name, "") for name in ("sheet", "by_sheet"))
        return frozenset(name for name in named if name)

    @model_validator(mode="after")
    def _one_check(self) -> Rule:
        given = [name for name in CHECKS if getattr(self, name) is not None]
        if len(given) != 1:
            said = f"it has {len(given)}" if given else "it has none"
            raise ValueError(f"a rule needs exactly one check ({', '.join(CHECKS)}); {said}")
        unknown = {name for text in (self.ask, self.why) for name in re.findall(r"\{(\w*)\}", text)} - VALUES
        if unknown:
            raise ValueError(f"ask and why know no “{{{min(unknown)}}}”, only {{notes}}, {{n}} and {{share}}")
        return self
