"""Three people move, edit and remove one note at once: in whichever order it arrives, all see the same."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pytest

from cba_kit.store import Store
from cba_kit.store.state import replay

from .hand import Hand

ACTS: dict[str, Callable[[Hand], object]] = {
    "move": lambda hand: hand.put("n1", {"position": 7.5}, block="key_resources"),
    "edit": lambda hand: hand.put("n1", {"text": "Sawmills and joiners"}),
    "remove": lambda hand: hand.remove("n1"),
}


@pytest.mark.parametrize("order", list(permutations(ACTS)), ids="-".join)
def test_words_and_place_outlive_a_removal_that_had_not_seen_them(
    filled: Store, order: tuple[str, ...]
) -> None:
    """Everybody had seen the note as it was; the writer's words win over the removal, wherever it comes."""
    Hand(filled, "first").put("n1", {"text": "Sawmills", "position": 1}, block="channels")
    hands = {name: Hand(filled, name).see() for name in ACTS}
    for name in order:
        ACTS[name](hands[name])
    (note,) = filled.journal.entries("ilze")
    assert (note.text(), note.block, note.fields["position"]) == (
        "Sawmills and joiners",
        "key_resources",
        7.5,
    )
    assert replay(filled.journal.changes("ilze")) == [note]
