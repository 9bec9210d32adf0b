"""Workbook values: what an operation may carry, and what an entry says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cba_kit.model.values import VALUES, Action, Note
from cba_kit.model.workbook import Operation, Writer, as_date

from .sheets import entry


def operation(**rest: Any) -> Operation:
    usual = {"id": "o1", "sheet": "model", "entry": "e1", "kind": "note"}
    return Operation.model_validate(usual | rest)


def test_an_operation_has_few_needs() -> None:
    """It puts, on version 0, nothing, where the entry stands."""
    made = operation()
    assert (made.op, made.block, made.fields, made.base) == ("put", None, {}, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": ""},
        {"id": "a b"},
        {"id": "x" * 81},
        {"entry": "é"},
        {"sheet": "../model"},
        {"kind": "essay"},
        {"op": "drop"},
        {"base": -1},
        {"block": "b" * 81},
        {"extra": 1},
        {"fields": {"": 1}},
        {"fields": {"a b": 1}},
        {"fields": {"x" * 61: 1}},
        {"fields": {"a\x00": 1}},
        {"fields": {f"f{n}": 1 for n in range(61)}},
        {"fields": {"nested": {"a": 1}}},
        {"fields": {"list": [1, 2]}},
    ],
)
def test_an_operation_that_is_none_is_refused(wrong: dict[str, Any]) -> None:
    """Ids, names and numbers of fields are bounded before anything else is looked at."""
    with pytest.raises(ValidationError):
        operation(**wrong)


@pytest.mark.parametrize("name", ["block", "removed", "conflict_of"])
def test_a_field_cannot_pass_for_the_state_of_an_entry(name: str) -> None:
    """Otherwise an answer with a column “removed” would remove itself."""
    with pytest.raises(ValidationError, match=f"“{name}” is not the name of a field"):
        operation(kind="answer", fields={name: True})


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf"), 1e16, 10**400])
def test_a_number_that_no_database_keeps_is_refused(number: float) -> None:
    """One such number would make a whole workbook unreadable."""
    with pytest.raises(ValidationError, match="“position” is not a number that can be kept"):
        operation(fields={"position": number})


@given(st.text(st.characters(codec=None)), st.lists(st.text(st.characters(codec=None)), max_size=3))
def test_texts_are_kept_but_for_what_is_no_character(words: str, several: list[str]) -> None:
    """What remains can be written as UTF-8 and holds no NUL; a proper text is as it was."""
    found = operation(fields={"text": words, "trends": several}).fields
    for before, after in zip([words, *several], [found["text"], *found["trends"]], strict=True):  # type: ignore[misc]  # a list
        expected = "".join(c for c in before if c != "\x00" and not 0xD800 <= ord(c) <= 0xDFFF)
        assert after == expected
        assert str(after).encode("utf-8").decode("utf-8") == expected


def test_numbers_and_truth_values_stay_what_they_are() -> None:
    """True is no 1 and 1.0 no 1."""
    fields = operation(fields={"a": True, "b": 1, "c": 1.0, "d": None, "e": "1"}).fields
    assert [repr(value) for value in fields.values()] == ["True", "1", "1.0", "None", "'1'"]


@pytest.mark.parametrize("kind", VALUES)
def test_every_kind_can_be_empty_and_none_is_the_default(kind: Any) -> None:
    """An entry grows field by field, and undo takes a field back by None."""
    empty = VALUES[kind]()
    assert VALUES[kind].model_validate(dict.fromkeys(type(empty).model_fields)) == empty


def test_an_action_reads_its_days_strictly() -> None:
    """Dates are stored as sent, so only one spelling is taken."""
    assert Action.model_validate({"due": "2024-06-01"}).due == date(2024, 6, 1)
    assert Action(due=date(2024, 6, 1)).due == date(2024, 6, 1)
    for wrong in ("", "2024-6-1", "20240601", "2024-06-01T00:00", "1710115200", 1710115200, "٢٠٢٤-٠٦-٠١"):
        with pytest.raises(ValidationError, match="a day is written like 2026-03-11"):
            Action.model_validate({"due": wrong})


def test_long_texts_have_an_end() -> None:
    """20,000 characters is a long note; one more is refused, not cut."""
    assert len(Note(text="x" * 20_000).text) == 20_000
    with pytest.raises(ValidationError, match="20000"):
        Note(text="x" * 20_001)


def test_values_do_not_change_after_they_were_made() -> None:
    """A value is passed around without fear."""
    for value, name in ((operation(), "id"), (Note(), "text"), (entry("model"), "version")):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(value, name, "other")


def test_an_entry_tells_any_field_as_text() -> None:
    """Missing and None are empty; numbers are written out."""
    found = entry("model", text="Sawmills", position=1.5, gone=None)
    assert [found.text(), found.text("position"), found.text("gone"), found.text("other")] == [
        "Sawmills",
        "1.5",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("value", "day"), [("2024-06-01", date(2024, 6, 1)), ("", None), (None, None), (5, None), ([], None)]
)
def test_a_stored_day_is_read_back(value: Any, day: date | None) -> None:
    """Whatever else stands there is no day."""
    assert as_date(value) == day


def test_a_writer_names_kinds_that_exist() -> None:
    """Rights to something unknown are a mistake in the programme."""
    with pytest.raises(ValidationError):
        Writer.model_validate({"person": "ilze", "client": "tab", "kinds": ["notes"]})
