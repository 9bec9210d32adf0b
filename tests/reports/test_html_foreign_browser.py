"""HTML of foreign notebooks in a real browser: accessible, no sideways scroll on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from nbformat import NotebookNode
from playwright.sync_api import Browser

from cba_kit.content import Library
from cba_kit.reports.html import page
from tests.browser.conftest import axe
from tests.chromium import context_of
from tests.reports.test_pdf_foreign import ALL

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("make", ALL)
def test_html_foreign_is_accessible_and_fits_the_screen(
    make: Callable[[], NotebookNode], chromium: Browser, width: int
) -> None:
    asked: list[str] = []
    tab = context_of(chromium, viewport={"width": width, "height": 900}).new_page()
    tab.on("request", lambda request: asked.append(request.url))

    tab.set_content(page(make(), Library()))

    assert axe(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert [url for url in asked if not url.startswith("data:")] == []
    tab.context.close()
