"""Texts: the words of the interface, one flat dictionary a language, gathered from several files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cba_kit.content.faults import nearest
from cba_kit.content.source import Loc, Source
from cba_kit.errors import ContentError

ENGLISH = "en"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*")


def text_files(root: Path, language: str) -> list[Path]:
    """Return the files of a language below one templates folder: texts/en.yaml, then texts/en/*.yaml."""
    if not _LANGUAGE.fullmatch(language):
        return []
    folder = root / "texts"
    return [
        path
        for path in (folder / f"{language}.yaml", *sorted(folder.glob(f"{language}/*.yaml")))
        if path.is_file()
    ]


def languages(roots: Sequence[Path]) -> list[str]:
    """Return the languages that have at least one file."""
    found = {path.stem for root in roots for path in root.glob("texts/*.yaml")}
    return sorted(found | {path.parent.name for root in roots for path in root.glob("texts/*/*.yaml")})


def flatten(source: Source) -> dict[str, str]:
    """Return the file's words under dotted keys; raises the first of its faults."""
    for fault in text_faults(source):
        raise fault
    return {".".join(map(str, loc)): str(value) for loc, value in _leaves(source.data, ())}


def text_faults(source: Source) -> list[ContentError]:
    """Find what is not a word under a key."""
    if not isinstance(source.data, Mapping):
        return [
            ContentError(
                "The file should hold keys and words.", where=source.where(), fix="Write “key: word”."
            )
        ]
    return [
        ContentError(
            f"“{source.place(loc)}” should be text.", where=source.where(loc), fix="Put it in quotes."
        )
        for loc, value in _leaves(source.data, ())
        if not isinstance(value, str)
    ]


def compare(source: Source, english: Mapping[str, str]) -> list[ContentError]:
    """Find words of a translation that no page uses, or that name other {values} than the English ones."""
    found = []
    for loc, value in _leaves(source.data, ()):
        key = ".".join(map(str, loc))
        if key not in english:
            near = nearest(key, list(english))
            fix = f"Did you mean “{near[0]}”?" if near else "Remove it: no page uses it."
            found.append(
                ContentError(f"The text “{key}” does not exist in English.", where=source.where(loc), fix=fix)
            )
        elif _values(str(value)) != _values(english[key]):
            wanted = ", ".join(sorted(_values(english[key]))) or "none"
            found.append(
                ContentError(
                    f"The text “{key}” names other values than the English one.",
                    where=source.where(loc),
                    fix=f"Values in curly brackets: {wanted}.",
                )
            )
    return found


def _values(text: str) -> set[str]:
    return set(re.findall(r"\{\w+\}", text))


def _leaves(value: object, loc: Loc) -> Iterator[tuple[Loc, object]]:
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _leaves(below, (*loc, key))
    else:
        yield loc, value
