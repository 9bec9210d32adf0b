"""Rings: the order of a catalogue's rings from the centre outwards, and the question they answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cba_kit.content.catalogue.vocabulary import Vocabulary, plain

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def in_order(declared: Sequence[str], rings: Sequence[str], words: Vocabulary) -> tuple[tuple[str, ...], str]:
    """Return the rings in their order, each once, and the question for them.

    A file's own declaration comes first, then the orders of the vocabulary, then the numbers in the
    rings (“2 to 5 years”; without one last); else they stay as the file has them.
    """
    found = list(dict.fromkeys(rings))
    names = {plain(ring) for ring in found}
    known = next((one for one in words.rings if names and names <= set(map(plain, one.order))), None)
    question = known.question if known else words.ring_question
    if declared and set(found) <= set(declared):
        return tuple(dict.fromkeys(declared)), question
    if known:
        order = [plain(ring) for ring in known.order]
        return tuple(sorted(found, key=lambda ring: order.index(plain(ring)))), question
    numbers = {ring: [float(number) for number in _NUMBER.findall(ring)] for ring in found}
    if sum(map(bool, numbers.values())) >= max(2, len(found) - 1):
        found.sort(key=lambda ring: numbers[ring] or [float("inf")])
    return tuple(found), question
