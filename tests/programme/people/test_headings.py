"""Headings: the words that organisers use for the same thing."""

from __future__ import annotations

import pytest

from cba_kit.content.tables.grid import Grid
from cba_kit.programme.people.headings import find_headings


def _columns(*titles: str) -> dict[str, int]:
    found = find_headings(Grid("", ((1, titles),)))
    return found.columns if found else {}


@pytest.mark.parametrize(
    ("titles", "columns"),
    [
        (("Name", "E-mail"), {"full": 0, "email": 1}),
        (("Full name", "Email address"), {"full": 0, "email": 1}),
        (("First name", "Surname", "e-Mail"), {"first": 0, "last": 1, "email": 2}),
        (("Name", "Vorname", "E-Mail-Adresse"), {"first": 1, "last": 0, "email": 2}),
        (("Name", "Surname", "Mail"), {"first": 0, "last": 1, "email": 2}),
        (("Nom", "Prénom", "Courriel"), {"first": 1, "last": 0, "email": 2}),
        (("Nome", "Cognome", "Indirizzo e-mail"), {"first": 0, "last": 1, "email": 2}),
        (("Imię i nazwisko", "Adres e-mail"), {"full": 0, "email": 1}),
        (("Ονοματεπώνυμο", "E-mail"), {"full": 0, "email": 1}),
        (("Име и фамилия", "Имейл"), {"full": 0, "email": 1}),
        (("NAME *", "E-mail (required)"), {"full": 0, "email": 1}),
        (("Name / Full name", "Email:"), {"full": 0, "email": 1}),
        (("Full name", "Name", "E-mail"), {"full": 0, "email": 2}),
        (("Organisation / Cluster", "Country of the cluster"), {"cluster": 0, "country": 1}),
        (("Organisation", "Cluster"), {}),
        (("Something", "Else"), {}),
    ],
)
def test_headings_are_known_in_many_words(titles: tuple[str, ...], columns: dict[str, int]) -> None:
    assert _columns(*titles) == columns


def test_headings_are_the_row_that_names_most() -> None:
    grid = Grid(
        "", ((1, ("Participants", "Country")), (4, ("Name", "E-mail", "Country")), (5, ("Ilze", "x", "LV")))
    )

    found = find_headings(grid)

    assert found is not None
    assert (found.row, found.columns) == (4, {"full": 0, "email": 1, "country": 2})


def test_headings_far_below_are_not_looked_for() -> None:
    assert find_headings(Grid("", (*((n, ("",)) for n in range(1, 60)), (60, ("Name", "E-mail"))))) is None
