"""Two people at once: fields merge one by one, and no words are lost."""

from __future__ import annotations

import pytest

from cba_kit.model.workbook import Entry
from cba_kit.store import Refusal, Store
from cba_kit.store.state import replay

from .hand import Hand, written


@pytest.fixture
def pair(filled: Store) -> tuple[Hand, Hand]:
    """Ilze at her desk and at her phone: both have seen the note “Sawmills”."""
    desk = Hand(filled, "desk")
    desk.put("n1", {"text": "Sawmills", "meaning": "today", "position": 1}, block="channels")
    return desk.see(), Hand(filled, "phone").see()


def copies(store: Store) -> list[tuple[str | None, object]]:
    """Return original and words of every conflict copy."""
    found = [entry for entry in store.journal.entries("ilze") if entry.conflict_of]
    return [(entry.conflict_of, entry.fields.get("text")) for entry in found]


def original(store: Store) -> Entry:
    """Return the note that both wrote in."""
    return next(entry for entry in store.journal.entries("ilze", removed=True) if entry.id == "n1")


def test_each_text_keeps_its_writer(filled: Store, pair: tuple[Hand, Hand]) -> None:
    """Whoever chooses between the two sees whose they are, in the store and replayed from the journal."""
    pair[0].put("n1", {"text": "From the desk"})
    Hand(filled, "visitor", person="anneli").put("n1", {"text": "From a visitor"})
    note, copy = filled.journal.entries("ilze")
    assert [(one.text(), one.changed_by) for one in (note, copy)] == [
        ("From the desk", "ilze"),
        ("From a visitor", "anneli"),
    ]
    assert replay(filled.journal.changes("ilze")) == [note, copy]


def test_different_fields_of_one_note_merge(filled: Store, pair: tuple[Hand, Hand]) -> None:
    """One writes, one colours, one moves: all three happen."""
    desk, phone = pair
    desk.put("n1", {"text": "Sawmills and joiners"})
    phone.put("n1", {"meaning": "risk"})
    phone.put("n1", {"position": 4}, block="key_resources")
    [entry] = filled.journal.entries("ilze")
    assert (entry.block, entry.conflict_of) == ("key_resources", None)
    assert entry.fields == {"text": "Sawmills and joiners", "meaning": "risk", "position": 4}


def test_words_in_a_column_that_a_canvas_asks_for_are_kept_twice_and_numbers_are_not(
    filled: Store, pair: tuple[Hand, Hand]
) -> None:
    desk, phone = pair
    desk.put("n1", {"risk": "The grant ends", "amount": 5})
    phone.put("n1", {"risk": "One firm pays half", "amount": 7})
    note, copy = filled.journal.entries("ilze")
    assert (note.fields["risk"], note.fields["amount"]) == ("The grant ends", 7)
    assert (copy.conflict_of, copy.fields["risk"]) == ("n1", "One firm pays half")


def test_two_texts_written_at_the_same_time_are_both_kept(filled: Store, pair: tuple[Hand, Hand]) -> None:
    """The first stays in the note; the later one becomes a copy beside it, marked as such."""
    desk, phone = pair
    desk.put("n1", {"text": "From the desk"})
    receipt = phone.put("n1", {"text": "From the phone", "meaning": "wish"})
    note, copy = receipt.entries
    assert (note.id, note.fields) == ("n1", {"text": "From the desk", "meaning": "wish", "position": 1})
    assert (copy.conflict_of, copy.block, copy.sheet, copy.kind) == (
        "n1",
        "channels",
        "business_model",
        "note",
    )
    assert copy.fields == {"text": "From the phone", "meaning": "wish", "position": 1}
    assert filled.journal.entries("ilze") == [note, copy]
    assert (receipt.accepted, receipt.refused, receipt.version) == (("phone-1",), (), 4)


def test_further_words_of_the_same_client_go_into_the_same_copy(
    filled: Store, pair: tuple[Hand, Hand]
) -> None:
    """Typing on while offline grows one copy, not one for each keystroke."""
    desk, phone = pair
    desk.put("n1", {"text": "From the desk"})
    for words in ("F", "From", "From the phone"):
        phone.put("n1", {"text": words})
    assert original(filled).fields["text"] == "From the desk"
    assert copies(filled) == [("n1", "From the phone")]


def test_a_third_client_gets_a_copy_of_its_own(filled: Store, pair: tuple[Hand, Hand]) -> None:
    """Three at once: three texts."""
    desk, phone = pair
    tablet = Hand(filled, "tablet").see()
    desk.put("n1", {"text": "From the desk"})
    phone.put("n1", {"text": "From the phone"})
    tablet.put("n1", {"text": "From the tablet"})
    phone.put("n1", {"text": "From the phone, longer"})
    assert original(filled).fields["text"] == "From the desk"
    assert sorted(copies(filled)) == [("n1", "From the phone, longer"), ("n1", "From the tablet")]


def test_two_clients_in_one_copy_leave_a_copy_of_the_same_original(
    filled: Store, pair: tuple[Hand, Hand]
) -> None:
    """A conflict in a copy is told apart from the note, not from the copy."""
    desk, phone = pair
    desk.put("n1", {"text": "From the desk"})
    _, copy = phone.put("n1", {"text": "From the phone"}).entries
    desk.see().put(copy.id, {"text": "The desk in the copy"})
    phone.put(copy.id, {"text": "The phone in the copy"}, base=desk.base)
    assert sorted(copies(filled)) == [("n1", "The desk in the copy"), ("n1", "The phone in the copy")]


def test_a_client_never_conflicts_with_itself(filled: Store, pair: tuple[Hand, Hand]) -> None:
    """Words typed before the last answer came, and replays after a reload, are the same hand's."""
    desk, _ = pair
    first = desk.operation("n1", {"text": "Sawmills a"})
    second = desk.operation("n1", {"text": "Sawmills ab"})
    for batch in ([first], [second], [first, second]):
        desk.send(batch)
    assert copies(filled) == []
    assert original(filled).fields["text"] == "Sawmills ab"


def test_a_replay_of_a_conflict_makes_no_second_copy(filled: Store, pair: tuple[Hand, Hand]) -> None:
    """Sent again, the operation is known, and so is its copy."""
    desk, phone = pair
    desk.put("n1", {"text": "From the desk"})
    late = phone.operation("n1", {"text": "From the phone"})
    phone.send([late])
    before = filled.journal.entries("ilze")
    assert phone.send([late])[1:4] == ((late.id,), (), ())
    assert filled.journal.entries("ilze") == before


def test_who_has_seen_the_text_replaces_it(filled: Store, pair: tuple[Hand, Hand]) -> None:
    """An edit after a look is an edit, not a conflict."""
    desk, phone = pair
    desk.put("n1", {"text": "From the desk"})
    phone.see().put("n1", {"text": "From the phone"})
    assert copies(filled) == []
    assert original(filled).fields["text"] == "From the phone"


def test_the_same_words_and_empty_ones_make_no_copy(filled: Store, pair: tuple[Hand, Hand]) -> None:
    """Nothing is lost where both wrote the same, or where one wrote nothing."""
    desk, phone = pair
    desk.put("n1", {"text": "The same"})
    phone.put("n1", {"text": "The same"})
    desk.put("n2", {"text": ""})
    phone.put("n2", {"text": "Words"})
    assert copies(filled) == []
    assert written(filled)["n1"]["text"] == "The same"
    assert written(filled)["n2"]["text"] == "Words"


@pytest.mark.parametrize(
    ("kind", "sheet", "name", "theirs", "mine"),
    [
        ("rating", "megatrends", "relevance", 5, 2),
        ("rating", "megatrends", "relevance", "unknown", 2),
        ("note", "business_model", "meaning", "wish", "risk"),
        ("note", "business_model", "position", 1.5, 2.5),
        ("action", "action_plan", "cost", 100, 200),
        ("action", "action_plan", "status", "active", "blocked"),
        ("answer", "profile", "value", 12, 13),
        ("answer", "profile", "value", ["wood"], ["tourism"]),
    ],
)
def test_numbers_choices_and_meanings_make_no_copy(
    filled: Store, kind: str, sheet: str, name: str, theirs: object, mine: object
) -> None:
    """The last one stands; the journal has the other."""
    desk, phone = Hand(filled, "desk"), Hand(filled, "phone")
    desk.send([desk.operation("e1", {name: theirs}, kind=kind, sheet=sheet)])  # type: ignore[dict-item]  # any
    phone.send([phone.operation("e1", {name: mine}, kind=kind, sheet=sheet)])  # type: ignore[dict-item]  # any
    assert written(filled) == {"e1": {name: mine}}
    assert filled.journal.changes("ilze")[1].before == {name: theirs}


@pytest.mark.parametrize(
    ("kind", "sheet", "name"),
    [
        ("rating", "megatrends", "reason"),
        ("action", "action_plan", "title"),
        ("action", "action_plan", "description"),
        ("action", "action_plan", "risks"),
        ("answer", "strategy", "value"),
        ("answer", "needs", "evidence"),
    ],
)
def test_every_kind_keeps_both_of_its_texts(filled: Store, kind: str, sheet: str, name: str) -> None:
    """Not only notes: reasons, titles, descriptions, answers and cells of a table too."""
    desk, phone = Hand(filled, "desk"), Hand(filled, "phone")
    desk.put("e1", {name: "first"}, kind=kind, sheet=sheet)
    phone.put("e1", {name: "second"}, kind=kind, sheet=sheet)
    found = [(e.fields[name], e.conflict_of) for e in filled.journal.entries("ilze")]
    assert found == [("first", None), ("second", "e1")]


def test_an_entry_removed_unseen_comes_back_with_the_new_words(
    filled: Store, pair: tuple[Hand, Hand]
) -> None:
    """Who types into a note that somebody else just removed does not type into nothing."""
    desk, phone = pair
    desk.remove("n1")
    phone.put("n1", {"text": "Sawmills, still"})
    assert original(filled).removed is False
    assert written(filled) == {"n1": {"text": "Sawmills, still", "meaning": "today", "position": 1}}


def test_an_entry_that_one_removed_oneself_stays_removed(filled: Store, pair: tuple[Hand, Hand]) -> None:
    """One's own late keystroke does not bring back what one has just removed; the words are kept."""
    desk, _ = pair
    desk.remove("n1")
    desk.put("n1", {"text": "Sawmills, late"})
    assert (original(filled).removed, original(filled).fields["text"]) == (True, "Sawmills, late")


def test_a_copy_that_was_removed_is_not_written_into(filled: Store, pair: tuple[Hand, Hand]) -> None:
    """Somebody tidied the copy away while its writer went on: the new words get a copy in sight."""
    desk, phone = pair
    desk.put("n1", {"text": "From the desk"})
    _, copy = phone.put("n1", {"text": "From the phone"}).entries
    desk.see().remove(copy.id)
    phone.put("n1", {"text": "From the phone, longer"})
    assert copies(filled) == [("n1", "From the phone, longer")]


def test_copies_of_one_long_named_entry_get_different_ids(filled: Store) -> None:
    """Ids as long as they may be still give one copy an operation."""
    entry = "e" * 80
    for client in ("desk", "phone", "tablet"):
        Hand(filled, client).put(entry, {"text": client}, id=f"{'o' * 70}-{client}")
    texts = sorted(str(fields["text"]) for fields in written(filled).values())
    assert texts == ["desk", "phone", "tablet"]


@pytest.mark.parametrize("op", ["put", "remove", "restore"])
def test_a_comment_of_somebody_else_is_left_alone(filled: Store, op: str) -> None:
    """Only its writer changes, moves, removes or restores a comment; others set its state."""
    Hand(filled, "coach", person="anneli").put("c1", {"text": "Why?"}, kind="comment", block="channels")
    ilze = Hand(filled).see()
    before = filled.journal.entries("ilze")
    for number, fields in enumerate(({"text": "Mine"}, {"text": "Mine", "state": "used"}), start=1):
        receipt = ilze.put("c1", fields if op == "put" else {}, kind="comment", op=op)
        reason = "Only its writer can change a comment."
        assert receipt.refused == (Refusal(f"tab-{number}", reason),)
    assert filled.journal.entries("ilze") == before
    ilze.put("c1", {"state": "used"}, kind="comment")
    assert written(filled) == {"c1": {"text": "Why?", "state": "used"}}


@pytest.mark.parametrize("nothing", ["", None])
def test_words_that_one_has_not_seen_are_not_cleared(
    filled: Store, pair: tuple[Hand, Hand], nothing: str | None
) -> None:
    """Who empties a text empties what they see; what somebody else wrote meanwhile stays."""
    desk, phone = pair
    desk.put("n1", {"text": "Sawmills and joiners"})
    receipt = phone.put("n1", {"text": nothing})
    assert receipt.accepted == ("phone-1",)
    assert [entry.fields["text"] for entry in receipt.entries] == ["Sawmills and joiners"]
    assert copies(filled) == []
    phone.see().put("n1", {"text": nothing})
    assert original(filled).fields["text"] == nothing


def test_an_entry_with_words_that_one_has_not_seen_is_not_removed(
    filled: Store, pair: tuple[Hand, Hand]
) -> None:
    """Removing a note while somebody else writes in it leaves it; a move or a colour does not hold it."""
    desk, phone = pair
    desk.put("n1", {"text": "Sawmills and joiners"})
    assert phone.remove("n1").accepted == ("phone-1",)
    assert original(filled).removed is False
    desk.put("n1", {"meaning": "risk"})
    phone.base = 3
    phone.remove("n1")
    assert original(filled).removed is True
