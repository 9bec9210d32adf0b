"""Check: every fault of every template in use, so that a trainer repairs a file in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from cba_kit.content import crosscheck, rules
from cba_kit.content.faults import nearest
from cba_kit.content.shelf import SHEETS, Shelf, parse
from cba_kit.content.source import Source
from cba_kit.content.texts import ENGLISH, compare, flatten, languages, text_faults, text_files
from cba_kit.errors import ContentError
from cba_kit.model.canvas import Canvas
from cba_kit.model.edition import Edition
from cba_kit.model.lists import Country, Ecosystem, Kpi
from cba_kit.model.plan import Plan
from cba_kit.model.trends import Trends

LISTS: dict[str, Any] = {
    "ecosystems.yaml": tuple[Ecosystem, ...],
    "countries.yaml": tuple[Country, ...],
    "kpis.yaml": tuple[Kpi, ...],
}
"""The files that are lists, and what they list."""


def check(shelf: Shelf) -> list[ContentError]:
    """Return the faults of all templates in use, by file and line."""
    checks = (_sheets, _editions, _lists, _rules, _texts, _unread)
    return sorted((fault for part in checks for fault in part(shelf)), key=_file_and_line)


def _sheets(shelf: Shelf) -> Iterator[ContentError]:
    for key in shelf.sheet_keys():
        found = shelf.sheet(key)
        if found is None:
            continue
        path, model = found
        yield from _faults(shelf, path, partial(_sheet_faults, model=model, shelf=shelf))
        for folder in SHEETS:
            other = path.parent.parent / folder / path.name
            if other != path and other.is_file():
                yield _stray(
                    shelf, other, f"There is another sheet “{key}”, in {path.parent.name}.", "Rename one."
                )


def _sheet_faults(source: Source, *, model: Any, shelf: Shelf) -> list[ContentError]:
    sheet, faults = parse(source, model, name="key")
    if isinstance(sheet, Canvas) and sheet.parts_from:
        return crosscheck.parts_faults(source, sheet, _canvas(shelf, sheet.parts_from.partition(".")[0]))
    if isinstance(sheet, Trends):
        return crosscheck.trends_faults(source, sheet)
    return crosscheck.plan_faults(source, sheet) if isinstance(sheet, Plan) else faults


def _canvas(shelf: Shelf, key: str) -> Canvas | None:
    """Return a canvas; None where there is none, or where its own file is at fault."""
    path = shelf.path("canvases", key)
    found = parse(shelf.source(path), Canvas, name="key")[0] if path is not None else None
    return found if isinstance(found, Canvas) else None


def _editions(shelf: Shelf) -> Iterator[ContentError]:
    for code in shelf.names("editions"):
        path = shelf.path("editions", code)
        if path is not None:
            yield from _faults(shelf, path, partial(_edition_faults, sheets=shelf.sheet_keys()))


def _edition_faults(source: Source, *, sheets: list[str]) -> list[ContentError]:
    edition, faults = parse(source, Edition, name="code")
    if edition is None:
        return faults
    return crosscheck.edition_faults(source, edition, sheets) + crosscheck.accent_faults(source, edition)


def _lists(shelf: Shelf) -> Iterator[ContentError]:
    for file, shape in LISTS.items():
        path = next((p for root in shelf.roots if (p := root / file).is_file()), None)
        if path is not None:
            yield from _faults(shelf, path, partial(_list_faults, shape=shape))


def _list_faults(source: Source, *, shape: Any) -> list[ContentError]:
    rows, faults = parse(source, shape)
    return faults or crosscheck.twice(source, rows)


def _rules(shelf: Shelf) -> Iterator[ContentError]:
    for name in shelf.names(rules.FOLDER):
        path = shelf.path(rules.FOLDER, name)
        if path is not None:
            yield from _faults(shelf, path, partial(rules.rule_faults, shelf=shelf, path=path))


def _texts(shelf: Shelf) -> Iterator[ContentError]:
    english: dict[str, str] = {}
    for language in sorted(languages(shelf.roots), key=lambda name: name != ENGLISH):
        for root in reversed(shelf.roots):
            seen: dict[str, str] = {}
            for path in text_files(root, language):
                original = language == ENGLISH and root == shelf.roots[-1]
                yield from _faults(
                    shelf, path, partial(_text_faults, seen=seen, english=None if original else english)
                )
            if language == ENGLISH:
                english |= seen


def _text_faults(
    source: Source, *, seen: dict[str, str], english: dict[str, str] | None
) -> list[ContentError]:
    """Check one file; `seen` are the words of this language so far, to which the file's are added."""
    faults = text_faults(source)
    if faults:
        return faults
    words = flatten(source)
    for key in sorted(words.keys() & seen.keys()):
        what = f"The text “{key}” stands in another file of this language too."
        faults.append(
            ContentError(what, where=source.where(tuple(key.split("."))), fix="Keep one of the two.")
        )
    seen |= words
    return faults + (compare(source, english) if english is not None else [])


def _unread(shelf: Shelf) -> Iterator[ContentError]:
    """Find files of the academy that look like templates and would never be read."""
    if shelf.own is None or not shelf.own.is_dir():
        return
    folders = [*SHEETS, "editions", rules.FOLDER, "texts"]
    for path in sorted(shelf.own.rglob("*.yml")):
        yield _stray(
            shelf, path, "This file is not read: its name ends in .yml.", f"Rename it to {path.stem}.yaml."
        )
    for folder in sorted(path for path in shelf.own.iterdir() if path.is_dir()):
        near = nearest(folder.name, folders)
        if near and folder.name not in folders:
            yield _stray(shelf, folder, "This folder is not read.", f"Did you mean “{near[0]}”?")


def _faults(shelf: Shelf, path: Path, read: Callable[[Source], list[ContentError]]) -> list[ContentError]:
    try:
        return read(shelf.source(path))
    except ContentError as fault:
        return [fault]


def _stray(shelf: Shelf, path: Path, what: str, fix: str) -> ContentError:
    root = next(root for root in shelf.roots if path.is_relative_to(root))
    return ContentError(what, where=f"{path.relative_to(root.parent).as_posix()}:1", fix=fix)


def _file_and_line(fault: ContentError) -> tuple[str, int]:
    file, _, line = fault.where.rpartition(":")
    return file, int(line) if line.isdigit() else 0
