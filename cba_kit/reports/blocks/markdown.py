"""Markdown: a notebook's prose as blocks, read by the parser that Jupyter itself uses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from mistune.plugins import import_plugin
from nbconvert.filters.markdown_mistune import MarkdownWithMath

from cba_kit.reports.blocks import maths, pictures, source
from cba_kit.reports.blocks.elements import CODES, STYLES, styled
from cba_kit.reports.blocks.htmltree import HtmlTree
from cba_kit.reports.blocks.tables import Cell, tables
from cba_kit.reports.blocks.tree import DEEP, Block, Draft, flat, link, paragraphs, plain, text

Token = Mapping[str, Any]

_PLUGINS = ("strikethrough", "table", "url", "task_lists", "footnotes", "def_list")
_STYLES = {"strong": "strong", "emphasis": "emph", "strikethrough": "strike"}
# “$5 and $10” are prices: a formula neither begins nor ends with a space, and no digit follows it
_FORMULA = r"(?s:(?<![$\\])\$(?![\s$])(?P<math_inline_tex>(?:\\.|[^\\$])+?)(?<!\s)\$(?![\d$]))"
_TAG = re.compile(r"<\s*(/?)\s*([a-zA-Z][a-zA-Z0-9]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.DOTALL)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_LANGUAGE = re.compile(r"""\blang\s*=\s*["']?([\w-]+)""", re.IGNORECASE)


class Prose:
    """Turns Markdown into blocks of `draft`."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._html = HtmlTree(draft)
        self._feet: dict[str, Token] = {}
        self._seen: dict[str, int] = {}
        plugins = [import_plugin(name) for name in _PLUGINS]
        self._parse = MarkdownWithMath(None, plugins=plugins)  # type: ignore[arg-type]  # None: tokens
        self._parse.inline.specification["inline_math_tex"] = _FORMULA

    def blocks(self, markdown: str) -> list[Block]:
        """Return the blocks of one Markdown text."""
        tokens = self._parse(markdown)
        if not isinstance(tokens, list):
            return []
        feet = [item for token in tokens if token["type"] == "footnotes" for item in token["children"]]
        self._feet = {str(item["attrs"]["key"]).lower(): item for item in feet}
        self._seen = {}
        return self._blocks([token for token in tokens if token["type"] != "footnotes"], 0)

    def _blocks(self, tokens: Sequence[Token], depth: int) -> list[Block]:
        return [block for token in tokens for block in self._block(token, depth)]

    def _block(self, token: Token, depth: int) -> list[Block]:
        kind, below, given = token["type"], token.get("children", []), token.get("attrs", {})
        if depth > DEEP:
            return [{"t": "par", "parts": [text(_words(token))]}] if _words(token).strip() else []
        if kind == "heading":
            return self._draft.heading(given["level"], self._inline(below))
        if kind == "paragraph":
            return paragraphs(self._inline(below))
        if kind == "block_text":
            parts = self._inline(below)
            if any(part["t"] == "math" and part["display"] for part in parts):
                return paragraphs(parts)
            return [{"t": "plain", "parts": flat(parts)}] if parts else []
        if kind == "list":
            return self._list(token, depth)
        if kind == "block_quote":
            return [{"t": "quote", "blocks": self._blocks(below, depth + 1)}]
        if kind == "table":
            return self._table(below)
        if kind == "thematic_break":
            return [{"t": "rule"}]
        if kind == "block_code":
            info = (given.get("info") or "").split()
            lines = source.lines(token["raw"], info[0].strip("{}.") if info else "")
            return [{"t": "code", "lines": lines, "keep": False}] if any(lines) else []
        if kind == "block_html":
            return self._html.blocks(token["raw"])
        if kind == "def_list":
            return self._terms(below, depth)
        if kind in ("block_math", "latex_environment"):
            return [self._formula(token, display=True)]
        return self._blocks(below, depth)

    def _list(self, token: Token, depth: int) -> list[Block]:
        items = []
        for item in token["children"]:
            inside = self._blocks(item.get("children", []), depth + 1)
            if item["type"] == "task_list_item":
                box: Block = {"t": "box", "on": bool(item["attrs"]["checked"])}
                if inside and "parts" in inside[0]:
                    inside[0]["parts"] = [box, *inside[0]["parts"]]
                else:
                    inside.insert(0, {"t": "plain", "parts": [box]})
            items.append(inside)
        given = token.get("attrs", {})
        ordered, start = bool(given.get("ordered")), given.get("start", 1)
        return [{"t": "list", "ordered": ordered, "start": start, "items": items}] if any(items) else []

    def _terms(self, tokens: Sequence[Token], depth: int) -> list[Block]:
        items: list[Block] = []
        for token in tokens:
            if token["type"] == "def_list_head":
                items.append({"term": flat(self._inline(token.get("children", []))), "blocks": []})
            elif items:
                below = self._blocks(token.get("children", []), depth + 1)
                # a term may mean several things, each in lines of its own
                items[-1]["blocks"] += [b | {"t": "par"} if b["t"] == "plain" else b for b in below]
        return [{"t": "terms", "items": items}] if items else []

    def _table(self, below: Sequence[Token]) -> list[Block]:
        def row(token: Token) -> list[Cell]:
            return [
                Cell(flat(self._inline(cell.get("children", []))), side=cell["attrs"].get("align") or "")
                for cell in token["children"]
            ]

        head = [row(below[0])]
        body = [row(line) for line in below[1]["children"]] if len(below) > 1 else []
        names = [cells[0].words.strip() for cells in body if cells]
        # a first column without gaps and without repetition is what its rows are called by
        index = 1 if len(head[0]) > 1 and all(names) and len(set(names)) == len(names) else 0
        return tables(self._draft, head, body, index=index)

    # ---- parts of a line

    def _inline(self, tokens: Sequence[Token], depth: int = 0) -> list[Block]:
        open_tags: list[tuple[str, str, list[Block]]] = []
        found: list[Block] = []
        for token in tokens:
            if token["type"] != "inline_html":
                found += self._parts_of(token, depth)
                continue
            tag = _TAG.fullmatch(token["raw"].strip())
            if tag is None:
                continue
            closes, name, given = tag[1], tag[2].lower(), tag[3]
            if name in ("br", "img", "input"):
                found += [{"t": "break"}] if name == "br" else self._html.parts(token["raw"])
            elif not closes and (name in STYLES or name in CODES or name in ("a", "span", "q", "abbr")):
                open_tags.append((name, given, found))
                found = []
            elif closes and open_tags and open_tags[-1][0] == name:
                found = _closed(open_tags.pop(), found)
        while open_tags:
            found = _closed(open_tags.pop(), found)
        return found

    def _parts_of(self, token: Token, depth: int) -> list[Block]:
        kind, below = token["type"], token.get("children", [])
        if kind == "text":
            return [text(token["raw"])]
        if kind == "softbreak":
            return [text(" ")]
        if kind == "linebreak":
            return [{"t": "break"}]
        if kind == "codespan":
            return [{"t": "code", "s": token["raw"]}]
        if kind in ("inline_math", "block_math", "latex_environment"):
            return [self._formula(token, display=kind != "inline_math")]
        if kind == "footnote_ref":
            return self._foot(token["raw"])
        if kind == "image":
            given = token["attrs"]
            alt = plain(self._inline(below, depth + 1)) or given.get("title") or ""
            return [pictures.linked(self._draft, given["url"], alt=alt)]
        inside = self._inline(below, depth + 1)
        if depth > DEEP:
            return [text(plain(inside))]
        if kind == "link":
            return link(token["attrs"]["url"], inside)
        if kind in _STYLES:
            return [{"t": _STYLES[kind], "parts": inside}] if inside else []
        return inside or ([text(token["raw"])] if token.get("raw") else [])

    def _formula(self, token: Token, *, display: bool) -> Block:
        if token["type"] == "latex_environment":
            name, body = token["attrs"]["name"], token["attrs"]["body"]
            return maths.formula(self._draft, rf"\begin{{{name}}}{body}\end{{{name}}}", display=display)
        return maths.formula(self._draft, token["raw"], display=display)

    def _foot(self, name: str) -> list[Block]:
        key = name.lower()
        if key in self._seen:
            return [{"t": "foot", "n": self._seen[key], "again": True, "parts": []}]
        item = self._feet.get(key)
        if item is None:
            return [text(f"[^{name}]")]
        parts: list[Block] = []
        for token in item["children"]:
            inside = self._inline(token.get("children", [])) or (
                [text(token["raw"])] if token.get("raw") else []
            )
            parts += ([{"t": "break"}] if parts else []) + inside
        self._draft.feet.append(flat(parts))
        self._seen[key] = len(self._draft.feet)
        return [{"t": "foot", "n": self._seen[key], "again": False, "parts": parts}]


def _words(token: Token) -> str:
    """Return all words below a token, for what is nested too deep to be shown as it is."""
    return " ".join(filter(None, [token.get("raw", ""), *map(_words, token.get("children", []))]))


def _closed(opened: tuple[str, str, list[Block]], inside: list[Block]) -> list[Block]:
    """Return what stood before an element, and the element."""
    name, given, before = opened
    if name in CODES:
        return [*before, {"t": "code", "s": plain(inside)}] if inside else before
    if name == "a":
        href = _HREF.search(given)
        return before + link(next(filter(None, href.groups()), "") if href else "", inside)
    language = _LANGUAGE.search(given)
    return before + styled(name, language[1] if language else "", inside)
