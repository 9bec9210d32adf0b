"""What people take with them: every word as JSON, and a spreadsheet that a person can read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import BytesIO

from openpyxl import load_workbook

from cba_kit.content import Library
from cba_kit.model.people import Person, group_id
from cba_kit.model.plan import Plan
from cba_kit.model.values import EntryKind
from cba_kit.model.workbook import Operation, Writer
from cba_kit.store import Store
from cba_kit.store.export import as_json, as_xlsx

KINDS: frozenset[EntryKind] = frozenset({"answer", "note", "rating", "action", "comment"})


def write(store: Store, by: str, operations: Sequence[Operation], book: str = "ilze") -> None:
    """Write into Ilze's workbook, or another one."""
    writer = Writer(person=by, client=f"tab of {by}", kinds=KINDS)
    assert store.journal.apply(book, operations, writer, accept=lambda *_: None).refused == ()


def put(entry: str, sheet: str, kind: EntryKind, block: str, **fields: object) -> Operation:
    return Operation.model_validate(
        {"id": f"op-{entry}", "sheet": sheet, "entry": entry, "kind": kind, "block": block, "fields": fields}
    )


def filled(store: Store, people: Sequence[Person]) -> Person:
    """Return Ilze, who has written on every kind of sheet; her coach has answered."""
    store.people.add(people)
    write(
        store,
        "ilze",
        [
            put("n1", "business_model", "note", "channels", text='=HYPERLINK("http://evil")', meaning="wish"),
            put("n2", "business_model", "note", "channels", text="Removed later"),
            put("r1", "megatrends", "rating", "climate", relevance=5, knowledge="unknown", reason="Forests"),
            put("a1", "action_plan", "action", "", title="Open day", trends=["climate"], cost=500.0),
            put("strategy.mission", "strategy", "answer", "mission", value="We\x07 build"),
            put("w1", "needs", "answer", "needs", segment="Sawmills", need="Buyers", importance=4),
            put("x1", "an_old_sheet", "note", "b", text="Kept"),
        ],
    )
    removal = Operation(id="gone", op="remove", sheet="business_model", entry="n2", kind="note")
    write(store, "ilze", [removal])
    write(store, "anneli", [put("c1", "business_model", "comment", "channels", text="Why only one?")])
    return store.people.person("ilze")


def test_json_holds_every_entry_with_all_fields_removed_ones_too(
    sqlite_store: Store, people: list[Person]
) -> None:
    ilze = filled(sqlite_store, people)
    told = json.loads(as_json(sqlite_store, Library(), ilze))
    entries = sqlite_store.journal.entries("ilze", removed=True)
    assert told["entries"] == [entry.model_dump(mode="json") for entry in entries]
    assert len(entries) == 8
    assert told["elsewhere"] == []
    assert told["person"]["name"] == "Ilze Kalniņa"
    assert told["edition"]["code"] == "cba3"
    assert told["workbook"]["version"] == 9


def test_who_reads_somebodys_download_gets_nothing_from_workbooks_that_they_may_not_read(
    sqlite_store: Store, people: list[Person]
) -> None:
    """A coach reads no group's workbook; whoever has left a group keeps what still are their own words."""
    ilze = filled(sqlite_store, people)
    eleni, coach = (sqlite_store.people.person(name) for name in ("eleni", "anneli"))
    for person in (ilze, eleni):
        sqlite_store.people.update(person.model_copy(update={"group": "Blue"}))
    board = group_id(ilze.edition, "Blue")
    notes = {"g1": "Mine", "g2": "Mine, too"}
    operations = [put(key, "business_model", "note", "channels", text=text) for key, text in notes.items()]
    write(sqlite_store, "ilze", operations, board)

    def elsewhere(reader: str) -> list[str]:
        owner = sqlite_store.people.person("ilze")
        told = json.loads(as_json(sqlite_store, Library(), owner, reader=sqlite_store.people.person(reader)))
        return [entry["fields"]["text"] for entry in told["elsewhere"]]

    assert {name: elsewhere(name) for name in ("ilze", "tomas", "anneli")} == {
        "ilze": ["Mine", "Mine, too"],
        "tomas": ["Mine", "Mine, too"],
        "anneli": [],
    }
    sqlite_store.people.update(ilze)  # she leaves the group, and somebody goes on with her note
    seen = {"id": "later", "base": 2, "fields": {"text": "Eleni's"}}
    write(sqlite_store, "eleni", [operations[0].model_copy(update=seen)], board)
    assert elsewhere("ilze") == ["Mine, too"]
    book = load_workbook(BytesIO(as_xlsx(sqlite_store, Library(), ilze, reader=coach)))
    assert "Written elsewhere" not in book.sheetnames


def test_a_private_note_is_not_told_by_what_its_writer_says_about_it(
    sqlite_store: Store, people: list[Person]
) -> None:
    ilze = filled(sqlite_store, people)
    group = group_id("cba3", "Blue")
    sqlite_store.people.update(ilze.model_copy(update={"group": "Blue"}))
    sqlite_store.journal.make_group_workbook(group, edition="cba3")
    ilze, tomas = sqlite_store.people.person("ilze"), sqlite_store.people.person("tomas")
    private = put("p1", "business_model", "note", "channels", text="Members leave", private=True)
    said: dict[str, dict[str, object]] = {
        "c9": {"text": "Why?", "entry": "p1", "quote": "Members leave"},
        "c10": {"text": "Members leave us", "thread": "c9"},
    }
    quote, answer = (
        put(key, "business_model", "comment", "channels").model_copy(update={"fields": fields})
        for key, fields in said.items()
    )
    write(sqlite_store, "ilze", [private, quote, answer], group)
    assert as_json(sqlite_store, Library(), ilze).count("Members leave") == 3
    assert "Members leave" not in as_json(sqlite_store, Library(), ilze, reader=tomas)
    shown = Operation.model_validate(dict(private) | {"id": "show", "fields": {"private": False}})
    write(sqlite_store, "ilze", [shown], group)
    assert as_json(sqlite_store, Library(), ilze, reader=tomas).count("Members leave") == 3


def test_a_coach_takes_along_what_they_wrote_in_the_workbooks_of_others(
    sqlite_store: Store, people: list[Person]
) -> None:
    filled(sqlite_store, people)
    coach = sqlite_store.people.person("anneli")
    told = json.loads(as_json(sqlite_store, Library(), coach))
    assert (told["workbook"], told["entries"]) == (None, [])
    assert [entry["fields"]["text"] for entry in told["elsewhere"]] == ["Why only one?"]
    book = load_workbook(BytesIO(as_xlsx(sqlite_store, Library(), coach)))
    assert book.sheetnames[-1] == "Written elsewhere"


def test_the_spreadsheet_has_a_sheet_for_each_sheet_in_words_for_people(
    sqlite_store: Store, people: list[Person]
) -> None:
    ilze = filled(sqlite_store, people)
    library = Library()
    book = load_workbook(BytesIO(as_xlsx(sqlite_store, library, ilze)))
    sheets = library.sheets(library.edition("cba3"))
    assert book.sheetnames == [
        "Read me",
        *(template.short for template in sheets.values()),
        "Comments",
        "Other entries",
    ]

    def rows(key: str) -> list[tuple[object, ...]]:
        title = sheets[key].short if key in sheets else key
        return [tuple(cell.value for cell in row) for row in book[title].iter_rows(min_row=2)]

    assert [row[:7] for row in rows("business_model")] == [
        ("Channels", '=HYPERLINK("http://evil")', "Wished for", None, None, "n1", "Ilze Kalniņa")
    ]
    assert [row[4] for row in rows("strategy")] == ["We build"]
    assert [row[2:5] for row in rows("needs")] == [
        (1, "Member group", "Sawmills"),
        (1, "Need, in the member's words", "Buyers"),
        (1, "Importance", 4),
    ]
    assert rows("action_plan")[0][:3] == ("Open day", None, "Climate change and environmental degradation")
    assert "I don't know" in rows("megatrends")[0]
    assert [row[1:6] for row in rows("Comments")] == [
        ("Channels", None, "Why only one?", "open", "Anneli Saarinen")
    ]
    assert [row[:5] for row in rows("Other entries")] == [("an_old_sheet", "b", "x1", "text", "Kept")]


def test_a_text_that_looks_like_a_formula_stays_a_text(sqlite_store: Store, people: list[Person]) -> None:
    ilze = filled(sqlite_store, people)
    library = Library()
    book = load_workbook(BytesIO(as_xlsx(sqlite_store, library, ilze)))
    cell = book[library.sheet("business_model").short]["B2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def columns(content: bytes, sheet: str) -> list[dict[str, object]]:
    """Return the rows of a sheet by the names of its columns."""
    head, *rows = load_workbook(BytesIO(content))[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_a_comment_is_told_as_its_first_writers(sqlite_store: Store, people: list[Person]) -> None:
    ilze = filled(sqlite_store, people)
    fields = {"state": "used"}
    used = Operation(id="used", sheet="business_model", entry="c1", kind="comment", fields=fields)
    write(sqlite_store, "ilze", [used])

    told = columns(as_xlsx(sqlite_store, Library(), ilze), "Comments")

    entry = next(e for e in sqlite_store.journal.entries("ilze") if e.id == "c1")
    assert (entry.created_by, entry.changed_by) == ("anneli", "ilze")
    assert [(row["State"], row["Written by"]) for row in told] == [("used", "Anneli Saarinen")]


def test_the_plan_is_told_in_words_and_days(sqlite_store: Store, people: list[Person]) -> None:
    ilze = filled(sqlite_store, people)
    fields = {"title": "Second", "depends_on": ["a1"], "due": "2024-05-31", "funding_status": "applied"}
    write(sqlite_store, "ilze", [put("a2", "action_plan", "action", "", **fields)])
    library = Library()

    told = columns(as_xlsx(sqlite_store, library, ilze), library.sheet("action_plan").short)

    row = next(row for row in told if row["Action"] == "Second")
    plan = library.sheet("action_plan")
    assert isinstance(plan, Plan)
    label = {word.key: word.label for word in plan.funding}["applied"]
    assert (row["Depends on"], str(row["Due"]), row["Funding status"]) == (
        "Open day",
        "2024-05-31 00:00:00",
        label,
    )


def test_times_are_by_the_editions_clock_and_its_zone_is_named_once(
    sqlite_store: Store, people: list[Person]
) -> None:
    ilze = filled(sqlite_store, people)
    library = Library()
    content = as_xlsx(sqlite_store, library, ilze)
    edition = library.edition("cba3")

    at = columns(content, library.sheet("business_model").short)[0]["Changed"]

    entry = next(e for e in sqlite_store.journal.entries("ilze") if e.id == "n1")
    assert at == entry.changed_at.astimezone(edition.zone).replace(microsecond=0, tzinfo=None)
    cells = [c.value for page in load_workbook(BytesIO(content)) for row in page.rows for c in row]
    assert sum(edition.timezone in str(value) for value in cells) == 1
