"""Catalogues: what is read from files of many makers, what is told about them, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import Workbook

from cba_kit.content import Library
from cba_kit.content.catalogue import Draft, read_catalogue, read_vocabulary, write_sheet
from cba_kit.errors import CbaError, ImportFileError
from cba_kit.model.trends import Horizon, Trends
from cba_kit.pictures import issued_radar, issued_table

RADAR = Path(__file__).with_name("technology_radar.csv")


def pattern() -> Trends:
    """The shipped sheet that lends its scales."""
    sheet = Library().sheet("megatrends")
    assert isinstance(sheet, Trends)
    return sheet


def made(draft: Draft, **wanted: Any) -> Trends:
    """The sheet of a draft that has no problems."""
    return draft.sheet("mine", pattern=pattern(), **wanted)


def rows(draft: Draft) -> list[tuple[str, str, str, str | None]]:
    """Name, sector, ring and movement of each trend."""
    return [(trend.name, trend.sector, trend.ring, trend.moved) for trend in draft.trends]


def workbook(**sheets: list[list[object]]) -> bytes:
    """An Excel file with these rows in these sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_public_radar_goes_in_unchanged() -> None:
    """Every column is known, every row is a trend, and descriptions are plain text."""
    draft = read_catalogue(RADAR)
    assert draft.taken == (
        ("name", "name", ""),
        ("ring", "ring", ""),
        ("quadrant", "sector", ""),
        ("isNew", "is_new", ""),
        ("description", "about", ""),
    )
    assert (draft.ignored, draft.remarks, draft.problems) == ((), (), ())
    assert draft.rings == ("Adopt", "Trial", "Assess", "Hold")
    assert draft.sectors == ("Platforms", "Tools", "Techniques", "Languages & Frameworks")
    said = {trend.name: trend for trend in draft.trends}
    assert len(said) == 24
    assert said["PostgreSQL"].link == "https://www.postgresql.org/docs/"
    assert (
        said["Kubernetes"].about
        == "Runs containers on many machines. Costs people time — small teams may rent it."
    )
    assert said["WebAssembly"].about.endswith("browsers and servers run. Good for heavy parts of a page.")
    assert said["Rust"].about.endswith("types such as Option<T> say what may be missing")
    assert said["C++"].about == "For what exists; new work where a < b in safety asks for another language"
    assert said["Svelte"].about == "Pages that are compiled to small code"
    assert (said["Svelte"].moved, said["C#"].moved) == ("new", None)


def test_a_public_radar_comes_out_as_picture_and_table(own: Path) -> None:
    """Written, read by the library and drawn: each trend has its number there, its sector and its ring."""
    write_sheet(made(read_catalogue(RADAR)), own / "trends", source=RADAR.name)
    sheet = Library(own).sheet("mine")
    assert isinstance(sheet, Trends)
    picture = ElementTree.fromstring(issued_radar(sheet, uid="r"))
    words = " ".join(" ".join(picture.itertext()).split())
    assert [trend.name for trend in sheet.trends if trend.name not in words] == []
    table = [tuple(row[1:4]) for row in issued_table(sheet).rows]
    assert sorted(table) == sorted((t.name, t.sector, t.ring) for t in read_catalogue(RADAR).trends)


def test_a_sheet_keeps_scales_and_gets_a_question_for_its_rings() -> None:
    """Rings that are not times are not asked for as times."""
    sheet = made(read_catalogue(RADAR))
    assert sheet.scales == pattern().scales
    assert sheet.horizon_question == "In which ring do you see it for your cluster?"
    assert sheet.horizons[0] == Horizon(key="adopt", label="Adopt", mark="Adopt")
    assert sheet.title == "Technology radar"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_csv_of_any_maker(encoding: str, separator: str) -> None:
    """Letters and separator are found from the file."""
    lines = [["Bezeichnung", "Bereich", "Horizont"], ["Künstliche Ökosysteme", "Größe", "0-2"]]
    lines += [["Café & Über", "Größe", "2-5"]]
    text = "\r\n".join(separator.join(line) for line in lines)
    assert rows(read_catalogue(text.encode(encoding), "a.csv")) == [
        ("Künstliche Ökosysteme", "Größe", "0-2", None),
        ("Café & Über", "Größe", "2-5", None),
    ]


AOE = {
    "items": [
        {"id": "rust", "title": "Rust", "ring": "trial", "quadrant": "lang", "flag": "new",
         "featured": True, "tags": ["a", "b"], "body": "<p>Safe <a href='javascript:alert(1)'>x</a></p>"},
        {"id": "perl", "title": "Perl", "ring": "hold", "quadrant": "lang", "flag": "changed"},
        {"id": "nix", "title": "Nix", "ring": "adopt", "quadrant": "tools", "flag": "default"},
    ],
    "quadrants": [{"id": "tools", "title": "Tools"}, {"id": "lang", "title": "Languages"},
                  {"id": "empty", "title": "Empty"}],
    "rings": [{"id": key, "title": key.title()} for key in ("hold", "trial", "adopt")],
}  # fmt: skip
ZALANDO = {
    "title": "Ours",
    "quadrants": [{"name": "Languages"}, {"name": "Tools"}],
    "rings": [{"name": "ADOPT", "color": "#5ba300"}, {"name": "HOLD", "color": "#e09b96"}],
    "entries": [
        {"quadrant": 0, "ring": 1, "label": "Perl", "active": True, "moved": -1, "link": "https://www.perl.org/"},
        {"quadrant": 1, "ring": 0, "label": "Nix", "active": True, "moved": 1},
        {"quadrant": 1, "ring": 0, "label": "Git", "active": True, "moved": 0},
        {"quadrant": 0, "ring": 0, "label": "Rust", "active": True, "moved": 2},
    ],
}  # fmt: skip
BACKSTAGE = {
    "quadrants": [{"id": "1", "name": "Tools"}, {"id": "0", "name": "Languages"}],
    "rings": [{"id": "use", "name": "USE", "color": "#0"}, {"id": "stop", "name": "STOP", "color": "#1"}],
    "entries": [
        {"id": "perl", "key": "perl", "title": "Perl", "quadrant": "0", "url": "#",
         "timeline": [
             {"moved": 0, "ringId": "use", "date": "2019-01-01", "description": "Good"},
             {"moved": -1, "ringId": "stop", "date": "2024-01-01", "description": "Enough"},
         ]},
        {"id": "nix", "key": "nix", "title": "Nix", "quadrant": "1",
         "timeline": [{"moved": 1, "ringId": "use", "date": "2020-01-01"}]},
    ],
}  # fmt: skip


def test_radars_as_json() -> None:
    """Ids and positions stand for the titles that the file declares, in its order; sectors may be empty."""
    aoe, zalando, backstage = (
        read_catalogue(json.dumps(value).encode(), "radar.json") for value in (AOE, ZALANDO, BACKSTAGE)
    )
    assert rows(aoe) == [
        ("Rust", "Languages", "Trial", "new"),
        ("Perl", "Languages", "Hold", "changed"),
        ("Nix", "Tools", "Adopt", None),
    ]
    assert (aoe.trends[0].about, aoe.trends[0].link, aoe.trends[0].key) == ("Safe x", "", "rust")
    assert (aoe.sectors, aoe.rings) == (("Tools", "Languages", "Empty"), ("Hold", "Trial", "Adopt"))
    assert aoe.remarks == ("The sector “Empty” has no trends.",)
    assert rows(zalando) == [
        ("Perl", "Languages", "HOLD", "out"),
        ("Nix", "Tools", "ADOPT", "in"),
        ("Git", "Tools", "ADOPT", None),
        ("Rust", "Languages", "ADOPT", "new"),
    ]
    assert (zalando.trends[0].link, made(zalando).title) == ("https://www.perl.org/", "Ours")
    assert rows(backstage) == [("Perl", "Languages", "STOP", "out"), ("Nix", "Tools", "USE", "in")]
    assert backstage.trends[0].about == "Enough"


def test_a_list_in_yaml() -> None:
    """With levels and parents by name; a hierarchy needs no rings and no sectors."""
    text = """
- {name: Connected lives, level: mega}
- {name: Shared goods, parent: connected lives}
- {name: Tool library, parent: Shared goods}
"""
    sheet = made(read_catalogue(text.encode(), "own.yaml"))
    assert [(t.key, t.level, t.parent) for t in sheet.trends] == [
        ("connected_lives", "mega", ""),
        ("shared_goods", "macro", "connected_lives"),
        ("tool_library", "micro", "shared_goods"),
    ]
    assert [sector.title for sector in sheet.sectors] == ["All trends"]
    assert (sheet.horizons, sheet.horizon_question) == (pattern().horizons, pattern().horizon_question)


def test_a_shipped_sheet_can_be_imported() -> None:
    """What comes out is what went in: keys, sectors, horizons and levels."""
    again = made(read_catalogue(Library().find("trends/megatrends.yaml")))
    shipped = pattern()
    assert again.trends == shipped.trends
    assert (again.sectors, again.horizons) == (shipped.sectors, shipped.horizons)
    assert again.horizon_question == shipped.horizon_question


def test_the_first_sheet_of_a_workbook_or_the_named_one() -> None:
    """A cover sheet without a list is passed over, and told."""
    raw = workbook(
        Cover=[["Our trends"]],
        One=[["Printed in May"], [], ["Trend", "Theme"], ["A", "x"]],
        Two=[["Trend"], ["B"], ["C"]],
    )
    first, named = read_catalogue(raw, "a.xlsx"), read_catalogue(raw, "a.xlsx", tab="two")
    assert (rows(first), first.table.headings.row) == ([("A", "x", "", None)], 3)
    assert first.remarks == ("Of 3 sheets, “One” was read.",)
    assert [trend.name for trend in named.trends] == ["B", "C"]


@pytest.mark.parametrize(
    ("rings", "ordered"),
    [
        (["hold", "adopt", "trial"], ("adopt", "trial", "hold")),
        (["later", "5-10 years", "now to 2", "2-5 years"], ("now to 2", "2-5 years", "5-10 years", "later")),
        (["10", "2", "1"], ("1", "2", "10")),
        (["Watch", "Act", "Prepare"], ("Act", "Prepare", "Watch")),
        (["blue", "amber"], ("blue", "amber")),
        (["only", "only"], ()),
    ],
)  # fmt: skip
def test_rings_have_their_order(rings: list[str], ordered: tuple[str, ...]) -> None:
    """Known words and numbers go outwards; other words stay as they come; one ring is no radar."""
    text = "name,ring\n" + "\n".join(f"T{n},{ring}" for n, ring in enumerate(rings))
    assert read_catalogue(text.encode(), "a.csv").rings == ordered


def test_a_column_can_be_named() -> None:
    """By its heading or its letter; an empty one keeps a column from being read."""
    text = b"Was,Wo,Ring\nA,x,1\nB,y,2\n"
    draft = read_catalogue(text, "a.csv", columns={"name": "was", "sector": "B", "ring": ""})
    assert rows(draft) == [("A", "x", "", None), ("B", "y", "", None)]
    assert draft.ignored == ("Ring",)


def test_a_heading_written_slightly_wrong_is_taken_and_told() -> None:
    """The preview shows which word it was taken for."""
    draft = read_catalogue(b"Technologie,Quadrants,Descripton\nA,x,y\n", "a.csv")
    assert draft.taken == (
        ("Technologie", "name", "technology"),
        ("Quadrants", "sector", "quadrant"),
        ("Descripton", "about", "description"),
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "Nmae,Ring\nA,1\n",
            "a.csv: Row 1: no column holds the names of trends. The headings there: “Nmae”, “Ring”. “Nmae” "
            "comes nearest, to “name”. Expected is a heading such as “name”, “trend”,",
        ),
        ("", "a.csv: The file has no rows. Save the list of trends with a row of headings."),
        ("name,ring\n", "a.csv: There are no rows with trends. A sheet has 1 to 2,000."),
    ],
)
def test_a_file_without_names_is_refused(text: str, says: str) -> None:
    """With what was expected and what comes nearest."""
    with pytest.raises(ImportFileError) as caught:
        read_catalogue(text.encode(), "a.csv")
    assert str(caught.value).startswith(says)


ONE = "name\nA\n"
REFUSED: dict[str, Callable[[], Draft]] = {
    "a.csv: The file has no sheets, so none called “One”.": lambda: read(ONE, tab="One"),
    "a.xlsx: There is no sheet “Tow”. Sheets: “One”.": lambda: read_catalogue(
        workbook(One=[["name"], ["A"]]), "a.xlsx", tab="Tow"
    ),
    "--map: A catalogue has no “nam”. Did you mean “name”?": lambda: read(ONE, columns={"nam": "x"}),
    "a.csv: There is no column “mane” for name. Nearest: “name”.": lambda: read(
        ONE, columns={"name": "mane"}
    ),
    "a.csv: There is no column “Reif” for ring. Columns: name.": lambda: read(ONE, columns={"ring": "Reif"}),
    "a.json:1: This is not readable as JSON: ": lambda: read('{"items": [1,]}', "a.json"),
    "a.json: This is not readable as JSON.": lambda: read("[" * 100_000, "a.json"),
    "a.json: No list of trends was found. Expected is": lambda: read('{"a": 1}', "a.json"),
    "a.yaml:2: This is not readable as YAML": lambda: read("- {name: [", "a.yaml"),
    "a.xlsx: The file is damaged": lambda: read("PK\x03\x04 broken", "a.xlsx"),
    "a.xls: The file is an Excel workbook of the old kind": lambda: read_catalogue(
        b"\xd0\xcf\x11\xe0", "a.xls"
    ),
    "a.csv: The file has more than 20 MB.": lambda: read("x" * 20_000_001),
    "/nowhere/a.csv: The file cannot be read": lambda: read_catalogue(Path("/nowhere/a.csv")),
    "a.csv: The file lists 2,001 trends. A sheet has 1 to 2,000.": lambda: read(
        "\n".join(["name", *(f"T{n}" for n in range(2001))])
    ),
}


def read(text: str, name: str = "a.csv", **wishes: Any) -> Draft:
    """Read a file with this text."""
    return read_catalogue(text.encode(), name, **wishes)


@pytest.mark.parametrize("says", REFUSED)
def test_a_file_that_cannot_be_used_is_refused(says: str) -> None:
    """In one sentence with the file, and the next step."""
    with pytest.raises(CbaError) as caught:
        REFUSED[says]()
    assert str(caught.value).startswith(says)


PROBLEMS = {
    "name,ring\nA,1\n,2\n": "Row 3, column A (name): The name is missing. Write it, or remove the row.",
    "name,sector\nA,x\nB,x\na,X\n": (
        "Row 4, column A (name): “a” stands in row 2 too, in the same sector. "
        "Give one of them another name, or remove one."
    ),
    "name,level\nA,meso\n": (
        "Row 2, column B (level): “meso” is not a level. Write mega, macro or micro, or nothing."
    ),
    "name,parent\nA,B\nB,A\n": (
        "Row 2, column B (parent): A › B › A: a trend is a part of itself. "
        "Correct or empty the parent of one of them."
    ),
    "name,parent\nA,C\n": (
        "Row 2, column B (parent): The parent “C” is not in the file. "
        "Write the name or the key of another trend."
    ),
    "name,level,parent\nA,micro,\nB,macro,A\n": (
        "Row 3, column C (parent): “B” (macro) cannot be a part of “A” (micro). "
        "Macro-trends belong to mega, micro to macro."
    ),
    "key,name\na,A\nA,B\n": (
        "Row 3, column A (key): The key “a” stands in row 2 too. Give each trend a key of its own."
    ),
    f"name\n{'x' * 201}\n": (
        f"Row 2, column A (name): The name is too long: “{'x' * 40}…”. "
        "Keep at most 200 letters, and put the rest into the description."
    ),
    f"name,description\nA,{'x' * 20_001}\n": (
        "Row 2, column B (description): The text is too long. Keep at most 20,000 letters in a cell."
    ),
    "name,sector\n" + "\n".join(f"T{n},S{n}" for n in range(25)): (
        "There are 25 sectors; a sheet has at most 24. They were read from column B (sector): "
        "choose another one (--map sector=HEADING), or none (--map sector=)."
    ),
}


@pytest.mark.parametrize("text", PROBLEMS, ids=[words.partition(".")[0] for words in PROBLEMS.values()])
def test_a_problem_names_row_column_and_what_to_do(text: str) -> None:
    """As the spreadsheet counts; no sheet is made, not even of the good rows."""
    draft = read_catalogue(text.encode(), "a.csv")
    assert PROBLEMS[text] in draft.problems
    with pytest.raises(ImportFileError) as caught:
        made(draft)
    assert caught.value.problems == draft.problems


def test_a_problem_in_json_names_the_entry() -> None:
    """There are no rows and no column letters."""
    draft = read_catalogue(b'[{"name": "A"}, {"name": "", "ring": "1"}]', "a.json")
    assert draft.problems == ("Entry 2, name: The name is missing. Write it, or remove the entry.",)


def test_a_cell_without_a_heading_is_told() -> None:
    """As happens where a description has commas and no quotes."""
    draft = read("name,description\nA,first\nB,one, two\n")
    assert draft.remarks == (
        "Row 3: A cell has no heading above it and is not used. "
        "In a CSV file, text with a separator stands in quotes.",
    )


def test_a_trend_without_a_ring_is_told() -> None:
    """Others have one; it will stand beside the picture."""
    draft = read("name,ring\nA,Act\nB,\nC,Watch\n")
    assert draft.remarks == ("Row 3: The ring is empty; the trend will stand beside the radar.",)
    assert [trend.horizon for trend in made(draft).trends] == ["act", "", "watch"]


def test_a_radar_that_names_new_and_status() -> None:
    """As later radars do: new in one column, the move in another; “No Change” is no move."""
    draft = read(
        "name,ring,quadrant,isNew,status,description\n"
        "A,Adopt,x,TRUE,New,\nB,Trial,x,FALSE,Moved In,\n"
        "C,Hold,x,FALSE,Moved Out,\nD,Hold,x,FALSE,No Change,\n"
    )
    assert [trend.moved for trend in draft.trends] == ["new", "in", "out", None]
    assert draft.remarks == ()


def test_one_name_in_two_sectors_is_told_apart() -> None:
    """The sector stands behind the name, and the preview says so."""
    draft = read_catalogue(b"name,quadrant\nEdge,Tools\nOther thing,Tools\nedge,Platforms\n", "a.csv")
    assert [trend.name for trend in draft.trends] == ["Edge (Tools)", "Other thing", "edge (Platforms)"]
    assert draft.remarks == (
        "Rows 2, 4: Several trends are called “edge”: the sector was added to each name.",
    )


def test_remarks_say_what_was_left_out() -> None:
    """Links of other kinds, numbers as keys, words that say nothing, sectors that are empty."""
    text = (
        "id,name,sector,link,moved,isNew\n"
        "1,A,x,javascript:alert(1),sideways,FALSE\n"
        "2,B,,ftp://example.org/,0,perhaps\n"
        "3,C,X,https://example.org/c,up,\n"
    )
    draft = read_catalogue(text.encode(), "a.csv")
    assert draft.remarks == (
        "Rows 2, 3: The link is not a web address (http or https); it was left out.",
        "Rows 2, 3, 4: The key is a number, which may be another trend's tomorrow; "
        "keys are made from the names.",
        "Row 2: “sideways” says nothing about movement; left out.",
        "Row 3: “perhaps” says neither yes nor no about being new; left out.",
        "Row 3: The sector is empty; it will be “Other”.",
    )
    assert [(t.sector, t.link, t.moved) for t in draft.trends] == [
        ("x", "", None),
        ("Other", "", None),
        ("x", "https://example.org/c", "in"),
    ]


def test_an_academy_has_words_of_its_own(tmp_path: Path) -> None:
    """A copy of the vocabulary is read instead; a mistake in it is told with file and line."""
    text = Library().find("trends/import/vocabulary.yaml").read_text(encoding="utf-8")
    own = tmp_path / "vocabulary.yaml"
    own.write_text(text.replace("name: [name,", "name: [Fenomenu, name,"), encoding="utf-8")
    words = read_vocabulary(own)
    assert [t.name for t in read_catalogue(b"fenomenu\nA\n", "a.csv", vocabulary=words).trends] == ["A"]
    own.write_text(text.replace("ring_question:", "ring_qestion:"), encoding="utf-8")
    with pytest.raises(CbaError, match=r"vocabulary.yaml:\d+: "):
        read_vocabulary(own)


def test_two_thousand_rows() -> None:
    """A whole catalogue of an agency with seven sectors."""
    lines = [f'Trend {n};{n % 4};Sector {n % 7};"<p>About {n} &amp; so on</p>"' for n in range(2000)]
    draft = read_catalogue("\n".join(["name;ring;quadrant;description", *lines]).encode(), "a.csv")
    sheet = made(draft)
    assert (len(sheet.trends), len(sheet.sectors), len(sheet.horizons)) == (2000, 7, 4)
    assert sheet.trends[1999].about == "About 1999 & so on"
