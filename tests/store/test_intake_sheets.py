"""Tables of ratings, actions and answers: out, changed as in a spreadsheet, and in again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook as Spreadsheet
from openpyxl import load_workbook

from cba_kit.errors import ImportFileError, OperationError
from cba_kit.model.people import Person
from cba_kit.store import Store
from cba_kit.store.export_book import open_book
from cba_kit.store.export_sheet import SheetForm, sheet_file
from cba_kit.store.intake import Intake, weigh, write
from cba_kit.store.intake_cell import day, number
from cba_kit.store.intake_table import read_table

from .hand import Hand
from .workbooks import LIBRARY, SHEETS, Told, academy, tables

Rows = list[list[str]]
TABLES = ("megatrends", "action_plan", "strategy", "needs")


@pytest.fixture
def ilze(sqlite_store: Store, people: list[Person]) -> Store:
    sqlite_store.people.add(people)
    return sqlite_store


def out_of(store: Store, key: str, form: SheetForm = "csv") -> bytes:
    return sheet_file(LIBRARY, open_book(store, LIBRARY, "ilze", None), key, form)


def weighed(store: Store, key: str, raw: bytes, name: str = "x.csv") -> Intake:
    book = open_book(store, LIBRARY, "ilze", None)
    token = (
        f"in{book.workbook.version}"  # another one each time: what was written before is not written again
    )
    return weigh(book, read_table(raw, name, SHEETS[key], book, token=token), token=token)


def into(store: Store, key: str, raw: bytes, name: str = "x.csv") -> Intake:
    intake = weighed(store, key, raw, name)
    assert intake.refused == ()
    assert write(store, intake, importer="ilze").refused == ()
    return intake


def rows_of(raw: bytes) -> Rows:
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def saved(rows: Rows, separator: str = ";") -> bytes:
    """Save rows as Excel does in most of Europe."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=separator).writerows(rows)
    return file.getvalue().encode("utf-8-sig")


def edited(raw: bytes, where: Callable[[list[str]], bool], column: str, value: str) -> bytes:
    """Change one cell in each row that is meant, as somebody does in a spreadsheet."""
    head, *rows = rows_of(raw)
    at = head.index(column)
    meant = [row for row in rows if where(row)]
    assert meant
    for row in meant:
        row[at] = value
    return saved([head, *rows])


def put(store: Store, sheet: str, kind: str, entry: str, block: str = "", **fields: Any) -> None:
    Hand(store, client=f"c-{entry}").put(entry, fields, sheet=sheet, kind=kind, block=block)


def entry(store: Store, key: str) -> dict[str, Any]:
    (found,) = [each for each in store.journal.entries("ilze") if each.id == key]
    return {name: value for name, value in found.fields.items() if value not in (None, "", [])}


def shown(store: Store, key: str) -> dict[str, Any]:
    """What is said on a sheet, by id: without its place, and without what says nothing."""

    def bare(value: Any) -> Any:
        words = isinstance(value, str)
        return "\n".join(line.rstrip() for line in value.strip().splitlines()) if words else value

    found = {}
    for each in store.journal.entries("ilze", sheet=key):
        fields = {name: bare(value) for name, value in each.fields.items() if name != "position"}
        fields = {name: value for name, value in fields.items() if value not in (None, "", [])}
        if fields.keys() - {"round"}:
            found[each.id] = (each.block, fields)
    return found


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(TABLES).flatmap(lambda key: st.tuples(st.just(key), tables(key))),
    st.sampled_from(["csv", "xlsx"]),
)
def test_a_table_goes_out_and_comes_in(
    empty_store: Path, people: list[Person], written: tuple[str, list[Told]], form: SheetForm
) -> None:
    """Into a new academy, where all of it is the same, and into the same one, where nothing changes."""
    key, entries = written
    with academy(empty_store, people) as old, academy(empty_store, people) as new:
        for told in entries:
            put(old, key, told["kind"], told["entry"], told["block"], **told["fields"])
        raw = out_of(old, key, form)
        again = weighed(old, key, raw, f"x.{form}")
        assert (again.new, again.changed, again.refused) == ((), (), ())
        into(new, key, raw, f"x.{form}")
        assert shown(new, key) == shown(old, key)


def test_a_rating_that_is_changed_elsewhere_comes_back(ilze: Store) -> None:
    """Numbers, words of the scale, not knowing it, and a trend that was not rated before."""
    put(
        ilze,
        "megatrends",
        "rating",
        "megatrends.climate",
        "climate",
        relevance=2,
        reason="Floods",
        chosen=True,
    )
    head, *rows = rows_of(out_of(ilze, "megatrends"))
    assert len(rows) == len(SHEETS["megatrends"].trends)  # type: ignore[union-attr]  # it is a trends sheet
    (climate,) = [row for row in rows if row[-1] == "megatrends.climate"]
    other = next(row for row in rows if not row[-1])
    climate[4], climate[head.index("Reason")] = "5", ""
    other[4], other[5] = "I don't know", "-1"
    intake = into(ilze, "megatrends", saved([head, *rows]))
    assert [each.entry for each in intake.changed] == ["megatrends.climate"]
    assert entry(ilze, "megatrends.climate") == {"relevance": 5, "chosen": True}
    (new,) = intake.new
    assert new.fields == {"relevance": "unknown", "direction": -1, "round": 1}
    assert new.entry == f"megatrends.{new.block}"


@pytest.mark.parametrize(
    ("column", "value", "place", "reason"),
    [
        ("Trend", "Climat change and degradation", "row 2", "Did you mean “Climate change"),
        ("Round", "first", "row 2", "“Round” is a number from 1 to 9, not “first”."),
        ("Relevance", "11", "row 2, column E", "goes from"),
        ("Relevance", "2,5", "row 2, column E", "in whole numbers"),
        (
            "Matters to us",
            "perhaps",
            "row 2, column D",
            "“Matters to us” knows no “perhaps”. Known: yes, no.",
        ),
    ],
)
def test_a_rating_that_is_none_is_named_with_row_and_column(
    ilze: Store, column: str, value: str, place: str, reason: str
) -> None:
    head = ["No.", "Trend", "Round", "Matters to us", "Relevance"]
    row = dict.fromkeys(head, "") | {
        "Trend": "Climate change and environmental degradation",
        "Relevance": "1",
    }
    row[column] = value
    intake = weighed(ilze, "megatrends", saved([head, list(row.values())]))
    ((where, why),) = intake.refused
    assert where == f"x.csv, {place}"
    assert reason in why


def test_an_action_that_is_changed_elsewhere_comes_back(ilze: Store) -> None:
    """Days, money and lists as spreadsheets write them; an action may wait for a new one."""
    put(
        ilze, "action_plan", "action", "a1", title="Open day", cost=500.0, due="2026-05-31", links=["note:n1"]
    )
    head, row = rows_of(out_of(ilze, "action_plan"))
    row[head.index("Due")], row[head.index("Cost in EUR")] = "30.06.2026", "1 250 €"
    row[head.index("Depends on")], row[head.index("Trends")] = (
        "Ask the members",
        "Climate change and environmental degradation",
    )
    new = [""] * len(head)
    new[0], new[head.index("Status")], new[head.index("Start")] = "Ask the members", "planned", "46092"
    intake = into(ilze, "action_plan", saved([head, row, new]))
    (made,) = intake.new
    assert entry(ilze, "a1") == {
        "title": "Open day",
        "cost": 1250.0,
        "due": "2026-06-30",
        "links": ["note:n1"],
        "depends_on": [made.entry],
        "trends": ["climate"],
    }
    assert entry(ilze, made.entry) == {
        "title": "Ask the members",
        "status": "planned",
        "start": "2026-03-11",
        "position": 1.0,
    }


def test_an_emptied_cell_empties_the_field_and_a_missing_column_leaves_it(ilze: Store) -> None:
    put(ilze, "action_plan", "action", "a1", title="Open day", owner="Ilze", aim="Seen")
    head, row = rows_of(out_of(ilze, "action_plan"))
    at = [head.index(name) for name in ("Action", "Owner", "Entry")]
    row[at[1]] = ""
    into(ilze, "action_plan", saved([[head[i] for i in at], [row[i] for i in at]]))
    assert entry(ilze, "a1") == {"title": "Open day", "aim": "Seen"}


def test_two_actions_of_one_name_are_known_by_their_ids(ilze: Store) -> None:
    for key in ("a1", "a2"):
        put(ilze, "action_plan", "action", key, title="Open day")
    intake = into(
        ilze,
        "action_plan",
        edited(out_of(ilze, "action_plan"), lambda row: row[-1] == "a2", "Owner", "Eleni"),
    )
    assert [(each.entry, each.fields) for each in intake.changed] == [("a2", {"owner": "Eleni"})]


def test_an_answer_that_is_changed_elsewhere_comes_back(ilze: Store) -> None:
    raw = out_of(ilze, "strategy")
    single = next(row for row in rows_of(raw)[1:] if not row[3])
    into(ilze, "strategy", edited(raw, lambda row: row == single, "Answer", "Together we are seen"))
    (made,) = ilze.journal.entries("ilze")
    assert (made.kind, made.fields["value"], made.id) == (
        "answer",
        "Together we are seen",
        f"strategy.{made.block}",
    )
    raw = out_of(ilze, "strategy")
    into(ilze, "strategy", edited(raw, lambda row: row[-1] == made.id, "Answer", ""))
    assert entry(ilze, made.id) == {}


def test_rows_with_a_new_number_make_one_answer_together(ilze: Store) -> None:
    """The rows of a question that has rows: one is known by its number, and a new one is added."""
    head, *rows = rows_of(out_of(ilze, "needs"))
    asked = [row for row in rows if row[2] == "1"]
    assert len(asked) > 2
    question = asked[0][1]
    first = [row for row in asked if row[1] == question]
    first[0][4] = "Fewer young people"
    intake = into(ilze, "needs", saved([head, *rows]))
    (made,) = intake.new
    head, *rows = rows_of(out_of(ilze, "needs"))
    rows = [[*row[:5], ""] for row in rows]  # the column of ids was taken out
    more = [[*row[:2], "2", row[3], "Energy costs" if n == 0 else "", ""] for n, row in enumerate(first)]
    intake = into(ilze, "needs", saved([head, *rows, *more]))
    assert intake.changed == ()
    (second,) = intake.new
    assert second.entry != made.entry
    column = next(iter(name for name in second.fields if name != "position"))
    assert [each.fields[column] for each in ilze.journal.entries("ilze")] == [
        "Fewer young people",
        "Energy costs",
    ]


def test_a_question_that_is_not_asked_is_named_with_what_was_meant(ilze: Store) -> None:
    title = SHEETS["strategy"].questions[0].title  # type: ignore[union-attr]  # it is a form
    raw = saved([["Question", "Answer"], [f"{title}x", "Yes"], ["Quite another thing", "No"]])
    (first, why), (second, other) = weighed(ilze, "strategy", raw).refused
    assert (first, second) == ("x.csv, row 2", "x.csv, row 3")
    assert f"Did you mean “{title}”?" in why
    assert "has no question “Quite another thing”" in other


def test_the_whole_workbooks_excel_file_comes_in_sheet_by_sheet(ilze: Store) -> None:
    """It has tabs for all sheets and columns that nobody reads; a title above the headings does no harm."""
    put(ilze, "action_plan", "action", "a1", title="Open day")
    book = load_workbook(io.BytesIO(out_of(ilze, "action_plan", "xlsx")))
    book.worksheets[0].insert_rows(1)
    book.worksheets[0]["A1"] = "Our plan"
    book.create_sheet("Other").append(["Something", "else"])
    book.worksheets[0]["B3"] = "Seen by members"
    file = io.BytesIO()
    book.save(file)
    intake = into(ilze, "action_plan", file.getvalue(), "all.xlsx")
    assert [(each.place, each.fields) for each in intake.changed] == [
        ("Action plan, row 3", {"aim": "Seen by members"})
    ]
    assert intake.remarks == ("Only the tab “Action plan” is read; the file has 2 with something in them.",)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1234", 1234),
        ("12.5", 12.5),
        ("12,5", 12.5),
        ("1 234", 1234),
        ("1\u00a0234,5", 1234.5),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.250.000", 1250000),
        ("1,250,000.75", 1250000.75),
        ("€ 500", 500),
        ("500 EUR", 500),
        ("-3", -3),
        ("0,125", 0.125),
        ("12.125", 12.125),
        ("1e3", 1000),
    ],
)
def test_numbers_are_read_as_they_are_written_in_europe(cell: str, value: float) -> None:
    assert number("Cost", cell) == value


@pytest.mark.parametrize("cell", ["25,000", "25.000", "1.250"])
def test_a_number_that_can_be_two_is_refused(cell: str) -> None:
    with pytest.raises(OperationError, match="Write the one that you mean, without a sign between"):
        number("Cost", cell)


@pytest.mark.parametrize("cell", ["much", "1,2,3", "12 5", "1.2.3", "--1", "nan", "inf", "٣"])
def test_what_is_no_number_is_refused(cell: str) -> None:
    with pytest.raises(OperationError, match="“Cost” takes a number, not"):
        number("Cost", cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2026-03-11", "2026-03-11"),
        ("11.03.2026", "2026-03-11"),
        ("3.4.2026", "2026-04-03"),
        ("25/03/2026", "2026-03-25"),
        ("03/25/2026", "2026-03-25"),
        ("05/05/2026", "2026-05-05"),
        ("46092", "2026-03-11"),
        ("2026-03-11T00:00:00", "2026-03-11"),
    ],
)
def test_days_are_read_as_spreadsheets_write_them(cell: str, value: str) -> None:
    assert day("Due", cell) == value


def test_a_day_that_can_be_two_is_refused_with_both() -> None:
    with pytest.raises(OperationError) as refusal:
        day("Due", "03/04/2026")
    assert str(refusal.value) == (
        "“03/04/2026” can be 3 April or 4 March. Write the day like 2026-04-03 or 2026-03-04."
    )


@pytest.mark.parametrize("cell", ["soon", "11.3.26", "31.02.2026", "11-Mar-26", "2026-13-01", "460921"])
def test_what_is_no_day_is_refused(cell: str) -> None:
    with pytest.raises(OperationError, match="“Due” takes a day, written like 2026-03-11, not"):
        day("Due", cell)


@pytest.mark.parametrize(
    ("raw", "name", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "plan.csv", "The file is a picture (PNG), and no table."),
        (b"\xff\xd8\xff\xe0", "plan.xlsx", "The file is a picture (JPEG), and no table."),
        (b"%PDF-1.7", "plan.csv", "The file is a PDF document, and no table."),
        (b"\xd0\xcf\x11\xe0\xa1", "plan.xls", "The file is an old Excel file (XLS), and no table."),
        (
            b"<!doctype html><table>",
            "plan.csv",
            "The file is a web page or a picture (HTML, SVG), and no table.",
        ),
        (bytes(range(1, 32)) * 9, "plan.csv", "The file is no text, and no table."),
    ],
)
def test_a_file_of_another_kind_is_told_by_its_kind(ilze: Store, raw: bytes, name: str, what: str) -> None:
    with pytest.raises(ImportFileError) as refusal:
        weighed(ilze, "action_plan", raw, name)
    assert refusal.value.what == what


def test_a_table_of_another_sheet_says_where_it_belongs(ilze: Store) -> None:
    put(ilze, "action_plan", "action", "a1", title="Open day")
    with pytest.raises(ImportFileError) as refusal:
        weighed(ilze, "business_model", out_of(ilze, "action_plan"))
    assert refusal.value.what == "This is a table for “Action plan”, not for “Business model canvas”."
    assert refusal.value.fix == "Open that sheet, and bring the file in there."


@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_letters_are_read_however_they_were_saved(ilze: Store, letters: str) -> None:
    into(ilze, "action_plan", "Action;Owner\r\nÖffnung;Müller\r\n".encode(letters))
    (made,) = ilze.journal.entries("ilze")
    assert (made.text("title"), made.text("owner")) == ("Öffnung", "Müller")


def test_an_excel_file_that_unpacks_to_very_much_is_refused(ilze: Store) -> None:
    book = Spreadsheet()
    for _ in range(400):
        book.active.append(["x" * 30_000] * 2)  # type: ignore[union-attr]  # a new one has a sheet
    file = io.BytesIO()
    book.save(file)
    assert len(file.getvalue()) < 200_000
    with pytest.raises(ImportFileError, match="when it is unpacked; 16 MB are read"):
        weighed(ilze, "action_plan", file.getvalue(), "bomb.xlsx")
