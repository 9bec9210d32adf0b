"""Trends as people rate them: what the tests of rounds share."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.hands import Hands, all_saved

TRENDS = "megatrends"


def go(page: Page, place: str) -> None:
    """Follow an address within the page."""
    page.evaluate("place => { location.hash = place }", place)


def press(page: Page, name: str) -> None:
    """Click a button."""
    page.get_by_role("button", name=name).click()


def at_trends(page: Page) -> None:
    """Wait until the sheet is there."""
    expect(page.get_by_role("heading", name="Trends", exact=True)).to_be_visible(timeout=60_000)


def set_sliders(hands: Hands, *, relevance: int) -> None:
    """Answer about the trend that is open; the page need not be connected."""
    for name, steps in (("Relevance", relevance), ("Direction", 2), ("Knowledge", 2)):
        slider = hands.page.get_by_role("slider", name=name, exact=True)
        slider.scroll_into_view_if_needed()
        hands.rate(slider, steps)
    expect(hands.page.locator(".trends-list [aria-current]")).to_contain_text(re.compile("rated"))


def rate(hands: Hands, *, relevance: int) -> None:
    """Rate the trend that is open, and wait until it is saved."""
    set_sliders(hands, relevance=relevance)
    all_saved(hands.page)
