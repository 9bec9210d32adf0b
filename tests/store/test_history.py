"""A workbook's past from kept states: the same as from the whole journal, however far apart they are kept."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cba_kit.model.moments import Trace
from cba_kit.model.workbook import Entry
from cba_kit.store import Store
from cba_kit.store.history import History

from .hand import Hand
from .test_journal_history import doings, play, several

SHEETS = ("business_model", "strategy", "megatrends")


def past_of(store: Store, workbook: str, *, every: int, most: int) -> History:
    return History(store.database, workbook, every=every, most=most)


def all_at(history: History, version: int, *, removed: bool) -> list[Entry]:
    found = [e for sheet in SHEETS for e in history.entries(sheet=sheet, at=version, removed=removed)]
    return sorted(found, key=lambda entry: entry.id)


@several
@given(doings, st.integers(1, 5), st.integers(2, 4), st.booleans())
def test_every_version_is_what_the_journal_says(
    store: Store, doings: list[dict[str, object]], every: int, most: int, removed: bool
) -> None:
    """For every version, with few kept states and with many, which were thinned out on the way."""
    played = play(store, doings)
    history = past_of(store, played.workbook, every=every, most=most)
    newest = history.refresh()
    assert newest == store.journal.workbook(played.workbook).version
    for version in range(newest + 1):
        told = store.journal.entries(played.workbook, at=version, removed=removed)
        assert all_at(history, version, removed=removed) == sorted(told, key=lambda entry: entry.id)


@several
@given(doings, doings, st.integers(1, 4))
def test_a_page_that_reads_on_knows_the_same_as_one_that_reads_all(
    store: Store, doings: list[dict[str, object]], later: list[dict[str, object]], every: int
) -> None:
    played = play(store, doings)
    early = past_of(store, played.workbook, every=every, most=3)
    early.refresh()
    for step in later:
        played.do(step)
    late = past_of(store, played.workbook, every=every, most=3)
    assert early.refresh() == late.refresh()
    assert early.traces == late.traces
    for version in range(late.version + 1):
        assert all_at(early, version, removed=True) == all_at(late, version, removed=True)


def test_entries_come_in_their_order_and_of_one_sheet(filled: Store) -> None:
    hand = Hand(filled)
    hand.put("n1", {"text": "b", "position": 2}, block="channels")
    hand.put("n2", {"text": "a", "position": 1}, block="channels")
    hand.put("a1", {"value": "x"}, kind="answer", sheet="strategy", block="mission")
    hand.see().remove("n1")
    history = filled.journal.history("ilze")
    history.refresh()
    assert [e.id for e in history.entries(sheet="business_model", at=3)] == ["n2", "n1"]
    assert [e.id for e in history.entries(sheet="business_model", at=4)] == ["n2"]
    assert [e.id for e in history.entries(sheet="business_model", at=99, removed=True)] == ["n2", "n1"]
    assert history.entries(sheet="business_model", at=0) == []


def test_a_trace_says_who_wrote_where_and_whether_it_was_theirs_alone(filled: Store) -> None:
    hand = Hand(filled)
    hand.put("n1", {"text": "Sawmills", "private": True}, block="channels")
    hand.see().put("n1", {"private": False}, block="key_resources")
    history = filled.journal.history("ilze")
    history.refresh()
    times = [change.at for change in filled.journal.changes("ilze")]
    first = Trace(1, times[0], "ilze", "n1", "business_model", "note", "channels", private=True)
    second = first._replace(version=2, at=times[1], block="key_resources", private=False)
    assert history.traces == [first, second]


def test_few_states_are_kept_however_long_the_journal_is(filled: Store) -> None:
    """Twice as many changes lie between them each time that there would be too many."""
    hand = Hand(filled)
    hand.send([hand.operation(f"n{number}", {"text": "x"}) for number in range(64)])
    history = past_of(filled, "ilze", every=2, most=8)
    history.refresh()
    assert len(history._frames) <= 8
    assert history._frames[0] == (0, {})
    for version in (0, 1, 31, 64):
        told = history.entries(sheet="business_model", at=version)
        assert told == filled.journal.entries("ilze", at=version)
