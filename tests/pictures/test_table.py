"""Tables beside pictures: the same content, sorted as numbers and words are, printed without noise."""

from __future__ import annotations

import pytest

from cba_kit.pictures import Column, Table, issued_table, matrix_table, radar_table
from tests.pictures.catalogues import catalogue, ratings

TABLE = Table(
    "Example",
    (Column("name", "Name"), Column("size", "Size", number=True)),
    (("beta", 10), ("Alpha", None), ("gamma", 9.5)),
)


def test_table_sorts_numbers_as_numbers_and_keeps_gaps_last() -> None:
    assert [row[0] for row in TABLE.ordered("size").rows] == ["gamma", "beta", "Alpha"]
    assert [row[0] for row in TABLE.ordered("size", down=True).rows] == ["beta", "gamma", "Alpha"]


def test_table_sorts_words_whatever_their_case() -> None:
    assert [row[0] for row in TABLE.ordered("name").rows] == ["Alpha", "beta", "gamma"]


def test_table_without_such_a_column_says_so() -> None:
    with pytest.raises(KeyError):
        TABLE.ordered("colour")


def test_table_prints_figures_plainly() -> None:
    assert TABLE.printed() == [["beta", "10"], ["Alpha", ""], ["gamma", "9.5"]]


def test_table_records_are_values_by_column() -> None:
    assert TABLE.records()[0] == {"name": "beta", "size": 10}


def test_radar_table_of_two_rounds_says_what_moved() -> None:
    template = catalogue(4, 2)
    before = ratings(template)
    after = before | {"t0": ratings(template, shift=1)["t0"]}
    del before["t1"]
    before["t2"], after["t2"] = (
        before["t2"].__class__(3, 0, 3, "h3"),
        before["t2"].__class__(3, 0, 3, "h1"),
    )

    found = {row["number"]: row["move"] for row in radar_table(template, after, before=before).records()}

    assert found == {1: "same ring", 2: "new", 3: "nearer", 4: "same ring"}


def test_matrix_table_of_two_rounds_has_both_figures() -> None:
    template = catalogue(1, 1)
    old, new = ratings(template), ratings(template, shift=1)

    (row,) = matrix_table(template, new, before=old).records()

    assert (row["relevance_before"], row["relevance"]) == (old["t0"].relevance, new["t0"].relevance)


def test_issued_table_shows_a_catalogue_as_it_came() -> None:
    template = catalogue(2, 2)
    trends = (template.trends[0].model_copy(update={"horizon": "h1", "moved": "in"}), template.trends[1])

    found = issued_table(template.model_copy(update={"trends": trends}))

    assert found.printed() == [
        ["1", "Technological change 0", "Social", "2 to 5 years", "nearer"],
        ["2", "Resource scarcity 1", "Technological", "", ""],
    ]
