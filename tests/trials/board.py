"""A team's board in a real browser: opening it, writing on it, reading it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .stage import TEAM


def open_board(page: Page, link: str) -> None:
    """Open a personal link and go to the canvas of the team."""
    page.goto(link)
    books = page.get_by_role("navigation", name="Workbooks")
    books.get_by_role("link", name=f"Group: {TEAM}").click()
    page.locator("main").get_by_role("link", name="Business model canvas").click()
    expect(page.get_by_role("button", name="Add a note to Channels")).to_be_visible()


def write_note(page: Page, words: str) -> None:
    """Add a note, whether anybody answers or not."""
    page.get_by_role("button", name="Add a note to Channels").click()
    page.keyboard.type(words)
    page.keyboard.press("Escape")


def notes(page: Page) -> list[str]:
    """Return the notes that a page shows; their first line says what each one means."""
    return sorted(text.strip().rpartition("\n")[2] for text in page.locator("button.note").all_inner_texts())


def settle(page: Page) -> None:
    """Wait until everything is confirmed and the page says so."""
    page.wait_for_function(
        "() => Object.keys(localStorage).every(key => !key.startsWith('cba:op:'))"
        " && document.querySelector('.saved').innerText.startsWith('Saved')"
    )
