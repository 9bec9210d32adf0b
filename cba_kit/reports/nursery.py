"""The nursery: the process from which those that make documents are forked. Quick to import."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

from cba_kit.kernels.owner import ForkParent, parent_of

PREPARED = ("cba_kit.reports.engine.kernel:prepare", "cba_kit.reports.engine.child")
"""What every parent has loaded before what it is asked to load."""
WARM = ("cba_kit.reports.warm:warm",)
"""What the notebooks of reports need."""
_making = Lock()


def parent(warm: Sequence[str] = WARM) -> ForkParent:
    """Return the parent that has loaded what `warm` names: one for all who ask for the same."""
    with _making:
        return parent_of((*PREPARED, *warm))
