"""What `cba demo` shows of an edition when it serves."""

from __future__ import annotations

from pathlib import Path

from cba_kit.cli.frame import opened as desk_of
from cba_kit.cli.serve import _worth_a_look
from tests.cast import TRAINER
from tests.store.hand import Hand

from .conftest import opened


def test_links_are_of_people_also_where_groups_wrote_most(manned: Path) -> None:
    """A group has the fullest workbook, and nobody signs in as a group."""
    with opened(manned) as store:
        ilze = store.people.person("ilze").model_copy(update={"group": "Blue team"})
        store.people.update(ilze)
        for number in range(3):
            Hand(store, f"g{number}", workbook=str(ilze.group_id)).put(f"n{number}", {"text": "Ours"})
        Hand(store).put("n1", {"text": "Mine"})
    with desk_of(manned) as desk:
        shown = {word: person.id for word, person in _worth_a_look(desk)}
    assert shown == {
        "A full workbook": "ilze",
        "Its coach": "anneli",
        "A trainer": "tomas",
        "An empty workbook": "eleni",
    }


def test_an_edition_with_a_team_only_shows_nobody(folder: Path) -> None:
    """Nothing is there to look at yet, and serving begins all the same."""
    with opened(folder) as store:
        store.people.add([TRAINER.model_copy(update={"edition": "spring"})])
    with desk_of(folder) as desk:
        assert _worth_a_look(desk) == []
