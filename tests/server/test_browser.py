"""A real browser: the page fills the window, asks nobody else, and closing its tab ends its kernel."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, sync_playwright

from .serving import Served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser.new_context(viewport={"width": 1280, "height": 800})
        browser.close()


def test_a_link_opens_the_page_and_closing_the_tab_ends_it(served: Served, context: BrowserContext) -> None:
    tab = context.new_page()
    hosts: set[str] = set()
    errors: list[str] = []
    refused: list[str] = []
    tab.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    tab.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    tab.on("response", lambda reply: refused.append(reply.url) if reply.status >= 400 else None)
    before = served.pages()

    tab.goto(f"{served.url}join/{served.token('bob')}")
    tab.get_by_text("page of bob").wait_for()
    tab.locator("#loading").wait_for(state="detached")

    assert tab.url == served.url
    assert tab.title() == "My workbook · Test Academy"
    assert (hosts, errors, refused) == ({urlsplit(served.url).netloc}, [], [])
    assert served.pages() == before + 1
    assert tab.evaluate("document.getElementById('rendered_cells').getBoundingClientRect().toJSON()") == {
        **dict.fromkeys(("x", "y", "left", "top"), 0),
        **{"width": 1280, "right": 1280, "height": 800, "bottom": 800},
    }

    kernel = tab.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")
    tab.close(run_before_unload=True)
    assert served.logs(f"204 POST /voila/api/shutdown/{kernel}")
    assert served.pages() == before


def test_pages_without_a_link_are_readable_in_the_dark_and_on_a_phone(
    served: Served, context: BrowserContext
) -> None:
    tab = context.browser.new_page(color_scheme="dark", viewport={"width": 320, "height": 640})  # type: ignore[union-attr]
    tab.goto(served.url)
    assert tab.get_by_role("heading", level=1).inner_text() == "Open your personal link"
    assert tab.evaluate("document.documentElement.scrollWidth") == 320
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 21, 24)"
    tab.close()
