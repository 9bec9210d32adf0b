"""The time machine: whatever three clients do, every version can be seen again and no word is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cba_kit.model.people import Person
from cba_kit.model.workbook import Entry, Operation
from cba_kit.store import Store

from .hand import Hand

_people = count(1)
KINDS = {"n1": "note", "n2": "note", "n3": "note", "a1": "answer", "r1": "rating"}
SHEETS = {"note": "business_model", "answer": "strategy", "rating": "megatrends"}

texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8)
positions = st.floats(-1e6, 1e6, allow_nan=False) | st.integers(-5, 5)
note_fields = st.fixed_dictionaries(
    {}, optional={"text": texts, "meaning": st.sampled_from(["today", "wish"]), "position": positions}
)
answer_fields = st.fixed_dictionaries({"value": texts | st.integers(-9, 9) | st.lists(texts, max_size=2)})
rating_fields = st.fixed_dictionaries(
    {}, optional={"relevance": st.integers(1, 5) | st.just("unknown"), "reason": texts}
)
FIELDS = {"note": note_fields, "answer": answer_fields, "rating": rating_fields}


@st.composite
def steps(draw: st.DrawFn) -> dict[str, object]:
    """One thing that one client does: look, write, remove, bring back, or send everything again."""
    entry = draw(st.sampled_from(sorted(KINDS)))
    kind = KINDS[entry]
    op = draw(st.sampled_from(["put"] * 5 + ["remove", "restore"]))
    block = draw(st.sampled_from([None, "channels", "key_resources"])) if op == "put" else None
    fields = draw(FIELDS[kind]) if op == "put" else {}
    return {
        "client": draw(st.integers(0, 2)),
        "look": draw(st.booleans()),
        "again": draw(st.booleans()),
        "ask": {
            "entry": entry,
            "kind": kind,
            "sheet": SHEETS[kind],
            "op": op,
            "block": block,
            "fields": fields,
        },
    }


@dataclass
class Play:
    """A workbook of its own, three clients, and what was seen at each version."""

    store: Store
    workbook: str
    clients: list[Hand]
    seen: dict[int, list[Entry]] = field(default_factory=dict)
    sent: list[tuple[Hand, Operation]] = field(default_factory=list)

    def entries(self, at: int | None = None) -> list[Entry]:
        return self.store.journal.entries(self.workbook, at=at, removed=True)

    def do(self, step: dict[str, object]) -> None:
        """Let one client do one thing, and note what the workbook looks like then."""
        hand = self.clients[int(str(step["client"]))]
        if step["look"]:
            hand.see()
        ask = dict(step["ask"])  # type: ignore[call-overload]  # a dict, made above
        operation = hand.operation(ask.pop("entry"), **ask)
        receipt = hand.send([operation])
        self.sent.append((hand, operation))
        self.seen[receipt.version] = self.entries()
        if step["again"]:
            hand.send([operation])


def play(store: Store, doings: list[dict[str, object]]) -> Play:
    """Play a sequence of steps in a new workbook."""
    name = f"p{next(_people)}"
    person = Person(id=name, edition="cba3", name=name, email=f"{name}@a.example", roles=("participant",))
    store.people.add([person])
    clients = [Hand(store, client, person=name, workbook=name) for client in ("desk", "phone", "tablet")]
    played = Play(store, name, clients)
    for step in doings:
        played.do(step)
    return played


several = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
doings = st.lists(steps(), min_size=1, max_size=12)


@several
@given(doings)
def test_every_version_is_seen_again_as_it_was(store: Store, doings: list[dict[str, object]]) -> None:
    """Replaying the changes up to a version gives the entries that the pages saw then."""
    played = play(store, doings)
    assert {version: played.entries(at=version) for version in played.seen} == played.seen
    versions = [change.version for change in store.journal.changes(played.workbook)]
    assert versions == list(range(1, len(versions) + 1))
    assert store.journal.workbook(played.workbook).version == len(versions)


@several
@given(doings, st.randoms(use_true_random=False))
def test_sending_everything_again_in_any_order_changes_nothing(
    store: Store,
    doings: list[dict[str, object]],
    random: object,
) -> None:
    """Outboxes may replay all they have, however late and mixed."""
    played = play(store, doings)
    known = {change.operation for change in store.journal.changes(played.workbook)}
    written = [(hand, operation) for hand, operation in played.sent if operation.id in known]
    before = (played.entries(), store.journal.changes(played.workbook))
    random.shuffle(written)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    for hand, operation in written:
        assert hand.send([operation]).accepted == (operation.id,)
    assert (played.entries(), store.journal.changes(played.workbook)) == before


@several
@given(doings)
def test_no_typed_text_is_ever_missing(store: Store, doings: list[dict[str, object]]) -> None:
    """Each text that was accepted stands in an entry or in a recorded change."""
    played = play(store, doings)
    changes = store.journal.changes(played.workbook)
    kept = {
        str(value)
        for fields in [entry.fields for entry in played.entries()] + [c.after for c in changes]
        for value in fields.values()
    }
    accepted = {change.operation for change in changes}
    typed = {
        str(value)
        for _, operation in played.sent
        if operation.id in accepted
        for value in operation.fields.values()
        if value not in ("", None)  # clearing words that one has not seen is no text: the words stay
    }
    assert typed - kept == set()


@several
@given(doings, st.data())
def test_a_page_that_asks_what_is_new_ends_with_what_is_there(
    store: Store, doings: list[dict[str, object]], data: st.DataObject
) -> None:
    """Entries of any version, with those changed since put over them, are the entries of now."""
    played = play(store, doings)
    version = data.draw(st.sampled_from(sorted(played.seen)))
    held = {entry.id: entry for entry in played.seen[version]}
    _, fresh = store.journal.since(played.workbook, version)
    assert held | {entry.id: entry for entry in fresh} == {entry.id: entry for entry in played.entries()}


def test_before_the_first_change_a_workbook_was_empty(filled: Store) -> None:
    """Version 0 has nothing; a version that is still to come is the present."""
    Hand(filled).put("n1", {"text": "Sawmills"})
    assert filled.journal.entries("ilze", at=0) == []
    assert filled.journal.entries("ilze", at=99) == filled.journal.entries("ilze")


def test_a_conflict_is_seen_again_as_a_conflict(filled: Store) -> None:
    """Original, copy and what they hang on are the same in the past as they were in the present."""
    desk, phone = Hand(filled, "desk"), Hand(filled, "phone")
    desk.put("n1", {"text": "From the desk"}, block="channels")
    phone.put("n1", {"text": "From the phone"})
    then = filled.journal.entries("ilze")
    version = filled.journal.workbook("ilze").version
    desk.see().remove("n1")
    assert filled.journal.entries("ilze", at=version) == then
    assert sorted((entry.conflict_of or "", entry.text()) for entry in then) == [
        ("", "From the desk"),
        ("n1", "From the phone"),
    ]
