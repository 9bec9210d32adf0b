"""Browsers: the same in real Chromium — until one's own content is there, and until an edit is saved."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import NamedTuple

from playwright.async_api import Browser, Page, Playwright, async_playwright
from playwright.async_api import TimeoutError as TooLong

from tests.bench.room import Visitor
from tests.bench.servers import Server
from tests.chromium import ARGUMENTS, program

# other hosts do not exist: stock pages ask some, and would wait for them where there is no network
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
SETTLES = 1.0
"""Seconds in which a browser that was just started comes to rest: people have theirs open already."""
WORDS = "Now"
"""What a visitor writes."""
LONGEST = 120.0
"""Seconds after which a browser gives up."""

WATCH = """
  new MutationObserver((_, watching) => {
    const name = document.querySelector(".cba h1");
    if (!name?.textContent.includes(%r)) return;
    window.ownContent = performance.timeOrigin + performance.now();
    watching.disconnect();
  }).observe(document, { subtree: true, childList: true, characterData: true });
"""
"""Notes the moment when the visitor is greeted by name, without anybody asking again and again."""

SAVED = """() => {
  const kept = Object.keys(localStorage).some((key) => key.startsWith("cba:op:"));
  const said = document.querySelector(".cba header")?.textContent ?? "";
  return !kept && /Saved \\d\\d:\\d\\d/.test(said) && performance.timeOrigin + performance.now();
}"""
"""The moment when nothing waits on this device any more and the status line says so; else false."""


class Times(NamedTuple):
    """Seconds since the address was entered."""

    own: float
    saved: float


def first_edits(server: Server, visitor: Visitor, *, times: int) -> list[Times]:
    """Let a visitor come again and again, each time with a new, empty browser, and write a note."""
    return asyncio.run(_first_edits(server, visitor, times))


def all_at_once(server: Server, visitors: Sequence[Visitor]) -> list[float]:
    """Let all visitors come at once, each in a browser of their own; tell when each saw their own content.

    A time of `LONGEST` and more means that they gave up.
    """
    return asyncio.run(_all_at_once(server, visitors))


async def _first_edits(server: Server, visitor: Visitor, times: int) -> list[Times]:
    found = []
    async with async_playwright() as playwright:
        for _ in range(times):
            async with _browser(playwright) as browser:
                found.append(await _first_edit(await _page(browser, visitor), _link(server, visitor)))
    return found


async def _first_edit(page: Page, link: str) -> Times:
    await asyncio.sleep(SETTLES)
    began = time.time()
    try:
        await page.goto(link, wait_until="commit")
        saved = await _write(page)
    except TooLong:
        return Times(LONGEST, LONGEST)
    return Times(await _own(page) - began, saved - began)


async def _all_at_once(server: Server, visitors: Sequence[Visitor]) -> list[float]:
    async with AsyncExitStack() as stack:
        playwright = await stack.enter_async_context(async_playwright())
        pages = [
            await _page(await stack.enter_async_context(_browser(playwright)), visitor)
            for visitor in visitors
        ]
        await asyncio.sleep(SETTLES)
        began = time.time()
        links = [_link(server, visitor) for visitor in visitors]
        return [at - began for at in await asyncio.gather(*map(_come, pages, links))]


async def _come(page: Page, link: str) -> float:
    """Open a link; tell when one's own content was there, or when that was given up."""
    try:
        await page.goto(link, wait_until="commit")
        await page.wait_for_function("() => window.ownContent", polling=100)
    except TooLong:
        return time.time()
    return await _own(page)


async def _write(page: Page) -> float:
    """Write a note as a person does: open the sheet, press the button of a block, type, press Enter."""
    await page.locator('nav.tabs a[href="#sheet/business_model"]').click(force=True)
    await page.get_by_role("button", name="Add a note to Channels").click(force=True)
    await page.keyboard.type(WORDS)
    await page.keyboard.press("Enter")
    saved = await page.wait_for_function(SAVED)
    return float(await saved.json_value()) / 1000


async def _own(page: Page) -> float:
    return float(await page.evaluate("() => window.ownContent")) / 1000


async def _page(browser: Browser, visitor: Visitor) -> Page:
    page = await browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(LONGEST * 1000)
    await page.add_init_script(WATCH % visitor.first)
    return page


@asynccontextmanager
async def _browser(playwright: Playwright) -> AsyncIterator[Browser]:
    browser = await playwright.chromium.launch(executable_path=program(), args=[*ARGUMENTS, ALONE])
    try:
        yield browser
    finally:
        await browser.close()


def _link(server: Server, visitor: Visitor) -> str:
    return server.address + ("/" if server.stock else visitor.join)
