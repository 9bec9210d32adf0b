"""Home pages: the right notebook for the right person, offline, and an honest page when it fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cba_kit.config import Academy, shipped
from cba_kit.errors import NotFoundError
from cba_kit.server.notebooks import notebook as notebook_of

from .serving import Browser, Served, notebook
from .talking import greeted

HOST = re.compile(r"https?://(?!127\.0\.0\.1|www\.w3\.org)[^\s\"'<]+|[\"'(]//\w[^\s\"'<]+")
SECRET = "words of a participant"


@pytest.fixture
def broken(academy: Academy) -> Iterator[None]:
    """The coach's page, broken for the time of one test."""
    path = academy.folder / "workbooks/coach.ipynb"
    whole = path.read_text()
    path.write_text(notebook(f"raise ValueError({SECRET!r})", "Broken"))
    yield
    path.write_text(whole)


def test_everybody_gets_their_own_page_and_its_kernel_knows_whose_it_is(served: Served) -> None:
    told = {}
    for name, path in (("ann", "/"), ("cora", "/"), ("theo", "/"), ("both", "/"), ("both", "/coach")):
        browser = served.open(name)
        page = browser.ask(path)
        title = page.text.partition("<title>")[2].partition("</title>")[0]
        told[name, path] = (page.status, title, greeted(browser, page)["me"]["id"])
    assert told == {
        ("ann", "/"): (200, "My workbook · Test Academy", "ann"),
        ("cora", "/"): (200, "My people · Test Academy", "cora"),
        ("theo", "/"): (200, "My people · Test Academy", "theo"),
        ("both", "/"): (200, "My workbook · Test Academy", "both"),
        ("both", "/coach"): (200, "My people · Test Academy", "both"),
    }


def test_a_page_asks_no_other_host_and_is_kept_by_no_cache(served: Served) -> None:
    page = served.open("ann").ask("/")
    assert HOST.findall('<a href="https://evil.example">') == ["https://evil.example"]
    assert HOST.findall(page.text) == []
    assert {name: page.headers[name] for name in ("Cache-Control", "X-Content-Type-Options")} == {
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    assert page.headers["Referrer-Policy"] == "same-origin"
    policy = page.headers["Content-Security-Policy"].split("; ")
    assert {"script-src 'self'", "style-src 'self'", "connect-src 'self'", "frame-ancestors 'self'"} <= set(
        policy
    )


def test_a_page_speaks_its_language_skips_to_the_content_and_is_in_no_search_engine(served: Served) -> None:
    page = served.open("ann").ask("/").text
    assert '<html lang="en">' in page
    assert '<a class="cba-skip" href="#rendered_cells">Skip to the page</a>' in page
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert "<noscript>" in page


@pytest.mark.usefixtures("broken")
def test_a_page_that_fails_says_so_in_plain_words_and_leaves_no_kernel(served: Served) -> None:
    before = served.pages()
    page = served.open("otto").ask("/")
    assert (page.status, page.title) == (500, "This page stopped. Your work did not.")
    assert "Traceback" not in page.text
    assert SECRET not in page.text
    reference = re.findall(r"<b>(\w{3}-\w{3})</b>", page.text)[0]
    assert served.logs(
        f"{reference} RenderError in Home: coach.ipynb: The page stopped: ValueError in cell 1."
    )
    assert SECRET not in served.log
    assert served.pages() == before


def test_an_address_that_leads_nowhere_says_so_to_everybody(served: Served) -> None:
    for browser in (Browser(served.url), served.open("ann")):
        answer = browser.ask("/nowhere")
        assert (answer.status, answer.title) == (404, "We cannot find this page")


def test_voilas_own_pages_and_files_are_not_served(served: Served) -> None:
    ann = served.open("ann")
    for path in (
        "/voila/tree",
        "/voila/render/participant.ipynb",
        "/voila/files/participant.ipynb",
        "/voila/api/contents/",
        "/participant.ipynb",
        "/api/kernels",
        "/login",
    ):
        assert ann.ask(path).status == 404, path


def test_the_academys_notebook_comes_before_the_shipped_one(academy: Academy) -> None:
    assert notebook_of(academy, "coach.ipynb") == academy.folder / "workbooks/coach.ipynb"
    for path in sorted(shipped("workbooks").glob("*.ipynb")):
        if not (academy.folder / "workbooks" / path.name).exists():
            assert notebook_of(academy, path.name) == path
    with pytest.raises(NotFoundError, match=r"There is no page “none\.ipynb”"):
        notebook_of(academy, "none.ipynb")


def test_the_template_has_every_word_from_the_texts() -> None:
    template = Path(shipped("templates") / "pages/index.html.j2").read_text()
    used = set(re.findall(r'"(server\.\w+)"', template))
    from_texts = (shipped("templates") / "texts/en/server.yaml").read_text()
    assert used
    assert all(f"\n  {key.removeprefix('server.')}:" in from_texts for key in used)
