"""Prose: a cell that may hold HTML, as plain text and the first link that can be trusted."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from urllib.parse import urlsplit

from cba_kit.content.tables.grid import tidy

_TAG_WORDS = """
a abbr acronym address article aside b big blockquote body br button caption center cite code col dd del
details dfn div dl dt em embed figure figcaption font footer form h1 h2 h3 h4 h5 h6 head header hr html i
iframe img input ins kbd label li link main mark meta nav object ol p picture pre q s samp script section
select small span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead
title tr tt u ul var video
"""
_TAGS = frozenset(_TAG_WORDS.split())
"""What counts as a tag; “List<String>” and “a < b” are text."""
_UNSEEN = frozenset({"script", "style", "template", "head", "title", "iframe", "object", "svg", "select"})
"""What stands inside these is not text that anybody reads."""
_INLINE_WORDS = """
a abbr acronym b big cite code del dfn em font i ins kbd label mark q s samp small span strike strong sub
sup tt u var
"""
_INLINE = frozenset(_INLINE_WORDS.split())
_LONE = re.compile(
    rf"<(?!/?(?:{'|'.join(sorted(_TAGS))})(?:[\s/][^<]*)?>|!--|!doctype\b[^<>]*>)", flags=re.IGNORECASE
)
"""A sign “less than” that begins no tag."""
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]+);")


def prose(text: str) -> tuple[str, str]:
    """Return a cell as one line of plain text, and the first http(s) link in its HTML, or an empty one."""
    if not ("<" in text or _ENTITY.search(text)):
        return visible(text), ""
    reader = _Reader()
    reader.feed(_LONE.sub("&lt;", text))
    reader.close()
    return visible("".join(reader.pieces)), reader.link


def visible(text: str) -> str:
    """Return text without control signs and broken letters, on one line."""
    if text.isprintable():
        return tidy(text)
    # a line break is a control sign too, and tidy() makes a blank of it
    return tidy("".join(c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs")))


def web_link(text: str) -> str:
    """Return a link that a page may show: http or https to a host; else an empty text."""
    link = text.strip()
    try:
        parts = urlsplit(link)
        host = parts.hostname
        _ = parts.port  # a port that is no number is told only now
    except ValueError:
        return ""
    odd = any(c.isspace() or c in "<>\"'`\\" or unicodedata.category(c).startswith("C") for c in link)
    return link if parts.scheme in ("http", "https") and host and not parts.username and not odd else ""


class _Reader(HTMLParser):
    """Keeps text, a blank for each block, and the first good link."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.link = ""
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen.append(tag)
        if tag not in _INLINE:
            self.pieces.append(" ")
        if tag == "a" and not self.link:
            self.link = web_link(dict(attrs).get("href") or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _UNSEEN:  # <svg/> holds nothing
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            del self._unseen[self._unseen.index(tag) :]
        if tag not in _INLINE:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data)
