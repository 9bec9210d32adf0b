"""Outputs: what a code cell shows — its code, pictures, tables, text and errors — as blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml
from nbformat import NotebookNode

from cba_kit.reports.blocks import ansi, maths, pictures, source
from cba_kit.reports.blocks.htmltree import HtmlTree
from cba_kit.reports.blocks.markdown import Prose
from cba_kit.reports.blocks.tree import Block, Draft

_OPTION = re.compile(r"^#\|\s?(.*)$", re.MULTILINE)
_OPTION_LINE = re.compile(r"^#\|.*\n?", re.MULTILINE)
_NO_INPUT = {"remove_input", "remove-input", "hide_input", "hide-input"}
_NO_OUTPUT = {"remove_output", "remove-output", "remove_all_outputs", "hide-output"}
_ACTIVE = re.compile(r"widget|javascript|plotly|vega|bokeh|geo\+json")


class Outputs:
    """Turns code cells into blocks of `draft`; `language` is that of the notebook's code."""

    def __init__(self, draft: Draft, prose: Prose, language: str) -> None:
        self._draft = draft
        self._prose = prose
        self._html = HtmlTree(draft)
        self._language = language

    def code(self, cell: NotebookNode) -> list[Block]:
        """Return a cell's code, unless the cell asks to hide it."""
        tags = set(cell.metadata.get("tags", []))
        hidden = tags & _NO_INPUT or cell.metadata.get("jupyter", {}).get("source_hidden")
        if hidden or options(cell).get("echo") is False:
            return []
        lines = source.lines(_OPTION_LINE.sub("", cell.source), self._language)
        return [{"t": "code", "lines": lines, "keep": False}] if any(lines) else []

    def outputs(self, cell: NotebookNode, outputs: Sequence[NotebookNode]) -> list[Block]:
        """Return what some outputs of the cell show; pieces of one stream are one text."""
        if set(cell.metadata.get("tags", [])) & _NO_OUTPUT:
            return []
        given = options(cell)
        alt = str(given.get("fig-alt") or cell.metadata.get("alt") or "")
        found: list[Block] = []
        written = ""
        for output, after in zip(outputs, [*outputs[1:], None], strict=True):
            if output.output_type == "stream":
                written += joined(output.text)
                if after is None or after.get("name") != output.name:
                    found += self.typed(written)
                    written = ""
            elif output.output_type == "error":
                found.append(self._error(output))
            else:
                found += self.bundle(output.get("data", {}), output.get("metadata", {}), alt)
        return _captioned(found, given)

    def typed(self, words: str) -> list[Block]:
        """Return text as a terminal shows it."""
        lines = ansi.lines(words)
        if not any(lines):
            return []
        if len(lines) > ansi.MOST:
            self._draft.note(f"an output has {len(lines):,} lines; the document leaves out the middle ones.")
        return [{"t": "output", "lines": ansi.cut(lines, self._draft.words.say("lines_left_out"))}]

    def bundle(self, data: Mapping[str, Any], metadata: Mapping[str, Any], alt: str = "") -> list[Block]:
        """Return one rich output in its best kind: picture, table, prose, formula, then plain text."""
        for mime in pictures.TYPES:
            if mime in data:
                given = metadata.get(mime)
                size = given if isinstance(given, Mapping) else {}
                words = str(size.get("alt") or metadata.get("alt") or alt)
                return [pictures.picture(self._draft, joined(data[mime]), mime, alt=words, size=size)]
        if "text/html" in data and (found := self._html.blocks(joined(data["text/html"]))):
            return found
        if "text/markdown" in data:
            return self._prose.blocks(joined(data["text/markdown"]))
        if "text/latex" in data:
            return [maths.formula(self._draft, maths.of(joined(data["text/latex"])), display=True)]
        if any(_ACTIVE.search(mime) for mime in data) or "text/html" in data:
            self._draft.note("an interactive output is shown as its text.")
        return self.typed(joined(data.get("text/plain", "")))

    def _error(self, output: NotebookNode) -> Block:
        name, value = ansi.without(output.get("ename", "")), ansi.without(output.get("evalue", ""))
        lines = ansi.lines("\n".join(output.get("traceback", [])))
        self._draft.note(f"the cell failed: {name}.")
        shown = ansi.cut(lines, self._draft.words.say("lines_left_out")) if any(lines) else []
        return {"t": "error", "name": name, "value": value, "lines": shown}


def options(cell: NotebookNode) -> Mapping[str, Any]:
    """Return what the comments `#| name: value` on top of a cell say; what is no YAML says nothing."""
    if not cell.source.lstrip().startswith("#|"):
        return {}
    try:
        found = yaml.safe_load("\n".join(_OPTION.findall(cell.source)))
    except yaml.YAMLError:
        return {}
    return found if isinstance(found, dict) else {}


def joined(value: Any) -> str:
    """Return a notebook's text, which may be kept as a list of lines."""
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


def _captioned(blocks: list[Block], given: Mapping[str, Any]) -> list[Block]:
    for kind, option in (("image", "fig-cap"), ("table", "tbl-cap")):
        first = next((block for block in blocks if block["t"] == kind), None)
        if first is not None and given.get(option) and not first["caption"]:
            first["caption"] = str(given[option])
    return blocks
