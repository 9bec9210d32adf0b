"""Rows: what is right in them, what is wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cba_kit.content import Library
from cba_kit.programme.people import read
from tests.programme.people.conftest import ELENI, HEAD, ILZE

Excel = Callable[..., Path]
Problems = Callable[..., tuple[str, ...]]


@pytest.mark.parametrize("country", ["GR", "el", "Greece", "GREECE ", "Ελλάδα", "Grece", "Hellas"])
def test_country_is_known_by_code_and_by_its_names(library: Library, excel: Excel, country: str) -> None:
    (person,) = read(excel({"A": [HEAD, [*ELENI[:3], country]]}), library, "cba3")

    assert person.cluster is not None
    assert person.cluster.country == "GR"


def test_country_unknown_names_the_nearest(excel: Excel, problems: Problems) -> None:
    assert problems(excel({"A": [HEAD, [*ILZE[:3], "Latvija Republika"], [*ELENI[:3], "Grecee"]]})) == (
        "Sheet “A”, row 2, column D (Country): “Latvija Republika” is not on the list of countries. "
        "Write its English name, or add it to templates/countries.yaml if its clusters may take part.",
        "Sheet “A”, row 3, column D (Country): “Grecee” is not on the list of countries. "
        "Did you mean “Greece”? Otherwise add it to templates/countries.yaml if its clusters may take part.",
    )


def test_every_problem_is_named_with_row_column_value_and_fix(excel: Excel, problems: Problems) -> None:
    head = [*HEAD, "Role", "Coach"]
    rows = [
        head,
        ["", "nobody@x.example", "X", "LV", "", ""],
        ["Ana", "ana(at)x.example", "Y", "LV", "chief", ""],
        ["Bo", "", "", "LV", "", "Petra"],
        ["Cy", "a@x.example; b@x.example", "Z", "", "participant", ""],
        ["=A1", "d@x.example", "W", "LV", "", ""],
        ["Eve", "e@x.example", "#REF!", "LV", "", ""],
        ["42", "f@x.example", "V", "LV", "", ""],
    ]

    assert problems(excel({"A": rows})) == (
        "Sheet “A”, row 2, column A (Name): The name is missing. Write the name, or delete the row.",
        "Sheet “A”, row 3, column E (Role): “chief” is not a role. "
        "Roles: participant, coach, trainer, organiser.",
        "Sheet “A”, row 3, column B (E-mail): “ana(at)x.example” is not an e-mail address. "
        "Write it like name@example.org.",
        "Sheet “A”, row 4, column B (E-mail): The e-mail address is missing. "
        "Write it: personal links and re-imports go by it.",
        "Sheet “A”, row 4, column C (Organisation): The organisation is missing. "
        "Write the organisation of this participant’s cluster.",
        "Sheet “A”, row 4, column F (Coach): “Petra” is not a coach of this edition. "
        "Add the coach as a row of the file, with the role coach.",
        "Sheet “A”, row 5, column B (E-mail): “a@x.example; b@x.example” is not an e-mail address. "
        "Write one address in a cell.",
        "Sheet “A”, row 5, column D (Country): The country is missing. "
        "Write the country of this participant’s cluster.",
        "Sheet “A”, row 6, column A (Name): “=A1” is a formula without a stored result. "
        "Write the value itself; in Excel: copy, then paste as values, and save.",
        "Sheet “A”, row 7, column C (Organisation): #REF! is an Excel error. "
        "Correct the formula or write the value itself.",
        "Sheet “A”, row 8, column A (Name): “42” is not a name. Write the first name and the surname.",
    )


def test_same_address_twice_in_any_case_is_named_with_the_first_row(excel: Excel, problems: Problems) -> None:
    rows = [HEAD, ILZE, [], ["Ilze K.", "ILZE@BTWIC.example ", "Other", "LV"]]

    assert problems(excel({"A": rows})) == (
        "Sheet “A”, row 4, column B (E-mail): “ilze@btwic.example” stands already in row 2 (Ilze Kalniņa). "
        "Keep one row for each person.",
    )


def test_two_participants_of_a_cluster_are_a_problem_unless_allowed(
    library: Library, excel: Excel, problems: Problems
) -> None:
    path = excel({"A": [HEAD, ILZE, ["Jānis Bērzs", "janis@btwic.example", " baltic  TIMBER", "Latvia"]]})

    assert problems(path) == (
        "Sheet “A”, row 3, column C (Organisation): “baltic TIMBER” has a participant already: "
        "Ilze Kalniņa is in row 2. "
        "Keep one of the two, or import with --allow-same-cluster if this edition takes several.",
    )
    first, second = read(path, library, "cba3", allow_same_cluster=True)
    assert first.cluster == second.cluster


def test_one_cluster_in_two_countries_is_a_problem(excel: Excel, problems: Problems) -> None:
    path = excel({"A": [HEAD, ILZE, ["Jānis Bērzs", "janis@btwic.example", "Baltic Timber", "EE"]]})

    assert problems(path, allow_same_cluster=True) == (
        "Sheet “A”, row 3, column D (Country): “Baltic Timber” has another country (LV) in row 2. "
        "Write the same country in both rows.",
    )


@pytest.mark.parametrize(
    ("written", "roles"),
    [
        ("", ("participant",)),
        ("Coach", ("coach",)),
        ("Trainer / Coach", ("trainer", "coach")),
        ("coach and trainer", ("coach", "trainer")),
        ("ORGANIZER", ("organiser",)),
        ("Teilnehmerin", ("participant",)),
        ("Expert", ("trainer",)),
    ],
)
def test_role_is_read_in_the_words_of_organisers(
    library: Library, excel: Excel, written: str, roles: tuple[str, ...]
) -> None:
    (person,) = read(excel({"A": [[*HEAD, "Role"], [*ILZE, written]]}), library, "cba3")

    assert person.roles == roles


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Kalniņa, Ilze", "Ilze Kalniņa"),
        ("Ilze Kalniņa, PhD", "Ilze Kalniņa, PhD"),
        ("Ilze Kalniņa, M.Sc.", "Ilze Kalniņa, M.Sc."),
        ("  Ilze \u00a0 Kalniņa\u200b ", "Ilze Kalniņa"),
        ("Ilze Kalnin\u0327a", "Ilze Kalniņa"),
    ],
)
def test_name_is_tidied(library: Library, excel: Excel, written: str, name: str) -> None:
    (person,) = read(excel({"A": [HEAD, [written, *ILZE[1:]]]}), library, "cba3")

    assert person.name == name


@pytest.mark.parametrize(
    "written",
    [
        "Ilze@BTWIC.example",
        " mailto:ilze@btwic.example",
        "Ilze K. <ilze@btwic.example>",
        "ilze@btwic.example.",
    ],
)
def test_address_is_tidied(library: Library, excel: Excel, written: str) -> None:
    (person,) = read(excel({"A": [HEAD, [ILZE[0], written, *ILZE[2:]]]}), library, "cba3")

    assert person.email == "ilze@btwic.example"


@pytest.mark.parametrize(
    "address", ["a@b", "a b@c.example", "a@b..example", "@b.example", "a@b.example,c", "a@-b.example"]
)
def test_address_that_cannot_work_is_refused(excel: Excel, problems: Problems, address: str) -> None:
    (problem,) = problems(excel({"A": [HEAD, [ILZE[0], address, *ILZE[2:]]]}))

    assert problem.startswith(f"Sheet “A”, row 2, column B (E-mail): “{address}” is not an e-mail address.")


def test_ecosystems_are_known_by_name_number_and_other_spellings(
    library: Library, excel: Excel, problems: Problems
) -> None:
    names = "Construction; Proximity, Social Economy and Civil Security"
    rows = [[*HEAD, "Ecosystems"], [*ILZE, names], [*ELENI, "14, Digital"]]

    people = read(excel({"A": rows}), library, "cba3")

    assert [p.cluster.ecosystems for p in people if p.cluster] == [
        ("construction", "proximity"),
        ("tourism", "digital"),
    ]
    assert problems(excel({"A": [rows[0], [*ILZE, "Turism"]]})) == (
        "Sheet “A”, row 2, column E (Ecosystems): “Turism” is not an ecosystem. Did you mean “Tourism”?",
    )


def test_coach_that_nearly_is_there_is_suggested(excel: Excel, problems: Problems) -> None:
    rows = [
        [*HEAD, "Role", "Coach"],
        ["Anneli Saarinen", "anneli@c.example", "", "", "coach", ""],
        [*ILZE, "", "Aneli Saarinen"],
    ]

    assert problems(excel({"A": rows})) == (
        "Sheet “A”, row 3, column F (Coach): “Aneli Saarinen” is not a coach of this edition. "
        "Did you mean “Anneli Saarinen”? Otherwise add the coach as a row of the file, with the role coach.",
    )


def test_two_coaches_of_one_name_are_told_apart_by_mail(
    library: Library, excel: Excel, problems: Problems
) -> None:
    head = [*HEAD, "Role", "Coach"]
    coaches = [["Eva Roth", f"eva{n}@c.example", "", "", "coach", ""] for n in (1, 2)]

    assert problems(excel({"A": [head, *coaches, [*ILZE, "", "Eva Roth"]]})) == (
        "Sheet “A”, row 4, column F (Coach): There are 2 coaches named “Eva Roth”. "
        "Write the coach’s e-mail address in this column.",
    )
    people = read(excel({"A": [head, *coaches, [*ILZE, "", "eva2@c.example"]]}), library, "cba3")
    assert people[-1].coach == "eva-roth-2"
