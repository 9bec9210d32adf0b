"""The roadmap as values and pure rules: `assemble` makes one from a `Source`."""

from cba_kit.model.roadmap.changes import Difference, compare
from cba_kit.model.roadmap.source import Past, Source
from cba_kit.model.roadmap.whole import Roadmap, assemble

__all__ = ["Difference", "Past", "Roadmap", "Source", "assemble", "compare"]
