"""`cba trends`: import with a preview, list."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from cba_kit.config import open_academy
from cba_kit.content import Library
from cba_kit.model.assessment import assess
from cba_kit.model.trends import Trends
from cba_kit.model.workbook import Operation, Writer
from cba_kit.pages.drawings import drawings
from cba_kit.pages.visit import Visit
from cba_kit.pictures import described, radar_table

from .conftest import Cba, opened

RADAR = Path(__file__).parents[1] / "content" / "technology_radar.csv"


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A small catalogue of an organisation."""
    file = tmp_path / "own list.csv"
    file.write_text(
        "Trend;Theme;Horizon;Remarks;Description\n"
        "Big data;IT;Act;x;<b>More</b> of it\n"
        "Drones;Machines;Watch;;\n"
        "Robots;Machines;Act;;\n",
        encoding="utf-8",
    )
    return file


def sheet(folder: Path, key: str) -> Trends:
    """A sheet as the pages get it."""
    found = Library(folder / "templates").sheet(key)
    assert isinstance(found, Trends)
    return found


def test_the_preview_tells_all_and_writes_nothing(cba: Cba, folder: Path, catalogue: Path) -> None:
    """What columns were taken for, counts, the first rows, what is ignored, and the next step."""
    before = sorted(folder.rglob("*"))
    ran = cba("trends", "import", catalogue, "--academy", folder)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "own list.csv, headings in row 1",
        "  “Trend” is taken for name",
        "  “Theme” is taken for sector",
        "  “Horizon” is taken for ring",
        "  “Description” is taken for about",
        "Columns that are not used: “Remarks”.",
        "Trends: 3.",
        "Sectors (2): IT (1), Machines (2).",
        "Rings from the centre (2): Act, Watch.",
        "The first ones:",
        "  Big data | IT | Act | More of it",
        "  Drones | Machines | Watch",
        "  Robots | Machines | Act",
        "",
        "Nothing was written. To make the sheet “own_list”, add: --write",
    ]
    assert sorted(folder.rglob("*")) == before


def test_write_makes_one_sheet_that_an_edition_can_use(cba: Cba, folder: Path) -> None:
    """A public radar, unchanged; templates stay in order."""
    ran = cba(
        "trends", "import", RADAR, "--sheet", "radar", "--title", "Our radar", "--write", "--academy", folder
    )
    file = folder / "templates" / "trends" / "radar.yaml"
    assert ran.out.splitlines()[-2:] == [
        f"{file} is written; trends: 24.",
        "Next: name “radar” among the sheets of your edition.",
    ]
    assert [path.name for path in file.parent.iterdir()] == ["radar.yaml"]
    assert (sheet(folder, "radar").title, len(sheet(folder, "radar").trends)) == ("Our radar", 24)
    edition = folder / "templates" / "editions" / "spring.yaml"
    before, heading, after = edition.read_text(encoding="utf-8").partition("\nsheets:\n")
    edition.write_text(f"{before}{heading}  - radar\n{after}", encoding="utf-8")
    assert cba("templates", "check", "--academy", folder).code == 0
    assert "radar" in cba("edition", "show", "spring", "--json", "--academy", folder).json["sheets"]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_public_radar_comes_out_on_the_page(cba: Cba, manned: Path, tmp_path: Path, form: str) -> None:
    """From the file to what a participant sees: every entry in the picture and in its table."""
    with RADAR.open(encoding="utf-8", newline="") as lines:
        listed = list(csv.DictReader(lines))
    file = RADAR if form == "csv" else tmp_path / "radar.json"
    if form == "json":
        file.write_text(json.dumps(listed), encoding="utf-8")
    assert cba("trends", "import", file, "--sheet", "radar", "--write", "--academy", manned).code == 0
    edition = manned / "templates" / "editions" / "spring.yaml"
    text = edition.read_text(encoding="utf-8")
    edition.write_text(text.replace("\nsheets:\n", "\nsheets:\n  - radar\n", 1), encoding="utf-8")
    academy, fields = open_academy(manned), {"relevance": 4, "direction": 1, "knowledge": 2}
    with opened(manned) as store:
        person = store.people.of("spring", "participant")[0]
        visit = Visit(academy, Library(academy.templates), store, person)
        radar = visit.sheets["radar"]
        assert isinstance(radar, Trends)
        said = [
            Operation(
                id=f"o-{one.key}",
                entry=f"radar.{one.key}",
                sheet="radar",
                block=one.key,
                kind="rating",
                fields={**fields, "horizon": one.horizon},
            )
            for one in radar.trends
        ]
        book = store.journal.workbook_of(person.id)
        writer = Writer(person=person.id, client="a test", kinds=frozenset({"rating"}))
        store.journal.apply(book.id, said, writer, accept=lambda *_: None)
        entries = store.journal.entries(book.id)
        picture = described(drawings(visit, radar, entries)["radar"])
        table = radar_table(radar, assess(entries, "radar")).printed()

    assert {one["quadrant"] for one in listed} == {sector.title for sector in radar.sectors}
    assert [trend.name for trend in radar.trends if trend.name not in picture] == []
    assert {row[1] for row in table} == {one["name"] for one in listed}
    assert not [cell for row in table for cell in row if "<p>" in cell]


def test_list_counts(cba: Cba, folder: Path, catalogue: Path) -> None:
    """Shipped and own sheets by key; as a table the same in short."""
    cba("trends", "import", catalogue, "--write", "--academy", folder)
    rows = cba("trends", "list", "--json", "--academy", folder).json
    assert rows == [
        {
            "key": "megatrends",
            "title": "Trends",
            "trends": 14,
            "mega": 14,
            "macro": 0,
            "micro": 0,
            "sectors": 5,
            "rings": 4,
            "gone": 0,
            "from": "shipped",
        },
        {
            "key": "own_list",
            "title": "Own list",
            "trends": 3,
            "mega": 0,
            "macro": 0,
            "micro": 0,
            "sectors": 2,
            "rings": 2,
            "gone": 0,
            "from": "academy",
        },
    ]
    table = cba("trends", "list", "--academy", folder).out
    assert [word for word in ("own_list", "14 mega", "academy", "shipped") if word not in table] == []


def test_a_sheet_is_replaced_only_when_asked(cba: Cba, folder: Path, catalogue: Path) -> None:
    """With its changes told before, and what people rated named."""
    cba("trends", "import", catalogue, "--sheet", "own", "--write", "--academy", folder)
    file = folder / "templates" / "trends" / "own.yaml"
    first = file.read_bytes()
    catalogue.write_text("Trend\nRobots\nBig data & AI\n", encoding="utf-8")
    words = ("trends", "import", catalogue, "--sheet", "own", "--academy", folder)

    refused = cba(*words, "--write")
    assert (refused.code, file.read_bytes()) == (2, first)
    assert refused.err == (
        "The sheet “own” exists already. Look at the changes above, then add --replace, or choose another "
        "key with --sheet.\n"
    )
    assert "Trends that stay: 1, that come: 1, that go: 2." in refused.out
    looked = cba(*words)
    assert looked.out.endswith("To make the sheet “own”, add: --write --replace\n")
    assert cba(*words, "--write", "--replace").code == 0
    assert {t.key: t.name for t in sheet(folder, "own").trends} == {
        "robots": "Robots",
        "big_data_and_ai": "Big data & AI",
    }
    assert sheet(folder, "own").gone == {"big_data": "Big data", "drones": "Drones"}


def test_a_shipped_sheet_counts_as_one_that_is_there(cba: Cba, folder: Path, catalogue: Path) -> None:
    """An own one of its name would stand in front of it."""
    words = ("trends", "import", catalogue, "--sheet", "megatrends", "--write", "--academy", folder)
    assert "exists already" in cba(*words).err
    assert cba(*words, "--replace").code == 0
    assert len(sheet(folder, "megatrends").gone) == 14


def test_trends_with_ratings_that_go_are_told(cba: Cba, manned: Path, catalogue: Path) -> None:
    """And their keys stay theirs."""
    words = ("trends", "import", catalogue, "--sheet", "own", "--write", "--academy", manned)
    cba(*words)
    with opened(manned) as store:
        person = store.people.of("spring", "participant")[0]
        book = store.journal.workbook_of(person.id)
        store.journal.apply(
            book.id,
            [
                Operation(
                    id="o1",
                    entry="e1",
                    sheet="own",
                    block="big_data",
                    kind="rating",
                    fields={"relevance": 4},
                )
            ],
            Writer(person=person.id, client="a test", kinds=frozenset({"rating"})),
            accept=lambda *_: None,
        )
    catalogue.write_text("Trend\nRobots\nBig data & AI\n", encoding="utf-8")
    assert (
        "“Big data” goes and has 1 rating: they are kept, and shown no more. Is it “Big data & AI” now? "
        "Then write big_data into a column “key” of that row."
    ) in cba(*words, "--replace").out


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("Nmae,Ring\nA,1\n", (), "“Nmae” comes nearest, to “name”."),
        (
            "name,level\nA,meso\n",
            (),
            "  Row 2, column B (level): “meso” is not a level. Write mega, macro or",
        ),
        ("name\nA\n", ("--map", "name"), "“name” has no sign “=”."),
        ("name\nA\n", ("--sheet", "Our radar"), "“Our radar” is no key. Take “our_radar”, for instance."),
        (
            "name\nA\n",
            ("--sheet", "business_model"),
            "“business_model” is a sheet of kind canvas. Choose another key with --sheet.",
        ),
    ],
)
def test_what_cannot_be_is_refused(
    cba: Cba, folder: Path, tmp_path: Path, text: str, options: tuple[str, ...], words: str
) -> None:
    """With the place and what to do; nothing is written."""
    file = tmp_path / "a.csv"
    file.write_text(text, encoding="utf-8")
    ran = cba("trends", "import", file, "--write", "--academy", folder, *options)
    assert (ran.code, "Traceback" in ran.err) == (2, False)
    assert words in ran.err
    assert not (folder / "templates" / "trends").exists()


def test_a_column_is_named_with_map(cba: Cba, folder: Path, tmp_path: Path) -> None:
    """Several times, by heading or letter."""
    file = tmp_path / "a.csv"
    file.write_text("Was,Wo\nA,x\n", encoding="utf-8")
    ran = cba("trends", "import", file, "--map", "name=Was", "--map", "sector=B", "--academy", folder)
    assert "Trends: 1.\nSectors (1): x (1)." in ran.out
