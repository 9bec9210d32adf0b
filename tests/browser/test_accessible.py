"""Every page without axe violations, wide and on a phone, and no request to another host."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from cba_kit.config import open_academy
from cba_kit.content import Library
from cba_kit.programme.demo import create, fill
from cba_kit.store import open_store
from tests.browser.conftest import Room, axe, running

SHEETS = (
    "profile",
    "strategy",
    "needs",
    "challenges",
    "business_model",
    "value_proposition",
    "megatrends",
    "action_plan",
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Room]:
    """The demo academy, with one roadmap."""
    folder = create(tmp_path_factory.mktemp("demo")).folder
    academy = open_academy(folder)
    with open_store(f"sqlite:///{folder / 'academy.db'}", clock=academy.now, create=True) as store:
        fill(academy, store, Library(academy.templates))
    with running(folder, f"sqlite:///{folder / 'academy.db'}", chromium) as room:
        rendered = room.cba("render", "demo", "--only", "ilze-kalnina")
        assert rendered.returncode == 0, rendered.stderr
        yield room


@pytest.mark.parametrize("width", [1440, 390])
def test_participant_pages_are_accessible(demo: Room, width: int) -> None:
    """Home, every sheet and the roadmap: no violation, and no sideways scroll."""
    page = demo.open("ilze-kalnina", width=width)
    found = {}
    for place in ("home", *(f"sheet/{key}" for key in SHEETS), "roadmap"):
        page.evaluate("place => { location.hash = place }", f"#{place}")
        expect(page.locator(".view h1")).to_be_visible()
        found[place] = axe(page)
        over = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, f"{place} scrolls sideways by {over} px"
    assert {place: violations for place, violations in found.items() if violations} == {}
    assert demo.foreign == []


@pytest.mark.parametrize("width", [1440, 390])
def test_coach_pages_are_accessible(demo: Room, width: int) -> None:
    """The queue, a person's roadmap and workbook."""
    page = demo.open("anneli-saarinen", width=width)
    assert axe(page) == []
    for place, heading in (("ilze-kalnina", "Roadmap of"), ("ilze-kalnina/workbook", "Workbook of")):
        page.evaluate("place => { location.hash = place }", f"#queue/{place}")
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        assert axe(page) == []
    assert demo.foreign == []


@pytest.mark.parametrize("width", [1440, 390])
def test_html_roadmap_is_accessible_alone(demo: Room, width: int) -> None:
    """The document itself, as it is opened from a file or in its own tab."""
    page = demo.open("ilze-kalnina", width=width)
    page.goto(f"{demo.academy.settings.address}/reports/demo/roadmap/ilze-kalnina.html")
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    path = Path(demo.academy.output / "demo/roadmap/ilze-kalnina.html")
    page.goto(path.as_uri())  # from the file: the server's policy lets no checker in
    assert axe(page) == []
    over = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert over <= 0
    assert [url for url in demo.foreign if not url.startswith("file:")] == []
