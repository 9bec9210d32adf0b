"""Shelf: finds template files, the academy's own first, and reads each into a value once until it changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from cba_kit.config import shipped
from cba_kit.content.faults import faults
from cba_kit.content.source import Source, read_source
from cba_kit.errors import ContentError
from cba_kit.model.canvas import Canvas
from cba_kit.model.complete import Template
from cba_kit.model.form import Form
from cba_kit.model.plan import Plan
from cba_kit.model.trends import Trends

SHEETS: Mapping[str, type[Template]] = {"forms": Form, "canvases": Canvas, "trends": Trends, "plans": Plan}
"""The folder of each kind of sheet."""

_KEY = re.compile(r"[a-z][a-z0-9_]{0,40}")
_FILE = re.compile(r"[^./\\][^/\\]{0,80}")
_Value = TypeVar("_Value")
_values: dict[Path, tuple[tuple[int, int], Any]] = {}
"""What was made of each file, for all shelves of this process, and of those that are forked from it."""


class Shelf:
    """The folders that templates come from: `own` (may be missing) before the shipped one."""

    def __init__(self, own: Path | None) -> None:
        self.own = own
        self.roots = (own, shipped("templates")) if own else (shipped("templates"),)

    def path(self, folder: str, name: str) -> Path | None:
        """Return the file of a template, or None where there is none of this name."""
        if not _FILE.fullmatch(name):
            return None
        return next((p for root in self.roots if (p := root / folder / f"{name}.yaml").is_file()), None)

    def sheet(self, key: str) -> tuple[Path, type[Template]] | None:
        """Return the file of a sheet and the type that its folder stands for; own sheets come first."""
        if not _FILE.fullmatch(key):
            return None
        for root in self.roots:
            for folder, model in SHEETS.items():
                if (path := root / folder / f"{key}.yaml").is_file():
                    return path, model
        return None

    def names(self, folder: str) -> list[str]:
        """Return the names of all templates in a folder, sorted."""
        return sorted({path.stem for root in self.roots for path in root.glob(f"{folder}/*.yaml")})

    def sheet_keys(self) -> list[str]:
        """Return the keys of all sheets, sorted."""
        return sorted({name for folder in SHEETS for name in self.names(folder)})

    def source(self, path: Path) -> Source:
        """Read a file with its lines; it is shown as “templates/canvases/lean.yaml”."""
        root = next(root for root in self.roots if path.is_relative_to(root))
        return read_source(path, path.relative_to(root.parent).as_posix())

    def once(self, path: Path, make: Callable[[Path], _Value]) -> _Value:
        """Return what `make` made of the file, made anew only after the file has changed."""
        state = path.stat()
        stamp = (state.st_mtime_ns, state.st_size)
        kept = _values.get(path)
        if kept is None or kept[0] != stamp:
            kept = _values[path] = (stamp, make(path))
        value: _Value = kept[1]
        return value


def parse(source: Source, shape: Any, *, name: str = "") -> tuple[Any, list[ContentError]]:
    """Return the value that a file holds and no faults, or None and its faults.

    With `name` ("key", "code") the template is named by its file, and the file need not repeat it.
    """
    content = source.data
    if name and isinstance(content, Mapping):
        stem = source.shown.rpartition("/")[2].removesuffix(".yaml")
        if wrong := _misnamed(source, stem, name):
            return None, [wrong]
        content = {**content, name: stem}
    try:
        return TypeAdapter(shape).validate_python(content), []
    except ValidationError as error:
        return None, faults(source, error, shape)


def _misnamed(source: Source, stem: str, name: str) -> ContentError | None:
    if not _KEY.fullmatch(stem):
        proper = re.sub(r"[^a-z0-9]+", "_", stem.lower()).strip("_")
        return ContentError(
            f"A template cannot be called “{stem}”.",
            where=source.where(),
            fix=f"Rename the file with small letters, digits and _: “{proper}.yaml”.",
        )
    said = source.data.get(name, stem)
    if said == stem:
        return None
    return ContentError(
        f"The {name} “{said}” differs from the file's name.",
        where=source.where((name,)),
        fix=f"Remove this line: the file's name is the {name}.",
    )
