"""A real browser: the page fills the window, asks nobody else, and closing its tab ends its kernel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.chromium import context_of

from .serving import Served, notebook

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = context_of(chromium, viewport={"width": 1280, "height": 800})
    yield context
    context.close()


SLIDER = """\
import ipywidgets

slider, told = ipywidgets.IntSlider(description="Amount", value=3), ipywidgets.Label("nothing heard")
slider.observe(lambda change: setattr(told, "value", f"the kernel heard {change.new}"), names="value")
ipywidgets.VBox([slider, told])
"""


def is_wrong(said: ConsoleMessage) -> bool:
    """Whether a browser's words tell of a mistake; the page with the queue is an answer 503, and none."""
    return said.type == "error" and "status of 503" not in said.text


@dataclass
class Seen:
    """What a tab asked for, and what went wrong in it."""

    hosts: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def watch(self, tab: Page) -> None:
        """Write down what happens in a tab."""
        tab.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        tab.on("console", lambda said: self.errors.append(said.text) if is_wrong(said) else None)
        tab.on(
            "response", lambda reply: self.refused.append(reply.url) if 400 <= reply.status != 503 else None
        )


@pytest.fixture
def full_page(served: Served) -> Iterator[None]:
    """The coach's page with widgets that are no anywidgets, for the time of one test."""
    path = served.academy.folder / "workbooks/coach.ipynb"
    whole = path.read_text()
    path.write_text(notebook(SLIDER, "Sliders"))
    yield
    path.write_text(whole)


def test_a_link_opens_the_page_and_closing_the_tab_ends_it(served: Served, context: BrowserContext) -> None:
    tab, seen = context.new_page(), Seen()
    seen.watch(tab)
    assert served.comes_to(lambda: served.pool()["ready"] > 0)
    before = served.pages()

    tab.goto(f"{served.url}join/{served.token('bob')}")
    tab.get_by_role("link", name="Business model").first.wait_for()

    assert tab.url == served.url
    assert (seen.hosts, seen.errors, seen.refused) == ({urlsplit(served.url).netloc}, [], [])
    assert served.pages() == before + 1
    assert tab.evaluate("document.getElementById('rendered_cells').getBoundingClientRect().width") == 1280

    kernel = tab.evaluate("JSON.parse(document.getElementById('cba-page').textContent).kernel")
    tab.close(run_before_unload=True)
    assert served.logs(f"204 POST /voila/api/shutdown/{kernel}")
    assert served.comes_to(lambda: served.pages() <= before)


@pytest.mark.usefixtures("full_page")
def test_a_page_with_other_widgets_gets_the_full_front_end_and_talks_with_its_kernel(
    served: Served, context: BrowserContext
) -> None:
    tab, seen = context.new_page(), Seen()
    seen.watch(tab)
    assert served.comes_to(lambda: served.pool()["ready"] > 0)
    tab.goto(f"{served.url}join/{served.token('cora')}")
    tab.get_by_text("nothing heard").wait_for()
    tab.locator("#loading").wait_for(state="detached")
    assert tab.title() == "Sliders · Test Academy"
    tab.locator(".noUi-handle").focus()
    tab.keyboard.press("ArrowRight")
    tab.get_by_text("the kernel heard 4").wait_for()
    assert (seen.hosts, seen.errors, seen.refused) == ({urlsplit(served.url).netloc}, [], [])

    kernel = tab.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")
    tab.close(run_before_unload=True)
    assert served.logs(f"204 POST /voila/api/shutdown/{kernel}")


def test_pages_without_a_link_are_readable_in_the_dark_and_on_a_phone(
    served: Served, context: BrowserContext
) -> None:
    assert context.browser
    dark = context_of(context.browser, color_scheme="dark", viewport={"width": 320, "height": 640})
    tab = dark.new_page()
    tab.goto(served.url)
    assert tab.get_by_role("heading", level=1).inner_text() == "Open your personal link"
    assert tab.evaluate("document.documentElement.scrollWidth") == 320
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 21, 24)"
    dark.close()
