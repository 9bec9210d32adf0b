"""Merging: which notes are alike, which go into everybody's workbook, and under which id."""

from __future__ import annotations

import pytest

from cba_kit.model.merging import Given, alike, given, merged_id, proposed
from cba_kit.model.stage import FREE
from cba_kit.model.values import Stage
from cba_kit.model.workbook import Entry

from .sheets import CANVAS
from .test_stage import entry


def note(name: str, text: str, **more: object) -> Entry:
    return entry("note", name=name, block="costs").model_copy(update={"fields": {"text": text, **more}})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fees of members", "members: fees of"),
        ("Site visits at member firms", "Site visits at members’ firms"),
        ("R&D", "r&d"),
        ("Σχέδια δράσης για το δίκτυο", "σχέδια δράσης για το δίκτυο."),
    ],
)
def test_what_says_the_same_is_alike(one: str, other: str) -> None:
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("R&D", "RTD"),
        ("Fees of members", "Fees of partners"),
        ("Export to Italy", "Import from Spain"),
        ("5", "6"),
    ],
)
def test_what_says_something_else_is_not(one: str, other: str) -> None:
    assert not alike(one, other)


def test_a_group_brings_words_that_are_not_private_and_its_dots() -> None:
    written = [
        note("a", "Fees"),
        note("b", " "),
        note("c", "Secret", private=True),
        note("d", "Gone").model_copy(update={"removed": True}),
        entry("vote", dots=["a", "a"]),
    ]
    (one,) = given("group:1", written, "model", Stage(phase="closed"))
    assert (one.source, one.dots) == ("group:1/a", 2)
    (one,) = given("group:1", written, "model", Stage(phase="vote"))
    assert one.dots == 0


def test_alike_notes_stand_together_under_the_one_with_most_dots() -> None:
    notes = [
        Given("g1", note("a", "Fees of members"), 1),
        Given("g2", note("b", "members: fees of"), 3),
        Given("g2", note("c", "Site visits"), 0),
        Given("g3", note("d", "Merged before"), 9),
        Given("g3", note("e", "Lost").model_copy(update={"block": "attic"}), 0),
    ]
    found = proposed(CANVAS, notes, ["g3/d"])
    assert {
        block: [[n.source for n in bundle] for bundle in bundles] for block, bundles in found.items()
    } == {
        "costs": [["g2/b", "g1/a"], ["g2/c"]],
        "": [["g3/e"]],
    }


def test_a_bundle_has_one_id_whatever_the_order() -> None:
    assert merged_id(["g1/a", "g2/b"]) == merged_id(["g2/b", "g1/a"]) != merged_id(["g1/a"])
    assert len(given("g", [], "model", FREE)) == 0
