"""What of a group's workbook leaves it: what its reader sees on the page, under the stage of that moment."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cba_kit.errors import NotFoundError
from cba_kit.model.people import Person, group_id
from cba_kit.model.workbook import Operation, Writer
from cba_kit.store import Store
from cba_kit.store.export_book import open_book
from cba_kit.store.export_sheet import SheetForm, sheet_file

from .hand import ALL, anything
from .workbooks import LIBRARY

BLUE = group_id("cba3", "Blue")
KEY = "business_model"
STAGE = {"entry": f"stage.{KEY}", "kind": "stage"}


@pytest.fixture
def blue(sqlite_store: Store, people: list[Person]) -> Store:
    """Ilze and Eleni in one group, each with an open and a private note."""
    sqlite_store.people.add([each.model_copy(update={"group": "Blue"}) for each in people])
    for name in ("ilze", "eleni"):
        say(sqlite_store, name, entry=f"{name}.open", fields={"text": f"Open of {name}"})
        say(sqlite_store, name, entry=f"{name}.own", fields={"text": f"Private of {name}", "private": True})
        about = {"text": f"About private of {name}", "entry": f"{name}.own"}
        say(sqlite_store, name, entry=f"{name}.said", kind="comment", fields=about)
    return sqlite_store


def say(store: Store, by: str, **told: Any) -> None:
    usual = {
        "sheet": KEY,
        "kind": "note",
        "block": "channels",
        "id": f"o{store.journal.workbook(BLUE).version}",
    }
    operation = Operation.model_validate(usual | told)
    writer = Writer(person=by, client=by, kinds=ALL)
    assert store.journal.apply(BLUE, [operation], writer, accept=anything).refused == ()


def taken(store: Store, reader: str, form: SheetForm) -> str:
    person = store.people.person(reader)
    return sheet_file(LIBRARY, open_book(store, LIBRARY, BLUE, person), KEY, form, reader=person).decode()


@pytest.mark.parametrize("form", ["json", "csv", "md"])
def test_private_notes_leave_with_their_writer_alone(blue: Store, form: SheetForm) -> None:
    for reader, theirs in (("ilze", {"ilze"}), ("eleni", {"eleni"}), ("tomas", set())):
        words = taken(blue, reader, form)
        found = {name for name in ("ilze", "eleni") if f"Private of {name}" in words}
        assert found == theirs, reader
        assert all(f"Open of {name}" in words for name in ("ilze", "eleni"))
    assert "About private of eleni" not in taken(blue, "ilze", "json")


def test_hidden_blocks_leave_with_facilitators_and_writers(blue: Store) -> None:
    say(blue, "tomas", **STAGE, fields={"hidden": ["channels"]})
    assert "Open of eleni" not in taken(blue, "ilze", "csv")
    assert "Open of ilze" in taken(blue, "ilze", "csv")
    assert "Open of eleni" in taken(blue, "tomas", "csv")


def test_names_that_are_not_shown_do_not_leave(blue: Store) -> None:
    assert "Ελένη" in taken(blue, "ilze", "json")
    say(blue, "tomas", **STAGE, fields={"authors": False})
    told = json.loads(taken(blue, "ilze", "json"))
    wrote = {entry["id"]: entry["created_by"] for entry in told["entries"] if entry["kind"] == "note"}
    assert wrote == {"ilze.open": "ilze", "ilze.own": "ilze", "eleni.open": ""}
    assert "eleni" not in {entry["changed_by"] for entry in told["entries"] if entry["kind"] == "note"}


def test_of_others_no_email_address_leaves(blue: Store) -> None:
    words = taken(blue, "ilze", "json")
    assert "ilze@btwic.example" in words
    assert "eleni@atl.example" not in words


def test_who_may_not_read_it_hears_the_same_as_of_none(blue: Store) -> None:
    coach = blue.people.person("anneli")
    told = set()
    for book in (BLUE, "group:none"):
        with pytest.raises(NotFoundError) as refusal:
            open_book(blue, LIBRARY, book, coach)
        told.add(str(refusal.value).replace(book, "BOOK"))
    assert told == {"There is no workbook of “BOOK”."}
