"""Executed: what an executed notebook says of itself — its cells, its sections of ours, its names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import yaml
from nbformat import NotebookNode

from cba_kit.errors import RenderError
from cba_kit.reports.section import MIME

HIDDEN = "remove_cell"
"""The tag of cells that are for the notebook's readers only."""

_HIDDEN = {HIDDEN, "remove-cell", "hide_cell", "hide-cell"}
_FRONT = re.compile(r"\s*---\s*\n(.*?)\n---\s*", re.DOTALL)
_HALF = re.compile("[\ud800-\udfff]")
_UNDRAWN = re.compile(r"<cba_kit\.reports\.(section\.Chapter|handout\.Pages) ")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Names:
    """What a notebook calls itself; empty where it says nothing."""

    title: str = ""
    author: str = ""
    language: str = ""


def load(path: Path) -> NotebookNode:
    """Read a notebook."""
    found: NotebookNode = nbformat.read(path, 4)  # type: ignore[no-untyped-call]  # has no types
    return found


def whole(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook without halves of characters, which no file and no page can hold."""
    if not _HALF.search(json.dumps(notebook, ensure_ascii=False)):
        return notebook
    found: NotebookNode = nbformat.from_dict(_mended(notebook))  # type: ignore[no-untyped-call]  # no types
    return found


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return _HALF.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_mended(key): _mended(item) for key, item in value.items()}
    return [_mended(item) for item in value] if isinstance(value, list) else value


def shown(notebook: NotebookNode) -> Iterator[tuple[str, NotebookNode]]:
    """Yield the cells for a document's readers, each with its place: “cell 3”."""
    for index, cell in enumerate(notebook.cells, start=1):
        if not _HIDDEN & set(cell.metadata.get("tags", [])):
            yield f"cell {index}", cell


def document(notebook: NotebookNode) -> Mapping[str, Any]:
    """Return the report's names, language and colours, which every chapter carries.

    Raises RenderError when a cell failed or a chapter could not be drawn, since a document with a hole must
    not look like a good one, and when the notebook has no chapter, that is, when it was not executed.
    """
    for where, cell in shown(notebook):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                raise RenderError(f"The cell failed: {output.ename}: {output.evalue}.", where=where)
            if _is_undrawn(output):
                raise RenderError(
                    "The section could not be drawn.", where=where, fix="Run the cell to see why."
                )
    for found in chapters(notebook):
        about: Mapping[str, Any] = found["document"]
        return about
    raise RenderError(
        "The notebook shows no section of a report.",
        fix="Execute it first; a cell ends with a call such as book.cover().",
    )


def _is_undrawn(output: NotebookNode) -> bool:
    """Tell whether a chapter is there by its name only: IPython goes on when drawing it fails."""
    found = output.get("data", {})
    return MIME not in found and _UNDRAWN.match(str(found.get("text/plain", ""))) is not None


def chapters(notebook: NotebookNode) -> Iterator[Mapping[str, Any]]:
    """Yield the chapters of our reports that the notebook shows; any other notebook has none."""
    for _, cell in shown(notebook):
        for output in cell.get("outputs", []):
            if MIME in output.get("data", {}):
                yield chapter(output)


def chapter(output: NotebookNode) -> Mapping[str, Any]:
    """Return an output's chapter as data: its document and its sections."""
    content = output.data[MIME]
    parsed: Mapping[str, Any] = json.loads(content) if isinstance(content, str) else content
    return parsed


def names(notebook: NotebookNode) -> Names:
    """Return what the notebook's metadata, or a YAML cell at its top, says of title, author and language."""
    given = dict(_front(notebook)) | dict(notebook.metadata)
    language = str(given.get("lang") or given.get("language") or "")
    return Names(
        " ".join(str(given.get("title") or "").split()),
        ", ".join(_people(given.get("authors") or given.get("author"))),
        language if _LANGUAGE.fullmatch(language) else "",
    )


def _front(notebook: NotebookNode) -> Mapping[str, Any]:
    first = notebook.cells[0] if notebook.cells else None
    block = _FRONT.fullmatch(first.source) if first is not None and first.cell_type == "raw" else None
    if block is None:
        return {}
    try:
        found = yaml.safe_load(block[1])
    except yaml.YAMLError:
        return {}
    return found if isinstance(found, dict) else {}


def _people(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [" ".join(str(value.get("name", "")).split())]
    if isinstance(value, list):
        return [name for one in value for name in _people(one) if name]
    return [" ".join(str(value).split())] if value else []
