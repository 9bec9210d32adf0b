"""`cba workbook`: out as any file, in again after a look, all or nothing."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from cba_kit.model.workbook import Entry

from ..store.hand import Hand
from .conftest import Cba, opened

IMPORT = ("workbook", "import", "--person", "ilze", "--sheet", "business_model")


@pytest.fixture
def written(manned: Path) -> Path:
    """The academy, with two notes of Ilze's and a group of hers."""
    with opened(manned) as store:
        person = store.people.person("ilze")
        store.people.update(person.model_copy(update={"group": "Blue"}))
        hand = Hand(store)
        hand.put("n1", {"text": "Fairs", "evidence": "heard"}, block="channels")
        hand.put("n2", {"text": "Gone"}, block="channels")
        hand.see().remove("n2")
    return manned


def notes(folder: Path, book: str = "ilze") -> list[tuple[str, str]]:
    with opened(folder) as store:
        return [(entry.block, entry.text()) for entry in _entries(store, book)]


def _entries(store: object, book: str) -> list[Entry]:
    found: list[Entry] = store.journal.entries(book, kind="note")  # type: ignore[attr-defined]  # a store
    return found


@pytest.mark.parametrize("form", ["json", "csv", "xlsx", "md", "svg"])
def test_export_writes_each_kind_of_file(cba: Cba, written: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"model.{form}"
    ran = cba(
        "workbook", "export", "ilze", "--format", form, "--sheet", "business_model", "--to", file,
        "--academy", written,
    )  # fmt: skip
    assert (ran.code, ran.out, ran.err) == (0, f"{file} is written.\n", "")
    raw = file.read_bytes()
    found = {
        "json": lambda: json.loads(raw)["entries"][0]["fields"]["text"],
        "csv": lambda: list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))[1][1],
        "xlsx": lambda: load_workbook(io.BytesIO(raw)).worksheets[0]["B2"].value,
        "md": lambda: "Fairs" if "- Fairs\n" in raw.decode() else "",
        "svg": lambda: "Fairs" if ">Fairs</text>" in raw.decode() else "",
    }[form]()
    assert found == "Fairs"


def test_without_a_file_it_is_printed_and_nothing_else(cba: Cba, written: Path) -> None:
    words = ("--format", "md", "--sheet", "business_model", "--academy", written)
    ran = cba("workbook", "export", "ilze", *words)
    assert (ran.code, ran.err, ran.out.startswith("# Business model canvas\n")) == (0, "", True)
    assert "export workbook=ilze form=md" in (written / "audit.log").read_text()


@pytest.mark.parametrize("form", ["json", "xlsx", "md"])
def test_a_whole_workbook_goes_into_one_file(cba: Cba, written: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"all.{form}"
    ran = cba("workbook", "export", "ilze", "--format", form, "--to", file, "--academy", written)
    assert ran.code == 0
    if form == "xlsx":
        assert len(load_workbook(file).sheetnames) > 5
    elif form == "md":
        assert file.read_text(encoding="utf-8").count("\n# ") > 5
    else:
        assert [entry["id"] for entry in json.loads(file.read_bytes())["entries"]] == ["n1", "n2"]


def test_a_table_or_picture_without_a_sheet_asks_for_one(cba: Cba, written: Path) -> None:
    said = cba("workbook", "export", "ilze", "--format", "csv", "--academy", written).refusal
    assert said.startswith("This kind of file holds one sheet. Add --sheet with one of: ")


def test_import_looks_first_then_writes_all(cba: Cba, written: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Block,Note\nChannels,Fairs\nChannels,Visits\n", encoding="utf-8")
    words = ("workbook", "import", file, "--person", "ilze", "--sheet", "business_model")
    ran = cba(*words, "--academy", written)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "list.csv for the workbook of Ilze Kalniņa, spring:",
        "  1 new, 0 changed, 1 the same, 0 refused",
        "  New: list.csv, row 3, channels: Visits",
        "Nothing was written. To write it, add: --write",
    ]
    assert notes(written) == [("channels", "Fairs")]
    ran = cba(*words, "--write", "--academy", written)
    assert ran.out.splitlines()[-1] == "Written: 1 new, 0 changed."
    assert notes(written) == [("channels", "Fairs"), ("channels", "Visits")]
    assert "import person=ilze workbook=ilze entries=1" in (written / "audit.log").read_text()


def test_what_is_there_is_changed_only_with_replace(cba: Cba, written: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Block,Note,Entry\nChannels,Trade fairs,n1\n", encoding="utf-8")
    words = (*IMPORT, file, "--academy", written)
    assert cba(*words).out.splitlines()[-1].endswith("add: --write --replace")
    ran = cba(*words, "--write")
    assert (ran.code, "add --replace" in ran.err) == (2, True)
    assert notes(written) == [("channels", "Fairs")]
    assert cba(*words, "--write", "--replace").code == 0
    assert notes(written) == [("channels", "Trade fairs")]


def test_one_row_that_does_not_fit_stops_all(cba: Cba, written: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Block,Note\nChannels,Visits\nChanels,Calls\n", encoding="utf-8")
    words = (*IMPORT, file, "--academy", written)
    looked = cba(*words)
    assert (looked.code, "Refused: list.csv, row 3" in looked.out) == (0, True)
    ran = cba(*words, "--write")
    assert ran.code == 2
    assert "list.csv, row 3: “Business model canvas” has no block “Chanels”. Did you mean “Channels”?" in (
        ran.err
    )
    assert notes(written) == [("channels", "Fairs")]


def test_a_workbook_moves_into_a_group(cba: Cba, written: Path, tmp_path: Path) -> None:
    """Whose group it is, is found by its name; it is written in the name of who leads the edition."""
    file = tmp_path / "model.json"
    words = ("--sheet", "business_model", "--academy", written)
    assert cba("workbook", "export", "ilze", "--to", file, *words).code == 0
    ran = cba("workbook", "import", file, "--group", "blue", "--write", *words)
    assert ran.code == 0, ran.err
    with opened(written) as store:
        (book,) = [each for each in store.journal.workbooks("spring") if each.owner_kind == "group"]
        assert store.journal.changes(book.id)[0].person == "tomas"
        assert [entry.text() for entry in store.journal.entries(book.id)] == ["Fairs"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Whose workbook is it? Name a person by id, or a group with --group."),
        (("--person", "nobody"), "There is no person “nobody”."),
        (("--person", "anneli"), "“anneli” has no workbook. Participants and groups have one."),
        (("--group", "Green"), "No edition has a group “Green”. Look at the list of your people."),
        (("--person", "ilze", "--sheet", "chess"), "There is no sheet “chess”."),
        (("--person", "ilze"), "Which sheet takes the rows? Add --sheet with one of: "),
    ],
)
def test_what_is_meant_is_asked_for(
    cba: Cba, written: Path, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Block,Note\nChannels,Visits\n", encoding="utf-8")
    assert cba("workbook", "import", file, *words, "--academy", written).refusal.startswith(said)


def test_a_file_that_is_not_there_is_told(cba: Cba, written: Path, tmp_path: Path) -> None:
    ran = cba("workbook", "import", tmp_path / "no.json", "--person", "ilze", "--academy", written)
    assert (ran.code, "no.json" in ran.err, "Traceback" in ran.err) == (2, True, False)
