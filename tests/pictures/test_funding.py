"""The funding mix: shares that add up, kinds that differ by more than colour, sources that are named."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from cba_kit.pictures import Income, funding, funding_table
from tests.pictures.reading import SVG, words
from tests.pictures.samples import INCOMES


def test_funding_parts_are_as_wide_as_their_shares() -> None:
    root = ElementTree.fromstring(funding(INCOMES, uid="f"))
    wide = float(root.get("viewBox", "").split()[2])
    high = max(float(rect.get("height", "")) for rect in root.iter(f"{SVG}rect"))
    parts = [
        float(rect.get("width", "")) / (wide - 2)
        for rect in root.iter(f"{SVG}rect")
        if float(rect.get("height", "")) == high and rect.get("class")
    ]

    total = 160_000 + 90_000 + 65_900
    assert parts == pytest.approx([160_000 / total, 90_000 / total, 65_900 / total], abs=0.001)


def test_funding_table_leaves_out_what_is_no_income() -> None:
    found = funding_table(INCOMES)

    assert [row["name"] for row in found.records()] == [
        "Ministry of Economy, basic grant",
        "Region",
        "Horizon Europe, with nine partners in five countries",
        "Membership fees",
        "Events",
    ]
    assert sum(float(str(row["share"])) for row in found.records()) == pytest.approx(100, abs=0.3)


def test_funding_says_in_words_what_it_shows() -> None:
    assert words(
        funding([Income("Fees", "private", 1000), Income("Grant", "public", 3000)], uid="f", unit="EUR")
    ) == (
        "Together 4 000 EUR. Public money 3 000 EUR, 75 % (Grant 3 000); Project money 0 EUR, 0 %; "
        "Private money 1 000 EUR, 25 % (Fees 1 000)."
    )


def test_funding_without_a_currency_has_bare_amounts() -> None:
    assert words(funding([Income("Fees", "private", 1000)], uid="f")).startswith(
        "Together 1 000. Public money 0,"
    )
    assert [column.title for column in funding_table(INCOMES).columns][2:] == ["Amount", "Share, %"]
    assert funding_table(INCOMES, "BGN").columns[2].title == "Amount, BGN"


@pytest.mark.parametrize("amount", [0.0, -5.0, float("nan"), float("inf")])
def test_funding_without_income_says_so(amount: float) -> None:
    markup = funding([Income("Nothing", "public", amount)], uid="f")

    assert words(markup) == "No income is written yet."
    assert ">No income is written yet.</text>" in markup


def test_funding_hostile_names_stay_words() -> None:
    root = ElementTree.fromstring(funding([Income("</text><script>\x07", "public", 1)], uid="f"))

    assert [e.tag for e in root.iter() if e.tag.endswith("script")] == []
    assert "</text><script>" in [text.text for text in root.iter(f"{SVG}text")]
