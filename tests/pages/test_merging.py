"""Merging in the plenary: what groups wrote comes together, with where it comes from, and never twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from cba_kit.model.people import group_id, plenary
from cba_kit.pages.coaching import CoachConversation
from cba_kit.pages.visit import Visit

from .conftest import move
from .test_groups import BLUE, in_group, note, own, told, write

Open = Callable[[str], Visit]
SHEET = "business_model"
RED = group_id("cba3", "Red team")


def two_groups(grouped: Open) -> CoachConversation:
    """Let two groups write nearly the same and something else; return the trainer's page."""
    move(grouped("eleni"), "Red team")
    blue, red = in_group(grouped("ilze")), own(grouped("eleni"))
    told(red, {"t": "open", "workbook": RED})
    write(blue, note("n1", "Fees of members"), note("n2", "Site visits"))
    write(blue, note("n3", fields={"text": "Not yet", "private": True}))
    write(red, note("n1", "Members: fees of"), book=RED)
    return CoachConversation(grouped("tomas"))


def merge(talk: CoachConversation, *bundles: list[str]) -> dict[str, Any]:
    return told(talk, {"t": "merge", "sheet": SHEET, "bundles": list(bundles)})[0]


def test_groups_notes_are_proposed_and_merged_once(grouped: Open) -> None:
    trainer = two_groups(grouped)
    (found,) = told(trainer, {"t": "gather", "sheet": SHEET})
    assert found["groups"] == {BLUE: "Blue team", RED: "Red team"}
    bundles = [[one["source"] for one in bundle] for bundle in found["blocks"]["channels"]]
    assert sorted(map(sorted, bundles)) == [sorted([f"{BLUE}/n1", f"{RED}/n1"]), [f"{BLUE}/n2"]]
    assert "Not yet" not in str(found)

    assert merge(trainer, *bundles) == {"t": "merged", "sheet": SHEET, "notes": 2, "gone": 0, "refused": []}
    assert merge(trainer, *bundles)["notes"] == 0
    (found,) = told(trainer, {"t": "gather", "sheet": SHEET})
    assert found["blocks"] == {}
    whole = trainer.visit.store.journal.entries(plenary("cba3").id)
    assert sorted(str(sorted(entry.fields["sources"])) for entry in whole) == sorted(  # type: ignore[arg-type]
        str(sorted(bundle)) for bundle in bundles
    )


def test_what_went_meanwhile_is_left_out_and_told(grouped: Open) -> None:
    trainer = two_groups(grouped)
    told(trainer, {"t": "gather", "sheet": SHEET})
    write(in_group(grouped("ilze")), note("n1", op="remove", id="rm", fields={}, base=99))
    answer = merge(trainer, [f"{BLUE}/n1", f"{RED}/n1"], [f"{BLUE}/n3"], ["nowhere/n1"])
    assert (answer["notes"], answer["gone"]) == (1, 3)
    (kept,) = trainer.visit.store.journal.entries(plenary("cba3").id)
    assert kept.fields["sources"] == [f"{RED}/n1"]


def test_a_merged_note_that_was_removed_may_come_again(grouped: Open) -> None:
    trainer = two_groups(grouped)
    merge(trainer, [f"{BLUE}/n2"])
    (made,) = trainer.visit.store.journal.entries(plenary("cba3").id)
    told(trainer, {"t": "open", "workbook": plenary("cba3").id})
    merge_of_the_same_page = {"t": "merge", "sheet": SHEET, "bundles": [[f"{BLUE}/n2"]], "client": "c"}
    removal = {"id": "rm", "op": "remove", "sheet": SHEET, "entry": made.id, "kind": "note", "base": 9}
    write(trainer, removal, book=plenary("cba3").id)
    assert trainer.visit.store.journal.entries(plenary("cba3").id) == []
    assert told(trainer, merge_of_the_same_page)[0]["notes"] == 1
    assert [entry.id for entry in trainer.visit.store.journal.entries(plenary("cba3").id)] == [made.id]


def test_two_who_merge_at_once_bring_no_note_twice(grouped: Open) -> None:
    two_groups(grouped)
    blue, red = f"{BLUE}/n1", f"{RED}/n1"
    pages = [CoachConversation(grouped("tomas")) for _ in range(2)]
    for page in pages:
        told(page, {"t": "gather", "sheet": SHEET})
    gate = Barrier(2)

    def press(page: CoachConversation, *bundles: list[str]) -> None:
        gate.wait(timeout=60)
        merge(page, *bundles)

    with ThreadPoolExecutor() as people:
        for done in [
            people.submit(press, pages[0], [blue, red]),
            people.submit(press, pages[1], [blue], [red]),
        ]:
            done.result(timeout=60)
    whole = pages[0].visit.store.journal.entries(plenary("cba3").id)
    sources = [source for entry in whole for source in entry.fields["sources"]]  # type: ignore[union-attr]
    assert sorted(sources) == sorted([blue, red])


def test_nobody_says_of_a_groups_note_that_it_was_brought(grouped: Open) -> None:
    """Notes that were brought may be joined, with the sources of both; no group's note is left out for it."""
    trainer, whole = two_groups(grouped), plenary("cba3").id
    merge(trainer, [f"{BLUE}/n1"], [f"{RED}/n1"])
    ilze = own(grouped("ilze"))
    told(ilze, {"t": "open", "workbook": whole})
    mine = note("n9", fields={"text": "Mine", "sources": [f"{BLUE}/n2"]})
    (refusal,) = write(ilze, mine, book=whole)["refused"]
    assert refusal["reason"] == "Only a facilitator brings the groups’ notes together."
    (found,) = told(trainer, {"t": "gather", "sheet": SHEET})
    assert [bundle[0]["source"] for bundle in found["blocks"]["channels"]] == [f"{BLUE}/n2"]
    joined = note("n9", id="join", fields={"text": "Both", "sources": [f"{BLUE}/n1", f"{RED}/n1"]})
    assert write(ilze, joined, book=whole)["refused"] == []


def test_nobody_else_gathers_or_merges(grouped: Open) -> None:
    two_groups(grouped)
    for talk in (own(grouped("ilze")), CoachConversation(grouped("anneli"))):
        for kind in ("gather", "merge"):
            (answer,) = told(talk, {"t": kind, "sheet": SHEET, "bundles": [[f"{BLUE}/n1"]]})
            assert answer["t"] == "error"
    (answer,) = told(CoachConversation(grouped("tomas")), {"t": "gather", "sheet": "action_plan"})
    assert answer["t"] == "error"
