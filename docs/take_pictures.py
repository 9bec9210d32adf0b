"""Take the README's picture from a served demo: python docs/take_pictures.py LINK (a personal link)."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PLACE = Path(__file__).parent / "pictures"


def main(link: str) -> None:
    """Open the link and photograph the home page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": 1280, "height": 1400}, locale="en-GB", reduced_motion="reduce"
        )
        page.goto(link)
        page.wait_for_selector(".view-home h1")
        page.screenshot(path=PLACE / "home.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
