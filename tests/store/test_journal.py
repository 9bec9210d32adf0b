"""The journal: what one writer may rely on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from cba_kit.errors import NotFoundError, OperationError
from cba_kit.model.people import Person
from cba_kit.model.workbook import Change, Entry, Operation, Snapshot, Workbook
from cba_kit.store import Receipt, Refusal, Store, open_store
from cba_kit.store.journal import Look

from ..conftest import START
from .hand import Hand, everything, written


def tick(number: int) -> datetime:
    """The moment that the clock tells when it is asked for the n-th time."""
    return START + timedelta(seconds=number)


def test_a_first_note_is_there_whole_with_receipt_and_change(filled: Store) -> None:
    """Entry, receipt and change say the same: what, who, when, and the version."""
    receipt = Hand(filled).put("n1", {"text": "Sawmills", "meaning": "wish"}, block="channels")
    note = Entry(
        id="n1",
        sheet="business_model",
        kind="note",
        block="channels",
        fields={"text": "Sawmills", "meaning": "wish"},
        removed=False,
        conflict_of=None,
        version=1,
        created_by="ilze",
        created_at=tick(1),
        changed_by="ilze",
        changed_at=tick(1),
    )
    change = Change(
        workbook="ilze",
        version=1,
        operation="tab-1",
        entry="n1",
        sheet="business_model",
        kind="note",
        op="put",
        person="ilze",
        client="tab",
        at=tick(1),
        before={},
        after={"text": "Sawmills", "meaning": "wish", "block": "channels"},
    )
    assert receipt == Receipt(1, ("tab-1",), (), (note,), tick(1), 0)
    assert filled.journal.entries("ilze") == [note]
    assert filled.journal.changes("ilze") == [change]
    assert filled.journal.workbook("ilze") == Workbook(
        id="ilze", edition="cba3", owner="ilze", owner_kind="participant", version=1, changed_at=tick(1)
    )


def test_a_change_records_only_the_fields_that_changed(filled: Store) -> None:
    """Before and after hold what is different, and nothing else."""
    hand = Hand(filled)
    hand.put("n1", {"text": "Sawmills", "meaning": "wish"}, block="channels")
    hand.put("n1", {"text": "Sawmills and joiners", "meaning": "wish"}, block="key_resources")
    [change] = filled.journal.changes("ilze", since=1)
    assert (change.version, change.before, change.after) == (
        2,
        {"text": "Sawmills", "block": "channels"},
        {"text": "Sawmills and joiners", "block": "key_resources"},
    )


def test_a_put_without_block_leaves_the_entry_where_it_is(filled: Store) -> None:
    """None for the block means: where it stands."""
    hand = Hand(filled)
    hand.put("n1", {"text": "Sawmills"}, block="channels")
    [entry] = hand.put("n1", {"text": "Mills"}).entries
    assert (entry.block, entry.fields) == ("channels", {"text": "Mills"})


def test_an_operation_sent_twice_is_acknowledged_and_changes_nothing(filled: Store) -> None:
    """A page that lost the answer may send again, also in one batch with what is new."""
    hand = Hand(filled)
    first = hand.operation("n1", {"text": "Sawmills"})
    second = hand.operation("n1", {"text": "Mills"})
    hand.send([first, first, second])
    before = everything(filled)
    assert hand.send([first, second])[:4] == (2, (first.id, second.id), (), ())
    assert everything(filled) == before
    assert written(filled) == {"n1": {"text": "Mills"}}


def test_versions_have_no_gaps_whatever_was_sent(filled: Store) -> None:
    """Refused and repeated operations take no version."""
    hand = Hand(filled)
    again = hand.operation("n1", {"text": "a"})
    hand.send([again, hand.operation("n2", {"text": "b"})])
    hand.send([again, hand.operation("nobody", op="remove"), hand.operation("n3", {"text": "c"})])
    hand.remove("n2")
    assert [change.version for change in filled.journal.changes("ilze")] == [1, 2, 3, 4]
    assert filled.journal.workbook("ilze").version == 4


def test_since_returns_what_changed_later_removed_entries_too(filled: Store) -> None:
    """A page that saw version 2 learns all that happened since, and nothing else."""
    hand = Hand(filled)
    for name in ("n1", "n2", "n3"):
        hand.put(name, {"text": name})
    hand.remove("n1")
    version, entries = filled.journal.since("ilze", 2)
    found = sorted((entry.id, entry.removed, entry.version) for entry in entries)
    assert (version, found) == (4, [("n1", True, 4), ("n3", False, 3)])
    assert filled.journal.since("ilze", 4) == (4, [])
    assert filled.journal.since("ilze", 9) == (4, [])


def test_a_removed_entry_is_kept_and_comes_back_as_it_was(filled: Store) -> None:
    """Removing hides; restoring shows the same words in the same place."""
    hand = Hand(filled)
    hand.put("n1", {"text": "Sawmills", "position": 2.5}, block="channels")
    hand.remove("n1")
    assert filled.journal.entries("ilze") == []
    [hidden] = filled.journal.entries("ilze", removed=True)
    assert (hidden.removed, hidden.fields) == (True, {"text": "Sawmills", "position": 2.5})
    [shown] = hand.restore("n1").entries
    expected = hidden.model_copy(update={"removed": False, "version": 3, "changed_at": tick(3)})
    assert shown == expected
    assert filled.journal.entries("ilze") == [expected]


def test_entries_come_by_sheet_block_and_position(filled: Store) -> None:
    """The order is that of the page; without positions, by age."""
    hand = Hand(filled)
    hand.put("late", {"position": 2}, block="channels")
    hand.put("early", {"position": 1.5}, block="channels")
    hand.put("swot", {}, block="strengths", sheet="swot")
    hand.put("second", {}, block="key_activities")
    hand.put("first", {}, block="a_block")
    hand.put("third", {}, block="key_activities")
    assert [entry.id for entry in filled.journal.entries("ilze")] == [
        "first",
        "early",
        "late",
        "second",
        "third",
        "swot",
    ]


def test_an_entry_keeps_its_sheet_and_kind(filled: Store) -> None:
    """An id that belongs to another sheet or kind is refused, and the entry stays."""
    hand = Hand(filled)
    hand.put("n1", {"text": "Sawmills"})
    before = everything(filled)
    reason = "This entry belongs to another sheet."
    assert hand.put("n1", {"text": "x"}, sheet="swot").refused == (Refusal("tab-2", reason),)
    assert hand.remove("n1", kind="action").refused == (Refusal("tab-3", reason),)
    assert everything(filled) == before


def test_what_is_not_there_cannot_be_removed_or_restored(filled: Store) -> None:
    """The refusal names the operation; the workbook stays empty."""
    hand = Hand(filled)
    receipt = hand.send([hand.operation("n1", op="remove"), hand.operation("n1", op="restore")])
    reason = "This entry does not exist."
    assert receipt[:4] == (0, (), (Refusal("tab-1", reason), Refusal("tab-2", reason)), ())
    assert filled.journal.entries("ilze", removed=True) == []


def test_a_refused_operation_leaves_the_others_of_its_batch_standing(filled: Store) -> None:
    """One bad note does not hold up the good ones."""

    def choosy(operation: Operation, _: Look) -> None:
        if operation.fields["text"] == "bad":
            raise OperationError("Not this one.")

    hand = Hand(filled)
    batch = [hand.operation(name, {"text": text}) for name, text in (("a", "x"), ("b", "bad"), ("c", "y"))]
    receipt = hand.send(batch, accept=choosy)
    assert (receipt.accepted, receipt.refused) == (("tab-1", "tab-3"), (Refusal("tab-2", "Not this one."),))
    assert written(filled) == {"a": {"text": "x"}, "c": {"text": "y"}}
    assert receipt.version == 2


def test_an_error_in_the_middle_of_a_batch_writes_nothing_of_it(filled: Store) -> None:
    """A batch is one transaction: a defect half-way leaves no half."""

    def broken(operation: Operation, _: Look) -> None:
        if operation.entry == "b":
            raise RuntimeError("defect")

    hand = Hand(filled)
    hand.put("old", {"text": "old"})
    before = everything(filled)
    with pytest.raises(RuntimeError, match="defect"):
        hand.send([hand.operation("a"), hand.operation("b")], accept=broken)
    assert everything(filled) == before


def test_who_may_only_comment_writes_nothing_else(filled: Store) -> None:
    """A coach's note is refused in plain words; the comment beside it stands."""
    coach = Hand(filled, person="anneli", kinds=frozenset({"comment"}))
    note = coach.operation("n1", {"text": "Mine"})
    comment = coach.operation("c1", {"text": "Why?"}, kind="comment", block="channels")
    receipt = coach.send([note, comment])
    reason = "You can read this workbook, but not write in it."
    assert (receipt.accepted, receipt.refused) == (("tab-2",), (Refusal("tab-1", reason),))
    assert written(filled) == {"c1": {"text": "Why?"}}


def test_a_reader_without_rights_changes_nothing(filled: Store) -> None:
    """No kinds, no change: not even the workbook's time."""
    before = everything(filled)
    receipt = Hand(filled, person="tomas", kinds=frozenset()).put("n1", {"text": "x"})
    assert (receipt.version, len(receipt.refused)) == (0, 1)
    assert everything(filled) == before
    assert filled.journal.workbook("ilze").changed_at is None


def test_every_character_of_every_script_survives_and_what_is_none_is_dropped(filled: Store) -> None:
    """Databases refuse NUL and half surrogate pairs; those go, all else stays as typed."""
    typed = "Ελλάδα, Україна, 日本, \U0001f469‍\U0001f33e, \u2028 \u202e\t'\"\\ \x00nul \ud83d half"
    Hand(filled).put("n1", {"text": typed}, block="chan\x00nels")
    Hand(filled, "list").put("a1", {"trends": ["cli\x00mate", "\udfff"]}, kind="action", sheet="plan")
    kept = typed.replace("\x00", "").replace("\ud83d", "")
    assert written(filled) == {"n1": {"text": kept}, "a1": {"trends": ["climate", ""]}}
    assert filled.journal.entries("ilze")[0].block == "channels"
    assert filled.journal.changes("ilze")[0].after["text"] == kept


def test_numbers_lists_and_truth_values_come_back_as_what_they_are(filled: Store) -> None:
    """JSON keeps types: 1 is no true, 2.5 no text."""
    fields = {"value": ["a", "b"], "count": 3, "share": 2.5, "agreed": True, "empty": None, "large": 1e15}
    Hand(filled).put("s.q", dict(fields), kind="answer", sheet="s", block="q")
    [entry] = filled.journal.entries("ilze")
    assert entry.fields == fields
    assert {name: type(value) for name, value in entry.fields.items() if name != "large"} == {
        name: type(value) for name, value in fields.items() if name != "large"
    }


def test_what_was_shown_is_not_hidden_again_and_a_form_may_ask_for_something_private(filled: Store) -> None:
    """“private” is a word about notes; a column of a form that has this name is written like any other."""
    hand = Hand(filled)
    hand.put("n1", {"text": "Visits", "private": False})
    hand.put("n1", {"text": "More visits", "private": True})
    hand.put("r1", {"private": "no"}, kind="answer", sheet="s", block="q")
    hand.put("r1", {"private": "yes"}, kind="answer", sheet="s", block="q")
    assert written(filled) == {"n1": {"text": "More visits", "private": False}, "r1": {"private": "yes"}}


def test_what_was_written_is_there_after_opening_again(
    database_url: str, clock: Callable[[], datetime], people: list[Person]
) -> None:
    """State lives in the database, never in a process; a replay from before is still known."""
    with open_store(database_url, clock=clock, create=True) as store:
        store.people.add(people)
        hand = Hand(store)
        operation = hand.operation("n1", {"text": "Sawmills"})
        hand.send([operation])
        before = everything(store)
    with open_store(database_url, clock=clock) as store:
        assert everything(store) == before
        Hand(store).send([operation])
        assert everything(store) == before


def test_workbooks_do_not_touch_each_other(filled: Store) -> None:
    """The same ids of entries and operations in two workbooks are two things."""
    Hand(filled).put("n1", {"text": "Ilze"})
    Hand(filled, person="eleni", workbook="eleni").put("n1", {"text": "Eleni"})
    assert written(filled, "ilze") == {"n1": {"text": "Ilze"}}
    assert written(filled, "eleni") == {"n1": {"text": "Eleni"}}
    assert [(book.id, book.version) for book in filled.journal.workbooks("cba3")] == [
        ("eleni", 1),
        ("ilze", 1),
    ]
    assert filled.journal.workbooks("cba4") == []
    assert filled.journal.workbook_of("eleni") == filled.journal.workbook("eleni")


def test_a_snapshot_names_a_version_and_the_same_name_moves(filled: Store) -> None:
    """Snapshots come in the order of the journal."""
    hand = Hand(filled)
    hand.put("n1", {"text": "a"})
    first = filled.journal.snapshot("ilze", "Day 2")
    assert first == Snapshot(name="Day 2", workbook="ilze", version=1, at=tick(2))
    hand.put("n1", {"text": "b"})
    second = filled.journal.snapshot("ilze", "Day 1")
    assert filled.journal.snapshots("ilze") == [first, second]
    hand.put("n1", {"text": "c"})
    moved = filled.journal.snapshot("ilze", "Day 2")
    assert filled.journal.snapshots("ilze") == [second, moved]
    assert (moved.version, filled.journal.snapshots("eleni")) == (3, [])


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.journal.workbook("nobody"),
        lambda store: store.journal.workbook_of("nobody"),
        lambda store: store.journal.since("nobody", 0),
        lambda store: store.journal.snapshot("nobody", "Day 2"),
        lambda store: Hand(store, workbook="nobody").put("n1"),
    ],
)
def test_a_workbook_that_does_not_exist_is_named(filled: Store, ask: Callable[[Store], object]) -> None:
    """Coaches have no workbook, and a mistyped id is nobody's."""
    with pytest.raises(NotFoundError, match=r"There is no workbook .*“nobody”"):
        ask(filled)


def test_changes_can_be_asked_for_one_entry_and_up_to_a_version(filled: Store) -> None:
    """History of one entry, or of the time before a version."""
    hand = Hand(filled)
    for name in ("n1", "n2", "n1", "n2"):
        hand.put(name, {"text": f"{name} again"})
    journal = filled.journal
    assert [change.version for change in journal.changes("ilze", entry="n2")] == [2, 4]
    assert [change.version for change in journal.changes("ilze", 1, until=3)] == [2, 3]


def test_entries_of_one_sheet_are_read_alone(filled: Store) -> None:
    """Now, and as it was; the threads of entries that were read already are the same."""
    hand = Hand(filled)
    hand.put("n1", {"text": "Sawmills"})
    hand.put("a1", {"value": "Wood"}, sheet="strategy", kind="answer")
    hand.put("c1", {"text": "Why?"}, kind="comment")
    journal = filled.journal
    assert [entry.id for entry in journal.entries("ilze", sheet="strategy")] == ["a1"]
    assert [entry.id for entry in journal.entries("ilze", sheet="strategy", at=1)] == []
    assert journal.threads("ilze", journal.entries("ilze")) == journal.threads("ilze") != []
