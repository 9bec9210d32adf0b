"""Figures: the numbers on notes become pictures."""

from __future__ import annotations

from cba_kit.content import Library
from cba_kit.model.canvas import Canvas
from cba_kit.model.complete import Template
from cba_kit.model.form import Form
from cba_kit.pictures import Income, Need, Service, Stakeholder, Style
from cba_kit.pictures.figures import figures, incomes, needs_figures, powers, rated_needs, services
from tests.model.rules.books import note, row
from tests.pictures.reading import circles, words

LIBRARY = Library()
STYLE = Style(texts=LIBRARY.texts())


def canvas(key: str) -> Canvas:
    sheet: Template = LIBRARY.sheet(key)
    assert isinstance(sheet, Canvas)
    return sheet


def form(key: str) -> Form:
    sheet: Template = LIBRARY.sheet(key)
    assert isinstance(sheet, Form)
    return sheet


def test_funding_mix_is_drawn_from_amounts_and_levels() -> None:
    notes = [
        note("funding_mix", "private", "Fees", amount=40_000),
        note("funding_mix", "public_base", "Region", amount=60_000),
        note("funding_mix", "project", "Not said yet"),
        note("funding_mix", "gone_block", "Orphan", amount=1),
    ]

    assert incomes(notes) == [Income("Fees", "private", 40_000), Income("Region", "public", 60_000)]
    found = figures(canvas("funding_mix"), notes, STYLE, STYLE)
    assert sorted(found) == ["funding", "funding_compact"]
    assert words(found["funding"]).startswith("Together 100 000 EUR. Public money 60 000 EUR, 60 %")


def test_service_portfolio_is_drawn_from_cost_income_and_users() -> None:
    notes = [
        note("service_portfolio", "core", "Fair", users=40, cost=10_000, income=8_500),
        note("service_portfolio", "idea", "Lab"),
        note("service_portfolio", "decline", "List", users=3, cost=0, income=10),
    ]
    portfolio = canvas("service_portfolio")

    assert services(portfolio, notes) == [
        Service(1, "Lab", 0, None, None),
        Service(2, "Fair", 2, 85.0, 40),
        Service(3, "List", 3, None, 3),
    ]
    found = figures(portfolio, notes, STYLE, STYLE)
    assert sorted(found) == ["portfolio", "portfolio_compact"]
    assert "2 Fair: Core services" in found["portfolio"]


def test_needs_are_drawn_from_rows_that_are_rated_twice() -> None:
    rows = [
        row("needs", "needs", need="Read calls", importance=5, satisfaction=2),
        row("needs", "needs", need="Not rated", importance=5),
        row("needs", "needs", need="Young people", importance=4, satisfaction=4),
    ]

    assert rated_needs(rows, "needs") == [Need(1, "Read calls", 5, 2), Need(3, "Young people", 4, 4)]
    found = needs_figures(form("needs"), rows, STYLE, STYLE)
    assert sorted(found) == ["needs", "needs_compact"]
    assert "1 Read calls: importance 5" in words(found["needs"])
    assert needs_figures(form("strategy"), rows, STYLE, STYLE) == {}


def test_removed_empty_and_other_sheets_notes_are_not_drawn() -> None:
    fees = note("funding_mix", "private", "Fees", amount=1)
    left_out = [
        fees.model_copy(update={"removed": True}),
        fees.model_copy(update={"conflict_of": "x"}),
        note("funding_mix", "private", " ", amount=1),
        note("cluster_model", "private_money", "Fees", amount=1),
    ]

    found = figures(canvas("funding_mix"), left_out, STYLE, STYLE)

    assert "No income is written yet." in found["funding"]


def test_canvas_without_numbers_has_no_picture() -> None:
    notes = [note("business_model", "channels", "Visits")]

    assert figures(canvas("business_model"), notes, STYLE, STYLE) == {}


def test_stakeholder_map_is_drawn_from_power_and_interest() -> None:
    notes = [
        note("stakeholder_map", "monitor", "Mayor", power=5, interest=2, stance="sceptical", wanted="for"),
        note("stakeholder_map", "manage_closely", "Agency", power=4, interest=5, stance="for", wanted="for"),
        note("stakeholder_map", "keep_informed", "School", power=2),
        note("stakeholder_map", "gone_block", "Orphan", power=5, interest=5),
    ]
    sheet = canvas("stakeholder_map")

    assert powers(sheet, notes) == [
        Stakeholder(1, "Agency", 4, 5, "for us", "for us"),
        Stakeholder(3, "Mayor", 5, 2, "sceptical", "for us"),
    ]
    found = figures(sheet, notes, STYLE, STYLE)
    assert sorted(found) == ["stakeholders", "stakeholders_compact"]
    assert "3 Mayor: power 5, interest 2, stance today: sceptical, stance needed: for us; 1 Agency" in words(
        found["stakeholders"]
    )
    assert found["stakeholders"].count("mk plain first") == 1
    assert circles(found["stakeholders"])["3"][1] < circles(found["stakeholders"])["1"][1]


def test_funding_mix_says_the_currency_of_its_template() -> None:
    sheet = canvas("funding_mix")
    columns = [c.model_copy(update={"unit": "BGN"}) if c.key == "amount" else c for c in sheet.columns]
    own = sheet.model_copy(update={"columns": tuple(columns)})

    found = figures(own, [note("funding_mix", "private", "Fees", amount=100)], STYLE, STYLE)

    assert words(found["funding"]).startswith("Together 100 BGN.")
