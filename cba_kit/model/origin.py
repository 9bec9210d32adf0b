"""Origin: who wrote an entry elsewhere, and when, for entries that are brought in from another academy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cba_kit.model.base import Frozen


class Origin(Frozen):
    """What an entry keeps of where it comes from; who brought it in, and when, stands in the journal."""

    created_by: str
    created_at: datetime
    changed_by: str
    changed_at: datetime
    conflict_of: str | None = None

    def told(self) -> list[str]:
        """Return it as a recorded change holds it."""
        return [
            self.created_by,
            self.created_at.isoformat(),
            self.changed_by,
            self.changed_at.isoformat(),
        ]

    @classmethod
    def read(cls, told: Sequence[str]) -> Origin:
        """Return what `told` said."""
        names = ("created_by", "created_at", "changed_by", "changed_at")
        return cls.model_validate(dict(zip(names, told, strict=True)))
