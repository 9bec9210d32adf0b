"""Chromium, for tests: one browser a test run, since two of them at once do not go together."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

LONG = 120_000
"""Milliseconds after which something that a page is waited for is taken to never happen."""
LEFT_OUT = (
    "WebUIOmniboxPopup",  # these three: each window of the whole Chromium prepares two pages for what drops
    "WebUIOmniboxAimPopup",  # from its address bar, which costs more than a page of ours
    "WebUIOmniboxFullPopup",
    "AimEnabled",  # from here on: what Playwright leaves out; only the last list counts, and that is ours
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
"""Features of Chromium; a name that it does not know does no harm."""
ARGUMENTS = [
    f"--disable-features={','.join(LEFT_OUT)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def program() -> str:
    """Return the path of Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        raise RuntimeError("Chromium was not found: sudo apt-get install chromium")
    return found


@contextmanager
def launched() -> Iterator[Browser]:
    """Start the browser; each test opens contexts of its own in it with `context_of`."""
    expect.set_options(timeout=LONG)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=ARGUMENTS)
        yield browser
        browser.close()


def context_of(browser: Browser, **options: Any) -> BrowserContext:
    """Return somebody's own browser, whose pages are waited for patiently; `options` are Playwright's."""
    context = browser.new_context(**options)
    context.set_default_timeout(LONG)
    return context
