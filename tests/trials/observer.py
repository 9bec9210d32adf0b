"""An observer in a real browser: what a page told its reader, and whether it was ever loaded again."""

from __future__ import annotations

import re

from playwright.sync_api import Page

WATCH = """
() => {
  window.told = [];
  const note = () => {
    for (const spot of document.querySelectorAll(".saved, .banner, .toast, [role=dialog], [role=alert]")) {
      const words = spot.innerText.trim().replace(/\\s+/g, " ");
      if (words && window.told.at(-1) !== words) window.told.push(words);
    }
  };
  new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
  note();
}
"""
CALM = re.compile(
    r"Opening|Saving|Saved \d\d:\d\d|All is saved|Working offline|Connecting again|Back online\..*"
    r"|Connection lost: .* will be sent|\d+ changes? (is|are) kept on this device|Number \d+ in the queue"
    r"|No connection since \d\d:\d\d\. Go on writing\..*|Many people are opening their pages\..*"
)
"""All that a reader may be told while a server goes down and comes back."""


def watch(page: Page) -> None:
    """Write down from now on what the page says about its connection."""
    page.evaluate(WATCH)


def alarming(page: Page) -> list[str]:
    """Return what the page said beyond “reconnecting”; fails when it was loaded again meanwhile."""
    told: list[str] | None = page.evaluate("() => window.told")
    assert told is not None, "the page was loaded again"
    return [words for words in told if not CALM.fullmatch(words)]
