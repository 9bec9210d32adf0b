"""Frames for trainers' own analyses."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from cba_kit.content import Library
from cba_kit.model.people import Person
from cba_kit.model.values import EntryKind
from cba_kit.model.workbook import Operation, Writer
from cba_kit.store import Store, frames

from .panel import lead

EVERYTHING: frozenset[EntryKind] = frozenset({"answer", "note", "rating", "action", "comment"})


@pytest.fixture
def filled(store: Store, people: list[Person]) -> Store:
    store.people.add(people)
    writer = Writer(person="ilze", client="test", kinds=EVERYTHING)

    def put(entry: str, sheet: str, kind: EntryKind, block: str, **fields: Any) -> Operation:
        return Operation(id=f"op-{entry}", sheet=sheet, entry=entry, kind=kind, block=block, fields=fields)

    operations = [
        put("n1", "business_model", "note", "channels", text="Site visits", meaning="wish"),
        put("r1", "megatrends", "rating", "climate", relevance=5, knowledge="unknown", horizon="y2"),
        put(
            "a1", "action_plan", "action", "", title="Ask members", cost=1500.0, trends=["climate", "health"]
        ),
    ]
    assert store.journal.apply("ilze", operations, writer, accept=lambda *_: None).refused == ()
    return store


def row(frame: pd.DataFrame) -> dict[str, Any]:
    (found,) = frame.drop(columns="changed_at").to_dict("records")
    return {str(name): value for name, value in found.items()}


WHO = {
    "person": "ilze",
    "name": "Ilze Kalniņa",
    "cluster": "Baltic Timber & Wood Innovation Cluster",
    "country": "LV",
}


def test_notes_have_who_where_and_what(filled: Store) -> None:
    """One row a note, with the block's title."""
    assert row(frames.notes(filled, Library(), "cba3")) == WHO | {
        "sheet": "business_model",
        "block": "channels",
        "block_title": "Channels",
        "text": "Site visits",
        "meaning": "wish",
    }


def test_ratings_keep_dont_know_apart_from_numbers(filled: Store) -> None:
    """“I don't know” is named and is never a number."""
    found = row(frames.ratings(filled, Library(), "cba3"))
    assert (found["relevance"], found["unknown"], found["trend_name"]) == (
        5,
        "knowledge",
        "Climate change and environmental degradation",
    )
    assert pd.isna(found["knowledge"])


def test_ratings_of_a_blind_round_are_not_in_a_frame(filled: Store) -> None:
    """Who analyses may take part: the round is there as soon as it is shown."""
    rounds = []
    for phase in ("write", "discuss"):
        lead(filled, phase, 1)
        rounds.append(frames.ratings(filled, Library(), "cba3")["round"].tolist())
    assert rounds == [[], [1]]


def test_actions_have_money_as_numbers(filled: Store) -> None:
    """One row an action, lists joined, money that can be summed."""
    frame = frames.actions(filled, Library(), "cba3")
    assert (frame["cost"].sum(), frame["trends"].tolist()) == (1500.0, ["climate,health"])


def test_progress_has_every_participant_and_sheet(filled: Store) -> None:
    """Also those who wrote nothing."""
    frame = frames.progress_of(filled, Library(), "cba3")
    library = Library()
    assert len(frame) == 2 * len(library.sheets(library.edition("cba3")))
    begun = frame[frame["items"] > 0]
    assert begun[["person", "sheet", "done"]].to_numpy().tolist() == [
        ["ilze", "business_model", 1],
        ["ilze", "action_plan", 0],
    ]


@pytest.mark.parametrize("make", [frames.notes, frames.ratings, frames.actions])
def test_frame_of_an_empty_edition_has_its_columns(store: Store, make: Any) -> None:
    """No rows is no error: a notebook written before the edition begins goes on working."""
    frame = make(store, Library(), "cba3")
    assert len(frame) == 0
    assert {"person", "changed_at"} <= set(frame.columns)
