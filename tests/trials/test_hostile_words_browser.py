"""Markup and script in every field, seen in a real browser: nothing of it ever becomes an element or runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import ConsoleMessage, Page, expect

from cba_kit.config import Academy
from cba_kit.content import Library
from cba_kit.model.people import Person
from cba_kit.store import open_store
from tests.cast import COACH, ILZE
from tests.chromium import context_of

from .server import Serving
from .stage import make_academy, token
from .words import write_everywhere

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EVIL = (
    "<img src=x onerror=window.pwned=1><svg onload=window.pwned=1></svg>"
    "\"'><script>window.pwned=1</script><a href='javascript:window.pwned=1'>x</a>"
)
FOUND = """
() => [window.pwned, ...document.querySelectorAll(
  "img[src=x], [onerror], [onload], a[href^=javascript], script:not([src]):not([type='application/json'])"
)].filter(Boolean).map(String)
"""
STANDS = """
() => [...document.querySelectorAll("main, main input, main textarea")].some(
  (each) => `${each.value ?? ""} ${each.innerText}`.includes("onerror=window.pwned"))
"""


@dataclass
class Looking:
    """A browser that looks around, and what its console complained about."""

    page: Page
    complaints: list[str]

    def sees_text_only(self, where: str) -> None:
        """Check that the words stand here, as words or in a field."""
        self.page.wait_for_function(STANDS)
        assert self.page.evaluate(FOUND) == [], where
        assert self.complaints == [], where


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Academy, Serving]]:
    """An academy in which every word is evil."""
    academy = make_academy(tmp_path / "academy")
    assert write_everywhere(academy, EVIL)
    serving = Serving(academy.folder, academy.database_url)
    serving.start()
    yield academy, serving
    serving.terminate()


def is_wrong(said: ConsoleMessage) -> bool:
    """Whether a browser's words tell of a mistake; the page with the queue is an answer 503, and none."""
    return said.type == "error" and "status of 503" not in said.text


@contextmanager
def look(chromium: Chromium, served: tuple[Academy, Serving], person: Person) -> Iterator[Looking]:
    """Open a person's page."""
    academy, serving = served
    page = context_of(chromium, locale="en-GB").new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if is_wrong(said) else None)
    page.on("dialog", lambda dialog: complaints.append(f"dialog {dialog.message}"))
    with open_store(academy.database_url, clock=academy.now) as store:
        page.goto(f"{serving.url}join/{token(academy, store.people.person(person.id))}")
    yield Looking(page, complaints)
    page.context.close()


def test_a_participants_page_shows_hostile_words_as_words(
    chromium: Chromium, served: tuple[Academy, Serving]
) -> None:
    """Home, every sheet with its pictures, the roadmap's page."""
    with look(chromium, served, ILZE) as seen:
        seen.sees_text_only("home")
        library = Library(served[0].templates)
        for key in library.sheets(library.edition(ILZE.edition)):
            seen.page.evaluate("key => { location.hash = `#sheet/${key}`; }", key)
            expect(seen.page.locator("main h1")).to_be_visible()
            seen.sees_text_only(key)


def test_a_coachs_page_shows_hostile_words_as_words(
    chromium: Chromium, served: tuple[Academy, Serving]
) -> None:
    """The queue, and one person with the words that were said."""
    with look(chromium, served, COACH) as seen:
        seen.sees_text_only("the queue")
        seen.page.locator(f"a[href='#queue/{ILZE.id}']").click()
        expect(seen.page.locator("main h1, main h2").filter(has_text="Ilze").first).to_be_attached()
        seen.sees_text_only("one person")
