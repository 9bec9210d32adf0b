"""Prose: Markdown as blocks of data for the PDF, read by the same parser as the HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from mistune.plugins import import_plugin
from nbconvert.filters.markdown_mistune import MarkdownWithMath

from cba_kit.reports.section import table

Block = dict[str, Any]
Token = Mapping[str, Any]

_PLUGINS = ("strikethrough", "table", "url", "task_lists")
_STYLES = {"strong": "strong", "emphasis": "emph", "strikethrough": "strike"}
_LINK = re.compile(r"(https?|mailto):", re.IGNORECASE)


class Prose:
    """Turns Markdown into blocks; `level` is that of the heading before, since PDF/UA allows no jumps."""

    def __init__(self) -> None:
        self.level = 0
        plugins = [import_plugin(name) for name in _PLUGINS]
        self._parse = MarkdownWithMath(None, plugins=plugins)  # type: ignore[arg-type]  # None: tokens

    def blocks(self, markdown: str) -> list[Block]:
        """Return the blocks of one Markdown text."""
        tokens = self._parse(markdown)
        return self._blocks(tokens) if isinstance(tokens, list) else []

    def _blocks(self, tokens: Sequence[Token]) -> list[Block]:
        found: list[Block] = []
        for token in tokens:
            found += self._block(token)
        return found

    def _block(self, token: Token) -> list[Block]:
        kind, below, given = token["type"], token.get("children", []), token.get("attrs", {})
        if kind == "heading":
            return self._heading(given["level"], _inline(below))
        if kind in ("paragraph", "block_text"):
            parts = _inline(below)
            return [{"t": "par" if kind == "paragraph" else "plain", "parts": parts}] if parts else []
        if kind == "list":
            items = [self._blocks(item.get("children", [])) for item in below]
            start = given.get("start", 1)
            return [{"t": "list", "ordered": bool(given.get("ordered")), "start": start, "items": items}]
        if kind == "block_quote":
            return [{"t": "quote", "blocks": self._blocks(below)}]
        if kind == "table":
            return [{"t": "table", "table": _table(below)}]
        if kind == "thematic_break":
            return [{"t": "rule"}]
        if kind in ("block_code", "block_math", "block_html"):
            text = token.get("raw", "").rstrip("\n")
            return [{"t": "code", "s": text}] if text and kind != "block_html" else []
        return self._blocks(below)

    def _heading(self, level: int, parts: list[Block]) -> list[Block]:
        if not _plain(parts).strip():
            return []
        self.level = min(level, self.level + 1)
        return [{"t": "heading", "level": self.level, "parts": parts}]


def _inline(tokens: Sequence[Token]) -> list[Block]:
    found: list[Block] = []
    for token in tokens:
        kind, below = token["type"], token.get("children", [])
        if kind == "text":
            found.append({"t": "text", "s": token["raw"]})
        elif kind in _STYLES:
            found.append({"t": _STYLES[kind], "parts": _inline(below)})
        elif kind == "codespan":
            found.append({"t": "code", "s": token["raw"]})
        elif kind == "softbreak":
            found.append({"t": "text", "s": " "})
        elif kind == "linebreak":
            found.append({"t": "break"})
        elif kind == "link":
            found += _link(token["attrs"]["url"], _inline(below))
        elif kind == "inline_math":
            found.append({"t": "text", "s": f"${token['raw']}$"})
        elif kind != "inline_html":
            found += _inline(below)
    return found


def _link(url: str, parts: list[Block]) -> list[Block]:
    """Return a link; to anything but an address or mail, only its words."""
    if not _LINK.match(url):
        return parts
    words = parts if _plain(parts).strip() else [{"t": "text", "s": url}]
    return [{"t": "link", "url": url, "parts": words}]


def _plain(parts: Sequence[Block]) -> str:
    return "".join(part.get("s", "") or _plain(part.get("parts", [])) for part in parts)


def _table(below: Sequence[Token]) -> dict[str, Any]:
    def row(token: Token) -> list[str]:
        return [_plain(_inline(cell.get("children", []))) for cell in token["children"]]

    head, body = below[0], below[1]["children"] if len(below) > 1 else []
    numbers = [i for i, cell in enumerate(head["children"]) if cell["attrs"].get("align") == "right"]
    return table(row(head), [row(line) for line in body], numbers=numbers)
