"""Htmltree: HTML, as libraries and people put it into notebooks, as blocks."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped]  # lxml has no types

from cba_kit.reports.blocks import ansi, pictures
from cba_kit.reports.blocks.elements import BLOCKS, CODES, LEFT_OUT, content, hidden, styled, trimmed, words
from cba_kit.reports.blocks.htmltable import table
from cba_kit.reports.blocks.tree import DEEP, Block, Draft, link, paragraphs, text

_MOST = 3000
"""Blocks that a document shows of one output."""
_HEADING = re.compile(r"h[1-6]")
_SVG = re.compile(r"<svg\b.*?</svg\s*>", re.DOTALL | re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class HtmlTree:
    """Turns HTML into blocks of `draft`."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._drawings: list[str] = []
        self._room = 0

    def blocks(self, source: str) -> list[Block]:
        """Return the blocks of some HTML; an empty list when it shows nothing without a script."""
        root = self._parsed(source)
        self._room = _MOST
        found = [] if root is None else self._blocks(root, 0)
        if self._room < 0:
            self._draft.note(f"an HTML output is very long; the document shows its first {_MOST:,} parts.")
        return found

    def parts(self, source: str) -> list[Block]:
        """Return HTML as parts of one line."""
        root = self._parsed(source)
        return [] if root is None else self._inline(root, 0)

    def _parsed(self, source: str) -> Any:
        # a parser of HTML would change the names of a drawing, so drawings are kept apart
        def kept(found: re.Match[str]) -> str:
            self._drawings.append(found[0])
            return f'<img data-drawing="{len(self._drawings) - 1}">'

        clean = _SVG.sub(kept, _CONTROL.sub("", source))
        if not clean.strip():
            return None
        try:
            root = html.fragment_fromstring(
                clean, create_parent="div", parser=html.HTMLParser(huge_tree=True)
            )
        except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
            self._draft.note("an HTML output cannot be read, so it is not shown.")
            return None
        etree.strip_elements(root, *LEFT_OUT, with_tail=False)
        return root

    # ---- blocks

    def _blocks(self, parent: Any, depth: int) -> list[Block]:
        found: list[Block] = []
        line: list[Block] = []
        for item in content(parent):
            if self._room < 0:
                break
            if not isinstance(item, str) and self._is_block(item):
                self._room -= 1
                found += paragraphs(trimmed(line)) + self._block(item, depth)
                line = []
            else:
                line += self._parts_of(item, depth)
        return found + paragraphs(trimmed(line))

    def _is_block(self, element: Any) -> bool:
        return element.tag in BLOCKS or any(inner.tag in BLOCKS for inner in element.iterdescendants())

    def _block(self, element: Any, depth: int) -> list[Block]:
        tag = element.tag
        if hidden(element):
            return []
        if depth > DEEP:
            flat = words(element)
            return [{"t": "par", "parts": [text(flat)]}] if flat else []
        if tag == "table":
            return table(self._draft, element, lambda cell: trimmed(self._inline(cell, depth + 1)))
        if tag in ("ul", "ol"):
            return self._list(element, depth)
        if tag == "dl":
            return self._terms(element, depth)
        if tag == "pre":
            lines = ansi.lines(element.text_content())
            return [{"t": "output", "lines": lines}] if any(lines) else []
        if tag == "hr":
            return [{"t": "rule"}]
        if tag == "figure":
            return self._figure(element, depth)
        if _HEADING.fullmatch(tag):
            return self._draft.heading(int(tag[1]), trimmed(self._inline(element, depth)))
        if tag == "summary":
            parts = trimmed(self._inline(element, depth))
            return [{"t": "par", "parts": [{"t": "strong", "parts": parts}]}] if parts else []
        inside = self._blocks(element, depth + 1)
        if tag == "blockquote" and inside:
            return [{"t": "quote", "blocks": inside}]
        if "alert" in element.get("class", "").split() and inside:
            return [{"t": "aside", "blocks": inside}]
        return inside

    def _list(self, element: Any, depth: int) -> list[Block]:
        items = [self._blocks(item, depth + 1) for item in element if item.tag == "li"]
        items = [item for item in items if item]
        start = element.get("start", "")
        first = int(start) if start.isdecimal() and len(start) < 7 else 1
        return (
            [{"t": "list", "ordered": element.tag == "ol", "start": first, "items": items}] if items else []
        )

    def _terms(self, element: Any, depth: int) -> list[Block]:
        items: list[Block] = []
        for child in element.iter("dt", "dd"):
            if next(child.iterancestors("dl"), None) is not element:
                continue
            if child.tag == "dt":
                items.append({"term": trimmed(self._inline(child, depth + 1)), "blocks": []})
            elif items:
                items[-1]["blocks"] += self._blocks(child, depth + 1)
        return [{"t": "terms", "items": items}] if items else []

    def _figure(self, element: Any, depth: int) -> list[Block]:
        caption = next((child for child in element if child.tag == "figcaption"), None)
        said = ""
        if caption is not None:
            said = words(caption)
            element.remove(caption)
        inside = self._blocks(element, depth + 1)
        for block in inside:
            if block["t"] in ("image", "table") and said and not block["caption"]:
                block["caption"] = said
                return inside
        return inside + ([{"t": "par", "parts": [text(said)]}] if said else [])

    # ---- parts of a line

    def _inline(self, parent: Any, depth: int) -> list[Block]:
        return [part for item in content(parent) for part in self._parts_of(item, depth)]

    def _parts_of(self, item: Any, depth: int) -> list[Block]:
        if isinstance(item, str):
            said = re.sub(r"[ \t\r\n\f]+", " ", item)
            return [text(said)] if said else []
        tag = item.tag
        if hidden(item):
            return []
        if tag == "br":
            return [{"t": "break"}]
        if tag == "img":
            return [self._image(item)]
        if tag == "input":
            return self._box(item)
        if depth > DEEP:
            return [text(words(item))]
        if tag in CODES:
            return [{"t": "code", "s": item.text_content()}] if item.text_content() else []
        inside = self._inline(item, depth + 1)
        if tag in BLOCKS and inside:  # a block where only a line fits: in a cell or in a heading
            return [*inside, {"t": "break"}]
        if tag == "a":
            return link(item.get("href", ""), inside)
        return styled(tag, item.get("lang", ""), inside)

    def _image(self, element: Any) -> Block:
        alt, drawing = element.get("alt", ""), element.get("data-drawing", "")
        if drawing.isdecimal() and int(drawing) < len(self._drawings):
            return pictures.picture(self._draft, self._drawings[int(drawing)], pictures.SVG, alt=alt)
        size = {side: element.get(side) for side in ("width", "height")}
        return pictures.linked(
            self._draft, element.get("src", ""), alt=alt or element.get("title", ""), size=size
        )

    def _box(self, element: Any) -> list[Block]:
        if element.get("type") != "checkbox":
            return []
        return [{"t": "box", "on": "checked" in element.attrib}]
