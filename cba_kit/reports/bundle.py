"""Bundle: all documents of a report in one ZIP file, with a list of them; made for reading offline."""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cba_kit.config import Academy
from cba_kit.content import Library
from cba_kit.errors import RenderError
from cba_kit.programme.documents.catalogue import FORMATS, Subject
from cba_kit.programme.documents.freshness import LIST
from cba_kit.reports.index import page
from cba_kit.reports.run import Run
from cba_kit.reports.section import MIME
from cba_kit.store import Store

_DAY = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a bundle: the same documents give the same bundle."""


def write_bundle(
    academy: Academy, store: Store, library: Library, edition: str, file: Path, *, report: str = "roadmap"
) -> int:
    """Write the published documents, their pictures and a list of them; return how many people are in it.

    It holds index.html, NAME.html and NAME.pdf, and pictures/NAME/PICTURE.svg for slides and posters. The
    file is whole or not there. RenderError where it cannot be written.
    """
    run = Run(academy, store, library, edition=edition, report=report)
    there = [subject for subject in run.subjects if any(_documents(run, subject))]
    try:
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        partial = Path(name)
        try:
            with os.fdopen(handle, "w+b") as stream, zipfile.ZipFile(stream, "w") as archive:
                _add(archive, LIST, page(run, run.folder).encode("utf-8"))
                for subject in there:
                    for path in _documents(run, subject):
                        _add(archive, path.name, path.read_bytes())
                    for picture, svg in sorted(_pictures(run, subject).items()):
                        _add(archive, f"pictures/{subject.id}/{picture}.svg", svg.encode("utf-8"))
            partial.replace(file)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise RenderError(
            f"The bundle cannot be written ({error.strerror}).",
            where=str(file),
            fix="Choose another place with more room.",
        ) from error
    return len(there)


def _documents(run: Run, subject: Subject) -> list[Path]:
    paths = (run.folder / f"{subject.id}.{form}" for form in FORMATS)
    return [path for path in paths if path.is_file()]


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    about = zipfile.ZipInfo(name, _DAY)
    about.external_attr = 0o644 << 16
    archive.writestr(about, content, zipfile.ZIP_DEFLATED)


def _pictures(run: Run, subject: Subject) -> Mapping[str, str]:
    """Return the pictures of a document's sections by name, as its notebook keeps them."""
    path = run.folder / f"{subject.id}.ipynb"
    if not path.is_file():
        return {}
    found: dict[str, str] = {}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            for section in output.get("data", {}).get(MIME, {}).get("sections", []):
                for number, svg in enumerate(_svgs(section["data"]), start=1):
                    found[f"{section['key']}-{number}"] = svg
    return found


def _svgs(value: Any) -> Iterator[str]:
    """Yield the pictures for a page, not those for a phone, which show the same."""
    if isinstance(value, Mapping):
        if isinstance(value.get("svg"), str) and value["svg"].startswith("<svg"):
            yield value["svg"]
        else:
            for item in value.values():
                yield from _svgs(item)
    elif isinstance(value, list):
        for item in value:
            yield from _svgs(item)
