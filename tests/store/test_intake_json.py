"""JSON out, a new academy, JSON in: the same workbook, history aside; and what cannot come in says why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings

from cba_kit.errors import ImportFileError
from cba_kit.model.people import Person, group_id
from cba_kit.model.values import VALUES
from cba_kit.model.workbook import Operation, Workbook, Writer
from cba_kit.store import Store
from cba_kit.store.export import as_json
from cba_kit.store.export_book import book_of, open_book
from cba_kit.store.export_json import VERSION, book_json
from cba_kit.store.intake import Intake, weigh, write
from cba_kit.store.intake_json import read_json
from tests.cast import COACH, ELENI, ILZE, TRAINER

from .hand import ALL, Hand, anything
from .workbooks import LIBRARY, Told, academy, doings, facts

BLUE = group_id("cba3", "Blue")


def do(store: Store, done: list[Told], book: str = "ilze") -> None:
    """Write as pages would."""
    for number, told in enumerate(done):
        asked = {name: value for name, value in told.items() if name != "by"}
        base = store.journal.workbook(book).version
        operation = Operation.model_validate({"id": f"o{number}", "base": base} | asked)
        writer = Writer(person=told["by"], client=told["by"], kinds=ALL)
        assert store.journal.apply(book, [operation], writer, accept=anything).refused == ()


def out_of(store: Store, book: str = "ilze") -> bytes:
    return book_json(open_book(store, LIBRARY, book, None)).encode()


def weighed(store: Store, raw: bytes, book: str = "ilze", *, by: str = "ilze", token: str = "in") -> Intake:
    people = store.people.of("cba3")
    opened = open_book(store, LIBRARY, book, None)
    return weigh(opened, read_json(raw, "file.json", people, importer=by), token=token)


def into(store: Store, raw: bytes, book: str = "ilze", *, by: str = "ilze") -> Intake:
    intake = weighed(store, raw, book, by=by)
    assert intake.refused == ()
    assert write(store, intake, importer=by).refused == ()
    return intake


def everything() -> list[Told]:
    """One of each kind with every field that it has, ratings of two rounds, and removed ones among them."""
    canvas = {"sheet": "business_model", "block": "channels"}
    trend = {"sheet": "megatrends", "kind": "rating", "block": "climate", "by": "ilze"}
    note = {
        "text": "Öffnung\n= 5 days",
        "meaning": "risk",
        "evidence": "heard",
        "proof": "12 members",
        "links": ["trend:climate", "action:a1"],
        "position": 1.5,
        "part": "n2",
        "private": False,
        "sources": [f"{BLUE}/n7", f"{BLUE}/n8"],
    }
    rated = {"chosen": True, "direction": -2, "knowledge": "unknown", "certainty": 3, "readiness": 1}
    rated |= {"horizon": "unknown", "reason": "Floods"}
    lines = dict.fromkeys(
        (
            *("title", "aim", "origin", "background", "description", "owner", "partners", "first_step"),
            *("funding", "measure", "unit", "baseline", "target", "risks", "status_reason"),
        ),
        "Words",
    )
    days = dict.fromkeys(("start", "due", "first_step_by", "target_by"), "2024-05-31")
    chosen = {"funding_status": "idea", "status": "active", "confidence": 7, "cost": 500.0, "position": 2}
    listed = {"links": ["note:n1", "need:r1"], "trends": ["climate"], "depends_on": ["a0"]}
    said = {"text": "Why?", "thread": "c0", "section": "plan", "entry": "n1", "quote": "Öff", "state": "used"}
    return [
        {"by": "ilze", "kind": "note", "entry": "n1", "fields": note} | canvas,
        {"by": "eleni", "kind": "note", "entry": "n2", "fields": {"text": "Gone", "private": True}} | canvas,
        {"by": "eleni", "kind": "note", "entry": "n2", "op": "remove", "fields": {}} | canvas,
        {"entry": "megatrends.climate", "fields": {"relevance": 5, "round": 1} | rated} | trend,
        {"entry": "megatrends.climate.2", "fields": {"relevance": 2, "round": 2}} | trend,
        {
            "by": "ilze",
            "sheet": "strategy",
            "kind": "answer",
            "block": "vision",
            "entry": "strategy.vision",
            "fields": {"value": "Seen", "position": 3},
        },
        {
            "by": "ilze",
            "sheet": "action_plan",
            "kind": "action",
            "entry": "a1",
            "fields": {**lines, **days, **chosen, **listed},
        },
        {"by": "eleni", "kind": "comment", "entry": "c1", "fields": said} | canvas,
        {"by": "eleni", "kind": "comment", "entry": "c2", "fields": {"text": "Never mind"}} | canvas,
        {"by": "eleni", "kind": "comment", "entry": "c2", "op": "remove", "fields": {}} | canvas,
        {
            "by": "ilze",
            "sheet": "business_model",
            "kind": "finding",
            "block": "empty",
            "entry": "finding.business_model.empty",
            "fields": {"state": "aside", "reason": "Later", "notes": ["n1"], "action": "a1", "about": "1f"},
        },
        {
            "by": "tomas",
            "sheet": "business_model",
            "kind": "stage",
            "entry": "stage.business_model",
            "fields": {
                **{"locked": ["channels"], "hidden": ["channels"]},
                **{"phase": "discuss", "round": 2, "authors": False, "dots": 5},
                **{"spotlight": "channels", "ends": "2024-03-11T12:00:00Z"},
            },
        },
        {
            "by": "ilze",
            "sheet": "business_model",
            "kind": "vote",
            "entry": "vote.business_model.ilze",
            "fields": {"dots": ["n1", "n1"]},
        },
    ]


def test_everything_has_each_kind_with_each_field() -> None:
    """What entries learn to hold is missed here, so that no round trip passes without it."""
    told: dict[str, set[str]] = {}
    for each in everything():
        told.setdefault(each["kind"], set()).update(each["fields"])
    assert told == {kind: set(value.model_fields) for kind, value in VALUES.items()}


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(everything())
@given(doings())
def test_what_goes_out_comes_in_the_same(empty_store: Path, people: list[Person], done: list[Told]) -> None:
    with academy(empty_store, people) as old, academy(empty_store, people) as new:
        do(old, done)
        wanted = old.journal.entries("ilze", removed=True)
        assert {each.id for each in wanted} >= {each["entry"] for each in done}
        into(new, out_of(old))
        got = new.journal.entries("ilze", removed=True)
        assert facts(got) == facts(wanted)
        assert [entry.id for entry in new.journal.entries("ilze")] == [
            entry.id for entry in old.journal.entries("ilze")
        ]
        again = weighed(new, out_of(new))
        assert (again.new, again.changed, again.same, again.operations) == ((), (), len(wanted), ())
        version = new.journal.workbook("ilze").version
        assert facts(new.journal.entries("ilze", at=version, removed=True)) == facts(got)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(everything())
@given(doings())
def test_a_groups_workbook_moves_on_both_databases(
    store: Store, people: list[Person], done: list[Told]
) -> None:
    """From one group to another of the same academy; the votes stay with those who gave them."""
    if not store.people.of("cba3"):
        store.people.add(people)
    number = len(store.journal.workbooks("cba3"))
    old, new = (f"group:{number + side}" for side in (0, 1))
    for book in (old, new):
        store.journal.make_group_workbook(book, edition="cba3")
    do(store, done, old)
    wanted = [each for each in store.journal.entries(old, removed=True) if each.kind != "vote"]
    assert {each.id for each in wanted} >= {each["entry"] for each in done if each["kind"] != "vote"}
    into(store, out_of(store, old), new, by="tomas")
    assert facts(store.journal.entries(new, removed=True)) == facts(wanted)


def with_group(people: list[Person]) -> list[Person]:
    return [each.model_copy(update={"group": "Blue"}) if each in (ILZE, ELENI) else each for each in people]


@pytest.mark.parametrize("book", ["ilze", BLUE])
def test_one_of_everything_comes_in_on_both_databases(
    store: Store, empty_store: Path, people: list[Person], book: str
) -> None:
    """A participant's and a group's, out of both databases and into both."""
    store.people.add(with_group(people))
    do(store, everything(), book)

    def written(where: Store) -> dict[str, Told]:
        """All that is written, but for the votes in a group: they stay with those who gave them."""
        entries = where.journal.entries(book, removed=True)
        return facts([each for each in entries if each.kind != "vote" or book == "ilze"])

    with academy(empty_store, with_group(people)) as other:
        into(other, out_of(store, book), book, by="tomas")
        assert written(other) == written(store)
        with_more = [{"by": "ilze", **_note("late", "Written there")}]
        do_more(other, with_more, book)
        found = into(store, out_of(other, book), book, by="tomas")
        assert [each.entry for each in found.new] == ["late"]
        assert written(store) == written(other)


def do_more(store: Store, done: list[Told], book: str) -> None:
    for told in done:
        hand = Hand(store, person=told["by"], workbook=book).see()
        hand.put(told["entry"], told["fields"], sheet=told["sheet"], kind=told["kind"], block=told["block"])


def _note(entry: str, text: str, **fields: Any) -> Told:
    words = {"text": text, **fields}
    return {"sheet": "business_model", "kind": "note", "block": "channels", "entry": entry, "fields": words}


def test_both_texts_of_a_conflict_come_in(empty_store: Path, people: list[Person]) -> None:
    with academy(empty_store, people) as old, academy(empty_store, people) as new:
        one, two = Hand(old, "one"), Hand(old, "two", person="anneli")
        one.put("n1", {"text": "First"}, block="channels")
        two.put("n1", {"text": "Second"})
        into(new, out_of(old))
        found = new.journal.entries("ilze")
        assert facts(found) == facts(old.journal.entries("ilze"))
        assert {entry.conflict_of for entry in found} == {None, "n1"}


def test_the_journal_says_who_brought_it_in_and_the_entry_who_wrote_it(
    empty_store: Path, people: list[Person]
) -> None:
    with academy(empty_store, people) as old, academy(empty_store, people) as new:
        do(old, [{"by": "anneli", **_note("n1", "Hers")}])
        into(new, out_of(old), by="tomas")
        assert [change.person for change in new.journal.changes("ilze")] == ["tomas"]
        assert [entry.created_by for entry in new.journal.entries("ilze")] == ["anneli"]


def test_people_are_found_by_email_else_by_id_and_who_is_missing_is_told(
    empty_store: Path, people: list[Person]
) -> None:
    renamed = COACH.model_copy(update={"id": "anneli-2"})
    here = [ILZE.model_copy(update={"coach": "anneli-2"}), renamed, TRAINER]
    with academy(empty_store, people) as old, academy(empty_store, here) as new:
        do(old, [{"by": by, **_note(by, "Words")} for by in ("ilze", "anneli", "eleni")])
        intake = into(new, out_of(old), by="tomas")
        found = {entry.id: entry.created_by for entry in new.journal.entries("ilze")}
        assert found == {"ilze": "ilze", "anneli": "anneli-2", "eleni": "tomas"}
        assert [remark for remark in intake.remarks if "not here" in remark] == [
            "Ελένη Παπαδάκη is not here: their entries get the name of who brings them in."
        ]


def test_somebody_else_with_the_same_id_is_not_taken_for_the_writer(
    empty_store: Path, people: list[Person]
) -> None:
    other = ELENI.model_copy(update={"name": "Somebody Else", "email": "else@example.org"})
    with academy(empty_store, people) as old, academy(empty_store, [COACH, TRAINER, ILZE, other]) as new:
        do(old, [{"by": "eleni", **_note("n1", "Words")}])
        into(new, out_of(old), by="tomas")
        assert [entry.created_by for entry in new.journal.entries("ilze")] == ["tomas"]


def test_a_download_from_the_page_comes_in_too(empty_store: Path, people: list[Person]) -> None:
    with academy(empty_store, people) as old, academy(empty_store, people) as new:
        do(old, everything())
        into(new, as_json(old, LIBRARY, ILZE).encode())
        assert facts(new.journal.entries("ilze", removed=True)) == facts(
            old.journal.entries("ilze", removed=True)
        )


def test_votes_of_others_stay_out(empty_store: Path, people: list[Person]) -> None:
    vote = {"sheet": "business_model", "kind": "vote", "block": "", "fields": {"dots": ["n1"]}}
    with academy(empty_store, with_group(people)) as store:
        do(store, [{"by": by, "entry": f"v.{by}", **vote} for by in ("ilze", "eleni")], BLUE)
        ilze = store.people.person("ilze")
        assert open_book(store, LIBRARY, BLUE, None).entries == []
        assert [entry.id for entry in open_book(store, LIBRARY, BLUE, ilze).entries] == ["v.ilze"]


def test_a_group_that_has_no_workbook_yet_gets_one(empty_store: Path, people: list[Person]) -> None:
    with academy(empty_store, with_group(people)) as old, academy(empty_store, with_group(people)) as new:
        do(old, everything(), BLUE)
        empty = Workbook(
            id="group:new", edition="cba3", owner="group:new", owner_kind="group", version=0, changed_at=None
        )
        parcel = read_json(out_of(old, BLUE), "x.json", new.people.of("cba3"), importer="tomas")
        intake = weigh(book_of(new, LIBRARY, empty, None), parcel, token="in")
        assert not new.journal.exists("group:new")
        new.journal.make_group_workbook("group:new", edition="cba3")
        write(new, intake, importer="tomas")
        assert len(new.journal.entries("group:new", removed=True)) == len(intake.new)


def altered(raw: bytes, **told: Any) -> bytes:
    return json.dumps(json.loads(raw) | told).encode()


@pytest.fixture
def made(sqlite_store: Store, people: list[Person]) -> tuple[Store, bytes]:
    """An academy, and the file of a workbook with one note."""
    sqlite_store.people.add(people)
    do(sqlite_store, [{"by": "ilze", **_note("n1", "One")}])
    return sqlite_store, out_of(sqlite_store)


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"", "not JSON"),
        (b"[1, 2]", "no workbook"),
        (b'{"entries": 3}', "no workbook"),
        (b'{"entries": [\xff]}', "not UTF-8 (byte 13)"),
        (b"[" * 100_000, "not JSON"),
        (b"PK\x03\x04", "not JSON"),
        (b'{"entries": [], "format": "radar"}', "another programme"),
    ],
)
def test_what_is_no_workbook_is_refused(made: tuple[Store, bytes], raw: bytes, what: str) -> None:
    with pytest.raises(ImportFileError) as refusal:
        weighed(made[0], raw)
    assert what in str(refusal.value)
    assert refusal.value.where == "file.json"


def test_a_newer_format_is_refused_and_an_older_one_is_read(made: tuple[Store, bytes]) -> None:
    store, raw = made
    with pytest.raises(
        ImportFileError, match=f"has format {VERSION + 1}; this programme reads formats up to"
    ):
        weighed(store, altered(raw, format_version=VERSION + 1))
    told = json.loads(raw)
    for name in ("format", "format_version", "people"):
        del told[name]
    old = weighed(store, json.dumps(told).encode())
    assert (old.same, old.refused) == (1, ())
    assert "older programme" in old.remarks[0]


def test_each_refusal_names_its_place_and_nothing_is_written(made: tuple[Store, bytes]) -> None:
    store, raw = made
    entry = json.loads(raw)["entries"][0]
    wrong = [
        entry | {"id": "n2", "fields": {"text": "x" * 20_001}},
        entry | {"id": "n3", "kind": "poem"},
        entry | {"id": "n4", "fields": {"links": "no list"}},
        entry | {"id": "two words"},
        entry | {"id": "n5", "kind": "rating", "sheet": "megatrends", "fields": {"relevance": 99}},
        entry | {"id": "n6"},
        entry | {"id": "n6"},
        entry | {"sheet": "swot"},
        "no entry",
    ]
    intake = weighed(store, altered(raw, entries=wrong))
    assert [place for place, _ in intake.refused[:2]] == ["business_model, entry 2", "entry 9"]
    reasons = "\n".join(reason for _, reason in intake.refused)
    for part in ("too long", "“kind” is not right", "“links”", "“entry” is not right", "“relevance”"):
        assert part in reasons
    assert "The same entry stands in business_model, entry 6." in reasons
    assert len(intake.refused) == 8
    before = store.journal.workbook("ilze")
    with pytest.raises(ImportFileError) as refusal:
        write(store, intake, importer="ilze")
    assert len(refusal.value.problems) == 8
    assert store.journal.workbook("ilze") == before


def test_what_the_template_has_no_more_is_kept_and_told(made: tuple[Store, bytes]) -> None:
    store, raw = made
    entry = json.loads(raw)["entries"][0]
    entries = [
        entry | {"id": "n2", "block": "old_block"},
        entry | {"id": "n3", "fields": {"text": "x", "old_column": 5, "meaning": "old"}},
        entry | {"id": "n4", "sheet": "old_sheet"},
        entry | {"id": "strategy.old", "kind": "answer", "sheet": "strategy", "block": "old", "fields": {}},
        entry | {"id": "m.old", "kind": "rating", "sheet": "megatrends", "block": "old", "fields": {}},
    ]
    intake = into(store, altered(raw, entries=entries))
    assert len(intake.new) == 5
    told = "\n".join(intake.remarks)
    assert "has no block “old_block”: its notes are kept and shown without a block. (1)" in told
    for part in ("“old_column”", "“meaning”", "“old_sheet” is not there", "no trend “old”"):
        assert part in told
    assert {e.block for e in store.journal.entries("ilze", sheet="business_model")} == {
        "channels",
        "old_block",
    }


def test_a_file_of_another_edition_is_told_and_its_other_sheets_are_refused(
    made: tuple[Store, bytes],
) -> None:
    store, raw = made
    entry = json.loads(raw)["entries"][0]
    entries = [entry | {"id": "n2"}, entry | {"id": "n3", "sheet": "old_sheet"}]
    intake = weighed(store, altered(raw, edition={"code": "past"}, entries=entries))
    assert [reason for _, reason in intake.refused] == ["This workbook has no sheet “old_sheet”."]
    assert "The file is from the edition “past”; this workbook belongs to “cba3”." in intake.remarks


def test_what_is_there_already_is_changed_to_what_the_file_says(made: tuple[Store, bytes]) -> None:
    store, raw = made
    Hand(store).see().put("n1", {"text": "Two", "proof": "More"}, block="cost_structure")
    Hand(store, "other").see().put("n9", {"text": "Only here"}, block="channels")
    intake = into(store, raw)
    assert [(each.entry, each.place) for each in intake.changed] == [("n1", "business_model, entry 1")]
    found = {entry.id: entry for entry in store.journal.entries("ilze")}
    assert (found["n1"].block, found["n1"].text(), found["n1"].text("proof")) == ("channels", "One", "")
    assert found["n9"].text() == "Only here"


def test_who_writes_between_preview_and_import_stops_it(made: tuple[Store, bytes]) -> None:
    store, raw = made
    entry = json.loads(raw)["entries"][0]
    intake = weighed(store, altered(raw, entries=[entry | {"id": "n0"}, entry | {"fields": {"text": "New"}}]))
    Hand(store).see().put("n1", {"text": "Meanwhile"})
    before = store.journal.workbook("ilze").version
    with pytest.raises(ImportFileError, match="somebody has changed the workbook"):
        write(store, intake, importer="ilze")
    assert store.journal.workbook("ilze").version == before
    assert [entry.text() for entry in store.journal.entries("ilze")] == ["Meanwhile"]
