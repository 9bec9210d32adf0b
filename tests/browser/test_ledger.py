"""A coach opens a stale roadmap and reads the new words in it; then the list of all roadmaps."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from cba_kit.config import open_academy, shipped
from cba_kit.store import open_store
from tests.browser.conftest import Room, axe, running
from tests.cast import COACH, ELENI, ILZE, TRAINER
from tests.store.hand import Hand

NEW = "Proof of origin for every beam"
COLD = 120_000
"""Milliseconds that the first document of a server may take, on a machine that is busy."""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Room]:
    """One server for all tests here: the first document takes long."""
    folder = tmp_path_factory.mktemp("ledger")
    settings = 'name = "Test academy"\ntimezone = "Europe/Sofia"\nday = 2024-03-11\n'
    (folder / "academy.toml").write_text(settings, encoding="utf-8")
    (folder / "templates/editions").mkdir(parents=True)
    text = (shipped("templates") / "editions/cba3.yaml").read_text(encoding="utf-8")
    edition = folder / "templates/editions/cba3.yaml"
    edition.write_text(f"{text}\nlinks_end: 2099-12-31\n", encoding="utf-8")
    academy = open_academy(folder)
    with open_store(academy.database_url, clock=academy.now, create=True) as store:
        store.people.add([COACH, TRAINER, ILZE, ELENI])
    with running(folder, academy.database_url, chromium) as room:
        yield room


def write(room: Room, person: str, entry: str, text: str) -> None:
    """Write a note on a business model, as its owner does."""
    hand = Hand(room.store, f"tab-{entry}", person=person, workbook=person)
    hand.see().put(entry, {"text": text}, block="channels")


def test_a_stale_roadmap_opens_fresh_and_the_list_compares_two(room: Room) -> None:
    """From nothing to a document, from that to one with the new words, and the words that came between."""
    write(room, "ilze", "n1", "Fairs")
    page = room.open("anneli")
    page.evaluate("() => { location.hash = '#queue/ilze' }")
    paper = page.frame_locator("iframe")
    expect(paper.get_by_text("Fairs").first).to_be_visible(timeout=COLD)
    state = page.locator(".coach-state")
    expect(state).to_have_text(re.compile(r"^Fresh as of \d\d:\d\d$"))

    write(room, "ilze", "n2", NEW)
    page.get_by_role("button", name="Show the newest").click()
    expect(paper.get_by_text(NEW).first).to_be_visible(timeout=COLD)
    write(room, "ilze", "n3", "Partners abroad")

    page.get_by_role("navigation", name="Coach").get_by_role("link", name="Roadmaps").click()
    row = page.get_by_role("row", name=re.compile("Ilze Kalniņa"))
    expect(row).to_contain_text("stale 1 change since")
    expect(row).to_contain_text("2 of 3")
    assert axe(page) == []

    page.get_by_label("Filter by name, cluster or error").fill("nobody of this name")
    expect(page.get_by_text("Nobody fits.")).to_be_visible()
    page.get_by_label("Filter by name, cluster or error").fill("KALNINA")
    page.get_by_label("Filter by state").select_option("stale")
    people = page.get_by_role("table", name="Roadmaps, one row a person")
    size = people.get_by_role("columnheader", name="Size")
    size.get_by_role("button").press("Enter")
    expect(size).to_have_attribute("aria-sort", "descending")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a table (CSV)").click()
    assert saved.value.suggested_filename == "roadmaps-cba3-2024-03-11.csv"
    assert "Ilze Kalniņa" in Path(saved.value.path()).read_text(encoding="utf-8-sig")

    row.get_by_role("link", name="Ilze Kalniņa", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="Roadmaps of Ilze Kalniņa")).to_be_focused()
    expect(page.get_by_text("1 difference")).to_be_visible()  # from the newest one to now
    expect(page.locator(".ledger-differences")).to_contain_text("Partners abroad")
    page.get_by_label("From").select_option("1")
    page.get_by_label("To").select_option("2")
    expect(page.locator(".ledger-differences li")).to_have_count(1)
    expect(page.locator(".ledger-differences ins")).to_have_text(NEW)
    assert axe(page) == []
    assert room.foreign == []


def test_reports_about_the_edition_open_from_the_list(room: Room) -> None:
    """A trainer finds and opens one, which is fresh then; a coach has no list of those for trainers."""
    page = room.open("tomas")
    page.evaluate("() => { location.hash = '#roadmaps' }")
    expect(page.get_by_role("heading", name="Reports about the edition")).to_be_visible()
    row = page.get_by_role("row", name=re.compile("^Cohort report"))
    expect(row).to_contain_text("not made yet")
    page.get_by_label("Filter by title or error").fill("no such title")
    expect(page.get_by_text("No report fits.")).to_be_visible()
    page.get_by_label("Filter by title or error").fill("COHORT")
    expect(page.locator(".ledger-reports tbody tr")).to_have_count(1)
    with page.expect_popup(timeout=COLD) as opened:
        row.get_by_role("link", name="Cohort report, HTML, in a new tab").click()
    expect(opened.value.get_by_role("heading", level=1)).to_contain_text("Cohort report", timeout=COLD)
    expect(row).to_contain_text(re.compile(r"today \d\d:\d\d"), timeout=COLD)
    assert axe(page) == []
    coach = room.open("anneli")
    coach.evaluate("() => { location.hash = '#roadmaps' }")
    expect(coach.get_by_role("row", name=re.compile("^Empty canvases"))).to_be_visible()
    expect(coach.get_by_role("row", name=re.compile("^Cohort report"))).to_have_count(0)
    assert room.foreign == []


def test_the_list_is_usable_on_a_phone(room: Room) -> None:
    """No sideways scroll, no violation, and the way to a person's history."""
    page = room.open("tomas", width=390)
    page.evaluate("() => { location.hash = '#roadmaps' }")
    row = page.get_by_role("row", name=re.compile("Παπαδάκη"))
    expect(row).to_contain_text("not made yet")
    for place in ("list", "history"):
        assert axe(page) == [], place
        over = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert over <= 0, f"{place} scrolls sideways by {over} px"
        if place == "list":
            row.get_by_role("link", name="Ελένη Παπαδάκη", exact=True).click()
            expect(page.get_by_role("heading", name="Roadmaps of Ελένη Παπαδάκη")).to_be_visible()
            expect(page.get_by_text("There is one version so far.")).to_be_visible()


def test_an_older_roadmap_says_that_it_is_older(room: Room) -> None:
    """The page around it names the day and the reason; in a window of its own, the server does."""
    write(room, "eleni", "e1", "Ferries")
    page = room.open("eleni")
    page.evaluate("() => { location.hash = '#roadmap' }")
    paper = page.frame_locator("iframe")
    expect(paper.get_by_text("Ferries").first).to_be_visible(timeout=COLD)
    own = room.academy.templates / "reports/roadmap"
    own.mkdir(parents=True)
    (own / "roadmap.ipynb").write_text('{"cells": [], "metadata": {}, "nbformat": 4', encoding="utf-8")
    write(room, "eleni", "e2", NEW)
    page.reload()
    said = re.compile(r"This is the roadmap of today \d\d:\d\d\. The newest could not be made: a part")
    expect(page.locator(".banner")).to_contain_text(said, timeout=COLD)
    expect(paper.get_by_text("Ferries").first).to_be_visible()
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe(page) == []
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Open alone").click()
    expect(opened.value.get_by_role("heading", level=1)).to_contain_text("This is the roadmap of 11 March,")
    expect(opened.value.frame_locator("iframe").get_by_text("Ferries").first).to_be_visible()
    shutil.rmtree(own)
    page.get_by_role("button", name="Try again").click()
    expect(paper.get_by_text(NEW).first).to_be_visible(timeout=COLD)
    expect(page.locator(".banner")).to_have_count(0)
