"""Prose: HTML becomes the text that a reader would see, text stays text, links are of the web."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cba_kit.content.catalogue.prose import prose, web_link


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<p>One</p><p>Two<br>three</p>", "One Two three"),
        ("a<b>b</b>c", "abc"),
        ("<ul><li>x</li><li>y</li></ul>", "x y"),
        ("R&amp;D &lt;b&gt; &#8212; &nbsp;x", "R&D <b> — x"),
        ("<script>alert(1)</script>seen<style>p{}</style>", "seen"),
        ("<SCRIPT >alert(1)</SCRIPT >seen", "seen"),
        ("<svg onload=alert(1)><text>x</text></svg>seen", "seen"),
        ("<svg/>seen", "seen"),
        ("<!-- hidden -->seen", "seen"),
        ("<img src=x onerror=alert(1)>seen", "seen"),
        ("List<String> and a < b, x<y", "List<String> and a < b, x<y"),
        ("Option<T> of <em>Rust</em>", "Option<T> of Rust"),
        ("AT&T &copy", "AT&T &copy"),
        ("a\x00b\x07\ud800c\u200b", "abc"),
        ("  two\n\tlines ", "two lines"),
    ],
)
def test_a_cell_becomes_plain_text(cell: str, text: str) -> None:
    """What nobody sees in a browser is not text; a sign “less than” is."""
    assert prose(cell)[0] == text


@settings(deadline=None)
@given(st.text("<>/!-&;abscript ='\"\n", max_size=60))
def test_any_cell_is_read(cell: str) -> None:
    """Broken HTML too, and what comes out is one line."""
    text, _ = prose(cell)
    assert text == " ".join(text.split())


@pytest.mark.parametrize(
    ("cell", "link"),
    [
        (
            "<a href='https://a.org/x?y=1&amp;z=2'>a</a> <a href='https://b.org'>b</a>",
            "https://a.org/x?y=1&z=2",
        ),
        ("<a href='javascript:alert(1)'>a</a><a href='http://b.org'>b</a>", "http://b.org"),
        ("<a name='x'>a</a>", ""),
        ("https://a.org stands in the text", ""),
    ],
)
def test_the_first_good_link_of_a_cell_is_kept(cell: str, link: str) -> None:
    """Links in plain text stay in the text."""
    assert prose(cell)[1] == link


@pytest.mark.parametrize(
    "link", ["https://example.org", "http://example.org:8080/a?b=c#d", "HTTPS://ÜBER.eu/ä"]
)
def test_web_links_are_kept(link: str) -> None:
    """As they are written."""
    assert web_link(f" {link} ") == link


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org",
        "//example.org",
        "example.org",
        "https://",
        "https:///path",
        "https://user:secret@example.org",
        "https://example.org/a b",
        "https://example.org/\"onclick='x'",
        "https://example.org:port/",
        "https://[::1",
        "java\nscript:alert(1)",
    ],
)
def test_other_links_are_not(link: str) -> None:
    """Other schemes, no host, a password, signs that leave an attribute."""
    assert web_link(link) == ""
