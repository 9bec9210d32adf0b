"""No label over another in a real browser, by the boxes that it measures itself; axe finds nothing either."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from cba_kit.config import shipped
from cba_kit.pictures import (
    Style,
    funding,
    histogram,
    matrix,
    movement,
    needs,
    portfolio,
    radar,
    stakeholders,
)
from tests.browser.conftest import axe
from tests.pictures.catalogues import catalogue, ratings
from tests.pictures.samples import INCOMES, NEEDS, PHASES, SERVICES, SHIFTS, STAKEHOLDERS, VOTES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LABELS = (Path(__file__).parent / "labels.js").read_text(encoding="utf-8")
STYLES = {"wide": Style(), "phone": Style(compact=True), "projector": Style(large=True)}
WIDTHS = {"wide": 1440, "phone": 390, "projector": 1920}


@pytest.fixture(scope="module")
def tab(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.close()


def shown(tab: Page, pictures: list[str], wide: int, theme: str = "light") -> None:
    css = "".join(
        (shipped("templates") / "look" / name).read_text() for name in ("tokens.css", "pictures.css")
    )
    tab.set_viewport_size({"width": wide, "height": 900})
    figures = "".join(f"<figure>{picture}</figure>" for picture in pictures)
    tab.set_content(
        f'<!doctype html><html lang="en" data-theme="{theme}"><title>Pictures</title>'
        f"<style>{css} body {{ margin: 8px; background: var(--surface) }} figure {{ margin: 0 }}</style>"
        f"<main><h1>Pictures</h1>{figures}</main>"
    )


def touching(tab: Page) -> list[dict[str, object]]:
    found: list[dict[str, object]] = tab.locator("svg.pic").evaluate_all(f"(every) => every.map({LABELS})")
    return found


@pytest.mark.parametrize("kind", list(STYLES))
def test_radars_of_any_size_have_no_label_over_another(tab: Page, kind: str) -> None:
    shapes = {
        "usual": catalogue(14, 5),
        "dense": catalogue(60, 7),
        "full sector": catalogue(60, 7, full=2),
        "few sectors": catalogue(40, 4),
        "many": catalogue(120, 12),
        "long names": catalogue(60, 7, long=True),
        "named": catalogue(10, 4),
        "most sectors": catalogue(48, 24, 8),
    }
    style = STYLES[kind]
    pictures = [
        radar(template, ratings(template), uid=f"r{i}", style=style, before=before)
        for i, template in enumerate(shapes.values())
        for before in [ratings(template, shift=1) if i == 1 else None]
    ]
    shown(tab, pictures, WIDTHS[kind])

    found = dict(zip(shapes, touching(tab), strict=True))

    assert {name: (it["overlaps"], it["outside"]) for name, it in found.items()} == {
        name: ([], []) for name in shapes
    }
    assert all(int(str(found[name]["words"])) > len(shapes[name].trends) for name in shapes)


@pytest.mark.parametrize("kind", list(STYLES))
def test_other_pictures_have_no_label_over_another(tab: Page, kind: str) -> None:
    style = STYLES[kind]
    dense = catalogue(60, 7)
    pictures = [
        matrix(dense, ratings(dense), uid="m", style=style, before=ratings(dense, shift=1)),
        movement(SHIFTS, uid="v", low=1, high=5, style=style),
        funding(INCOMES, uid="f", style=style),
        funding([], uid="f0", style=style),
        portfolio(SERVICES, PHASES, uid="p", style=style),
        needs(NEEDS, uid="n", style=style),
        stakeholders(STAKEHOLDERS, uid="s", style=style),
        *(histogram(votes, uid=f"h{votes.number}", style=style) for votes in VOTES),
    ]
    shown(tab, pictures, WIDTHS[kind])

    found = touching(tab)

    assert [(it["overlaps"], it["outside"]) for it in found] == [([], [])] * len(pictures)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_are_accessible(tab: Page, theme: str) -> None:
    tab.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    template = catalogue(14, 5)
    pictures = [
        radar(template, ratings(template), uid="r", before=ratings(template, shift=1)),
        matrix(template, ratings(template), uid="m"),
        movement(SHIFTS, uid="v", low=1, high=5),
        funding(INCOMES, uid="f"),
        portfolio(SERVICES, PHASES, uid="p"),
        needs(NEEDS, uid="n"),
        stakeholders(STAKEHOLDERS, uid="s"),
        histogram(VOTES[1], uid="h"),
    ]
    shown(tab, pictures, 1440, theme)

    assert axe(tab) == []
    named = [tab.get_by_role("img", name=title).count() for title in ("Trend radar", "Funding mix")]
    assert (tab.get_by_role("img").count(), named) == (len(pictures), [1, 1])


def test_labels_that_touch_are_found(tab: Page) -> None:
    shown(
        tab,
        [
            '<svg class="pic" viewBox="0 0 200 100"><text x="10" y="50" font-size="20">One</text>'
            '<text x="30" y="55" font-size="20">Two</text><text x="190" y="90" font-size="20">Far</text>'
            "</svg>"
        ],
        1440,
    )

    assert touching(tab) == [{"words": 3, "overlaps": ["One#0 × Two#1"], "outside": ["Far#2"]}]
