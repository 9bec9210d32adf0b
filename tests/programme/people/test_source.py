"""Sources: sheets, headings and rows, as they come in real files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from cba_kit.content import Library
from cba_kit.errors import ImportFileError
from cba_kit.programme.people import read
from cba_kit.programme.people.source import find_source
from tests.programme.people.conftest import ELENI, HEAD, ILZE

Excel = Callable[..., Path]
CsvFile = Callable[..., Path]
Problems = Callable[..., tuple[str, ...]]


def test_titles_above_the_headings_are_passed_over_and_rows_keep_their_numbers(
    excel: Excel, problems: Problems
) -> None:
    path = excel(
        {"A": [["List of participants", None, None], [], HEAD, ILZE, [], ["Bo", "no mail", "B", "LV"]]}
    )
    book = load_workbook(path)
    book["A"].merge_cells("A1:D1")
    book.save(path)

    source = find_source(path)

    assert (source.headings.row, [row.number for row in source.rows]) == (3, [4, 6])
    (problem,) = problems(path)
    assert problem.startswith("Sheet “A”, row 6, column B (E-mail): “no mail”")


def test_sheet_with_the_best_headings_is_read_and_named(excel: Excel) -> None:
    notes = [["Name", "Phone"], ["Ilze", "1"]]
    path = excel({"Read me": [["Welcome"]], "Contacts": notes, "People": [HEAD, ILZE, ELENI]})

    source = find_source(path)

    assert (source.sheet, len(source.rows)) == ("People", 2)
    assert source.notes == ("Of 3 sheets, “People” was read.",)


def test_hidden_sheet_is_read_only_when_no_other_will_do(excel: Excel) -> None:
    path = excel({"Old": [[*HEAD, "Role"], [*ILZE, ""]], "New": [HEAD, ELENI]})
    book = load_workbook(path)
    book["Old"].sheet_state = "hidden"
    book.save(path)

    assert find_source(path).sheet == "New"


def test_hidden_rows_are_read_and_mentioned(excel: Excel) -> None:
    path = excel({"A": [HEAD, ILZE, ELENI]})
    book = load_workbook(path)
    book["A"].row_dimensions[3].hidden = True
    book.save(path)

    source = find_source(path)

    assert [row.get("full") for row in source.rows] == [ILZE[0], ELENI[0]]
    assert source.notes == ("Hidden rows were read too: 3.",)


def test_columns_that_are_not_used_are_named(excel: Excel) -> None:
    source = find_source(excel({"A": [["No.", *HEAD, "Diet", "Diet"], [1, *ILZE, "none", ""]]}))

    assert source.notes == ("Columns not used: No., Diet.",)


def test_cell_merged_over_rows_counts_for_all_of_them(library: Library, excel: Excel) -> None:
    path = excel({"A": [HEAD, ["Ana", "a@x.example", "X", "LV"], ["Bo", "b@x.example", "Y", None]]})
    book = load_workbook(path)
    book["A"].merge_cells("D2:D3")
    book.save(path)

    people = read(path, library, "cba3")

    assert [person.cluster.country for person in people if person.cluster] == ["LV", "LV"]


def test_formula_with_a_stored_result_is_read(library: Library, tmp_path: Path) -> None:
    # openpyxl stores no results, so the result is put into the file as Excel does
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEAD, ["=B9&C9", *ILZE[1:]]):
        sheet.append(row)
    path = tmp_path / "formula.xlsx"
    book.save(path)
    _store_result(path, "Ilze Kalniņa")

    (person,) = read(path, library, "cba3")

    assert person.name == "Ilze Kalniņa"


def _store_result(path: Path, result: str) -> None:
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    written = parts[name].decode().replace('<c r="A2"><f>', '<c r="A2" t="str"><f>')
    parts[name] = (
        written.replace("</f><v/>", f"</f><v>{result}</v>")
        .replace("</f><v></v>", f"</f><v>{result}</v>")
        .encode()
    )
    with ZipFile(path, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)


def test_numbers_and_dates_in_cells_become_text(excel: Excel) -> None:
    source = find_source(excel({"A": [[*HEAD, "Group"], [*ILZE, 3.0], [*ELENI, date(2024, 3, 11)]]}))

    assert [row.get("group") for row in source.rows] == ["3", "2024-03-11"]


def test_headings_that_stand_again_in_the_middle_are_no_person(excel: Excel) -> None:
    source = find_source(excel({"A": [HEAD, ILZE, HEAD, ELENI]}))

    assert [row.number for row in source.rows] == [2, 4]


def test_separator_line_of_excel_is_obeyed_and_not_counted(csv_file: CsvFile, problems: Problems) -> None:
    path = csv_file("sep=;", "Name;E-mail;Organisation;Country", "Bo;x;B;LV")

    (problem,) = problems(path)

    assert problem.startswith("Row 2, column B (E-mail): “x”")


def test_blank_lines_and_line_breaks_in_cells_count_as_in_excel(
    csv_file: CsvFile, problems: Problems
) -> None:
    path = csv_file(
        "Name,E-mail,Organisation,Country", "", '"Ilze\nKalniņa",i@x.example,"A\nB",LV', "Bo,x,C,LV"
    )

    (problem,) = problems(path)

    assert problem.startswith("Row 4, column B (E-mail): “x”")


def test_file_in_windows_1252_is_read_and_mentioned(csv_file: CsvFile) -> None:
    path = csv_file(
        "Nom;Prénom;Courriel;Organisme;Pays", "Müller;Zoë;z@x.example;Pôle Été;FR", encoding="cp1252"
    )

    source = find_source(path)

    assert [(row.get("last"), row.get("first"), row.get("cluster")) for row in source.rows] == [
        ("Müller", "Zoë", "Pôle Été")
    ]
    assert source.notes == (
        "The file is not UTF-8; it was read as Windows-1252 (Western Europe). "
        "If names look wrong, save it in Excel as “CSV UTF-8” and import it again.",
    )


def test_file_without_people_is_refused(excel: Excel, problems: Problems) -> None:
    assert problems(excel({"A": [HEAD, [], ["", " "]]})) == (
        "Below row 1: There are no people. Write one person in a row.",
    )


def test_participants_need_columns_for_their_cluster(csv_file: CsvFile, problems: Problems) -> None:
    assert problems(csv_file("Name;E-mail", "Ilze Kalniņa;i@x.example")) == (
        "Row 1: There is no column for the organisation. "
        "Add a column with the heading Organisation; each participant needs one.",
        "Row 1: There is no column for the country. "
        "Add a column with the heading Country; each participant needs one.",
    )


def test_coaches_alone_need_a_name_and_an_address_only(library: Library, csv_file: CsvFile) -> None:
    (coach,) = read(csv_file("Name\tE-mail\tRole", "Anneli Saarinen\ta@x.example\tcoach"), library, "cba3")

    assert (coach.roles, coach.cluster) == (("coach",), None)


def test_headings_without_an_address_are_named(excel: Excel, problems: Problems) -> None:
    assert problems(excel({"A": [["x"], ["Name", "Country"], ["Ilze", "LV"]]})) == (
        "Sheet “A”, row 2: among the headings there is no column for E-mail. "
        "Give the columns at least the headings Name and E-mail (participants also: Organisation, Country).",
    )


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"just words\nand more words\n", b"\xff\xfe", b"\x00\x01\x02"]
)
def test_file_without_headings_is_refused(tmp_path: Path, problems: Problems, content: bytes) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(content)

    assert problems(path) == (
        "No row of headings was found. "
        "Give the columns at least the headings Name and E-mail (participants also: Organisation, Country).",
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 broken", "The file is damaged or is not an Excel workbook."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "an Excel workbook of the old kind (.xls), or it has a password",
        ),
    ],
)
def test_file_of_another_kind_is_refused_with_the_fix(
    tmp_path: Path, problems: Problems, content: bytes, words: str
) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(content)

    (problem,) = problems(path)

    assert words in problem
    assert ".xlsx" in problem


def test_missing_file_is_refused(library: Library, tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="The file cannot be read"):
        read(tmp_path / "nothing.csv", library, "cba3")
