"""Named moments: any point can have a name, no two the same."""

from __future__ import annotations

import pytest

from cba_kit.errors import NotFoundError, OperationError
from cba_kit.model.workbook import Snapshot
from cba_kit.store import Store

from .hand import Hand


def test_an_earlier_moment_has_the_time_of_its_change(filled: Store) -> None:
    hand = Hand(filled)
    hand.put("n1", {"text": "a"})
    hand.put("n1", {"text": "b"})
    first = filled.journal.changes("ilze")[0]
    named = filled.journal.name_moment("ilze", "Before the coaching", version=1)
    assert named == Snapshot(name="Before the coaching", workbook="ilze", version=1, at=first.at)
    present = filled.journal.name_moment("ilze", "After it", version=2)
    assert present.version == 2
    assert filled.journal.snapshots("ilze") == [named, present]
    assert filled.journal.snapshots("eleni") == []


def test_no_two_moments_have_one_name(filled: Store) -> None:
    """Not in capitals either; in another workbook it is free."""
    for workbook in ("ilze", "eleni"):
        Hand(filled, person=workbook, workbook=workbook).put("n1", {"text": "a"})
    named = filled.journal.name_moment("ilze", "Day 1", version=1)
    other = filled.journal.name_moment("ilze", "Day 2", version=1)
    for wrong in ("Day 1", "DAY 1"):
        with pytest.raises(OperationError, match="Choose another name"):
            filled.journal.name_moment("ilze", wrong, version=1)
        with pytest.raises(OperationError, match="Choose another name"):
            filled.journal.rename_snapshot("ilze", "Day 2", to=wrong)
    assert set(filled.journal.snapshots("ilze")) == {named, other}
    assert filled.journal.name_moment("eleni", "Day 1", version=1).workbook == "eleni"


def test_a_moment_gets_another_name_and_stays_where_it_is(filled: Store) -> None:
    Hand(filled).put("n1", {"text": "a"})
    named = filled.journal.name_moment("ilze", "Day 1", version=1)
    filled.journal.rename_snapshot("ilze", "Day 1", to="DAY 1")
    assert filled.journal.snapshots("ilze") == [named.model_copy(update={"name": "DAY 1"})]


def test_what_is_not_there_gets_no_name(filled: Store) -> None:
    Hand(filled).put("n1", {"text": "a"})
    with pytest.raises(NotFoundError, match="no version 0"):
        filled.journal.name_moment("ilze", "Nothing", version=0)
    with pytest.raises(NotFoundError, match="no moment named “Day 9”"):
        filled.journal.rename_snapshot("ilze", "Day 9", to="Day 10")
    with pytest.raises(NotFoundError, match="no workbook “nobody”"):
        filled.journal.name_moment("nobody", "Day 1", version=1)
    assert filled.journal.snapshots("ilze") == []
