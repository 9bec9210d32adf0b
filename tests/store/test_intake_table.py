"""Tables of notes: what went out comes in unharmed, and what does not fit says where and what was meant."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook as Spreadsheet
from openpyxl import load_workbook

from cba_kit.errors import ImportFileError
from cba_kit.model.canvas import Canvas
from cba_kit.model.form import Choice, Column
from cba_kit.model.people import Person
from cba_kit.store import Store
from cba_kit.store.export_book import Book, open_book
from cba_kit.store.export_csv import plain, safe
from cba_kit.store.export_sheet import SheetForm, sheet_file
from cba_kit.store.intake import Intake, weigh, write
from cba_kit.store.intake_table import read_table

from .hand import Fields, Hand
from .workbooks import LIBRARY, SHEETS, academy

KEY = "business_model"
SHIPPED = SHEETS[KEY]
assert isinstance(SHIPPED, Canvas)
CANVAS = SHIPPED.model_copy(
    update={
        "columns": (
            Column(key="share", title="Share", type="number", low=-100, high=100, unit="%"),
            Column(key="phase", title="Phase", type="choice", choices=(Choice(key="new", label="New one"),)),
            Column(key="since", title="Since", type="date"),
        )
    }
)
HEAD = "Block,Note,Meaning,How we know,Proof"


def opened(store: Store) -> Book:
    """Ilze's workbook, its canvas with columns of its own."""
    book = open_book(store, LIBRARY, "ilze", None)
    sheets = {**book.sheets, KEY: CANVAS}
    return Book(
        book.workbook, book.owner, book.edition, sheets, book.entries, book.people, book.words, book.lists
    )


def out_of(store: Store, form: SheetForm = "csv") -> bytes:
    return sheet_file(LIBRARY, opened(store), KEY, form)


def weighed(store: Store, raw: bytes | str, name: str = "notes.csv", *, token: str = "in") -> Intake:
    told = raw.encode() if isinstance(raw, str) else raw
    book = opened(store)
    return weigh(book, read_table(told, name, CANVAS, book, token=token), token=token)


def into(store: Store, raw: bytes | str, name: str = "notes.csv") -> Intake:
    intake = weighed(store, raw, name)
    assert intake.refused == ()
    assert write(store, intake, importer="ilze").refused == ()
    return intake


def notes(store: Store) -> dict[str, tuple[str, Fields]]:
    """What stands on the canvas: block and fields by id, empty fields left out."""
    usual = {"meaning": "today", "evidence": "", "proof": ""}
    return {
        entry.id: (
            entry.block,
            {
                name: value
                for name, value in entry.fields.items()
                if name != "position" and value is not None and value != usual.get(name)
            },
        )
        for entry in store.journal.entries("ilze", sheet=KEY)
    }


@pytest.fixture
def ilze(sqlite_store: Store, people: list[Person]) -> Store:
    sqlite_store.people.add(people)
    return sqlite_store


# what a spreadsheet cannot hold is no matter of ours: control characters, and ends of lines of old systems
words = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n"), max_size=40).filter(
    lambda text: "x005F_" not in text
)
signs = st.builds(
    "{}{}".format, st.sampled_from(["=", "+", "-", "@", "'=", "''=", "' -", " =", "'", "\t="]), words
)
told = st.fixed_dictionaries(
    {"text": (words | signs).filter(lambda text: bool(text.strip()))},
    optional={
        "meaning": st.sampled_from([meaning.key for meaning in CANVAS.meanings]),
        "evidence": st.sampled_from(["", "assumed", "heard", "measured"]),
        "proof": words | signs,
        "share": st.integers(-100, 100) | st.floats(-100, 100).map(lambda share: round(share, 3)),
        "phase": st.just("new"),
        "since": st.dates().map(lambda day: day.isoformat()),
    },
)
boards = st.lists(st.tuples(st.sampled_from([block.key for block in CANVAS.blocks]), told), max_size=8)


def lined(told: dict[str, tuple[str, Fields]]) -> dict[str, tuple[str, dict[str, Any]]]:
    """Leave out what does not count: blanks around words, and words that are only blanks."""

    def bare(value: Any) -> Any:
        return (
            "\n".join(each.rstrip() for each in value.strip().splitlines())
            if isinstance(value, str)
            else value
        )

    return {
        key: (block, {name: bare(value) for name, value in fields.items() if bare(value) != ""})
        for key, (block, fields) in told.items()
    }


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(boards, st.sampled_from(["csv", "xlsx"]))
def test_a_table_goes_out_and_comes_in(
    empty_store: Path, people: list[Person], board: list[tuple[str, Fields]], form: SheetForm
) -> None:
    """Into a new academy, and into the same one, where nothing changes."""
    with academy(empty_store, people) as old, academy(empty_store, people) as new:
        hand = Hand(old)
        for number, (block, fields) in enumerate(board):
            hand.put(f"n{number}", fields, block=block)
        raw = out_of(old, form)
        again = weighed(old, raw, f"x.{form}")
        assert (again.new, again.changed, again.refused, again.same) == ((), (), (), len(board))
        into(new, raw, f"x.{form}")
        assert lined(notes(new)) == lined(notes(old))
        order = [entry.id for entry in new.journal.entries("ilze", sheet=KEY)]
        assert sorted(order) == sorted(entry.id for entry in old.journal.entries("ilze", sheet=KEY))


@given(words | signs)
def test_a_safe_cell_is_no_formula_and_is_read_as_it_was(text: str) -> None:
    cell = safe(text)
    assert isinstance(cell, str)
    assert plain(cell) == text
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))


def test_no_cell_of_a_file_is_a_formula(ilze: Store) -> None:
    Hand(ilze).put("n1", {"text": '=HYPERLINK("http://evil")', "proof": "@SUM(1)"}, block="channels")
    row = list(csv.reader(io.StringIO(out_of(ilze).decode("utf-8-sig"))))[1]
    assert row[:5] == ["Channels", '\'=HYPERLINK("http://evil")', "Today", "", "'@SUM(1)"]
    cell = load_workbook(io.BytesIO(out_of(ilze, "xlsx"))).worksheets[0]["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ('=HYPERLINK("http://evil")', "s", True)


def test_a_list_of_ones_own_comes_in_by_title_or_key(ilze: Store) -> None:
    """Semicolons, other letters, headings and blocks in any case, words for colours, a comma in a number."""
    table = (
        "block;NOTE;Colour;How we know;Proof;Share;Phase;Since;Remarks\n"
        "channels;Fairs;at risk;heard from members;8 of 10;12,5;new one;2026-01-31;x\n"
        "Key  resources;Two;;;;;;;\n"
        ";;;;;;;;\n"
        "channels;;;;;;;;\n"
    )
    resources = next(block.key for block in CANVAS.blocks if block.title.casefold() == "key resources")
    intake = into(ilze, table)
    assert notes(ilze) == {
        "in.2": (
            "channels",
            {
                "text": "Fairs",
                "meaning": "risk",
                "evidence": "heard",
                "proof": "8 of 10",
                "share": 12.5,
                "phase": "new",
                "since": "2026-01-31",
            },
        ),
        "in.3": (resources, {"text": "Two"}),
    }
    assert intake.remarks == (
        "Columns that are not used: “Remarks”.",
        "Rows without words are left out: 5.",
    )


def test_a_rewritten_note_is_known_by_its_id_and_keeps_what_the_table_does_not_say(ilze: Store) -> None:
    Hand(ilze).put("n1", {"text": "Old", "links": ["trend:climate"], "evidence": "heard"}, block="channels")
    raw = out_of(ilze).decode("utf-8-sig").replace("Old", "New").replace("heard from members", "")
    intake = into(ilze, raw)
    assert [(each.entry, dict(each.fields)) for each in intake.changed] == [
        ("n1", {"text": "New", "evidence": ""})
    ]
    assert notes(ilze) == {"n1": ("channels", {"text": "New", "links": ["trend:climate"]})}


def test_without_an_id_a_note_is_known_by_its_block_and_words(ilze: Store) -> None:
    Hand(ilze).put("n1", {"text": "Fairs"}, block="channels")
    intake = into(ilze, f"{HEAD}\nChannels,Fairs,At risk,,\nKey Resources,Fairs,,,\n")
    assert [each.entry for each in intake.changed] == ["n1"]
    assert [each.entry for each in intake.new] == ["in.3"]
    assert notes(ilze)["n1"] == ("channels", {"text": "Fairs", "meaning": "risk"})


def test_new_notes_stand_at_the_end_of_their_block_in_the_order_of_the_rows(ilze: Store) -> None:
    Hand(ilze).put("n1", {"text": "First", "position": 7.5}, block="channels")
    into(ilze, "Block,Note\nChannels,Second\nChannels,Third\n")
    assert [entry.text() for entry in ilze.journal.entries("ilze", sheet=KEY)] == ["First", "Second", "Third"]


def test_the_same_note_twice_is_taken_once_and_told(ilze: Store) -> None:
    intake = into(ilze, "Block,Note\nChannels,Fairs\nChannels, Fairs\nKey Resources,Fairs\n")
    assert len(intake.new) == 2
    assert intake.remarks == ("The same note stands there twice and is taken once: 3 = 2.",)


def test_two_notes_with_the_same_words_both_stay(ilze: Store) -> None:
    hand = Hand(ilze)
    for key in ("n1", "n2"):
        hand.put(key, {"text": "Fairs"}, block="channels")
    assert weighed(ilze, out_of(ilze)).same == 2


def test_each_row_that_does_not_fit_names_sheet_line_and_what_was_meant(ilze: Store) -> None:
    head = "Block,Note,Meaning,How we know,Share,Phase,Since,Entry"
    Hand(ilze).put("n1", {"text": "There"}, block="channels")
    rows = [
        "Chanels,A,,,,,,",
        "Channels,B,At rsk,,,,,",
        "Channels,C,,mesured,,,,",
        "Channels,D,,,many,,,",
        "Channels,E,,,500,,,",
        "Channels,F,,,,newone,,",
        "Channels,G,,,,,soon,",
        "Channels,H,,,,,,n1",
        "Channels,I,,,,,,n1",
        f"Channels,{'x' * 20_001},,,,,,",
    ]
    intake = weighed(ilze, "\n".join([head, *rows]))
    told = dict(intake.refused)
    reasons = {
        "2": "has no block “Chanels”. Did you mean “Channels”?",
        "3, column C": "“Meaning” knows no “At rsk”. Did you mean “At risk”?",
        "4, column D": "“How we know” knows no “mesured”. Did you mean “measured”?",
        "5, column E": "“Share” takes a number, not “many”.",
        "6": "“Share” takes a number from -100 to 100.",
        "7, column F": "“Phase” knows no “newone”. Did you mean “New one”?",
        "8, column G": "“Since” takes a day, written like 2026-03-11, not “soon”.",
        "10": "The same stands in row 9 already.",
        "11": "This text is too long.",
    }
    for row, reason in reasons.items():
        assert reason in told[f"notes.csv, row {row}"]
    assert len(told) == len(reasons)


def test_a_wrong_heading_names_the_one_expected_and_the_nearest(ilze: Store) -> None:
    with pytest.raises(ImportFileError) as refusal:
        weighed(ilze, "Blocks,Text here,Proof\nChannels,A,\n")
    assert refusal.value.problems == (
        "There is no column “Block”. The nearest is “Blocks” in column A.",
        "There is no column “Note”. None is near it.",
        "The first row says: “Blocks”, “Text here”, “Proof”",
    )
    assert refusal.value.fix.startswith("The first row names the columns: “Block”, “Note”, “Meaning”")


@pytest.mark.parametrize(
    ("raw", "name", "what"),
    [
        (b"", "notes.csv", "The file has no rows."),
        (b"\n\n", "notes.csv", "The file has no rows."),
        (b"PK\x05\x06" + b"\0" * 18, "notes.xlsx", "The file is damaged or is not an Excel workbook."),
        (b"PK\x03\x04 and more", "notes.csv", "The file is damaged or is not an Excel workbook."),
        (b"no spreadsheet", "notes.xlsx", "The file is damaged or is not an Excel workbook."),
        (bytes(range(256)), "notes.csv", "The headings do not fit."),
    ],
)
def test_what_is_no_table_is_refused(ilze: Store, raw: bytes, name: str, what: str) -> None:
    with pytest.raises(ImportFileError) as refusal:
        weighed(ilze, raw, name)
    assert (refusal.value.what, refusal.value.where) == (what, name)


def test_letters_that_are_not_utf_8_are_read_and_told(ilze: Store) -> None:
    intake = into(ilze, "Block;Note\nChannels;Größe\n".encode("cp1252"))
    assert notes(ilze)["in.2"] == ("channels", {"text": "Größe"})
    assert "not UTF-8" in intake.remarks[0]


def test_two_thousand_rows_with_html_come_in_as_the_words_they_are(ilze: Store) -> None:
    rows = [f"Channels,<img src=x onerror=alert({n})> & more" for n in range(2000)]
    intake = into(ilze, "\n".join(["Block,Note", *rows]))
    assert len(intake.new) == 2000
    assert notes(ilze)["in.2001"] == ("channels", {"text": "<img src=x onerror=alert(1999)> & more"})
    raw = "\n".join(["Block,Note", *rows * 3])
    with pytest.raises(ImportFileError, match="The file has 6000 rows; 5000 at a time"):
        weighed(ilze, raw)


def test_of_many_sheets_the_one_of_the_canvas_is_read(ilze: Store) -> None:
    book = Spreadsheet()
    book.active.append(["Block", "Note"])
    book.active.append(["Channels", "Of another canvas"])
    sheet = book.create_sheet(CANVAS.short)
    sheet.append(["Block", "Note"])
    sheet.append(["Channels", "Ours"])
    file = io.BytesIO()
    book.save(file)
    intake = into(ilze, file.getvalue(), "all.xlsx")
    assert [(each.place, each.fields["text"]) for each in intake.new] == [(f"{CANVAS.short}, row 2", "Ours")]


def test_a_note_without_a_block_goes_out_and_stays_as_it_is(ilze: Store) -> None:
    Hand(ilze).put("n1", {"text": "Lost", "meaning": "old"}, block="old_block")
    intake = weighed(ilze, out_of(ilze))
    assert (intake.same, intake.refused) == (1, ())
    assert any("shown without a block" in remark for remark in intake.remarks)
