"""Floor: the same HTML without a notebook that runs — the report's own calls, in one warm process.

    python -m tests.bench.rendering.floor ACADEMY FOLDER PERSON…

Writes FOLDER/PERSON.html for each, and prints as JSON how many milliseconds each one took.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from cba_kit.config import ENV_SHARED, Academy, open_academy
from cba_kit.content import Library
from cba_kit.programme.demo import EDITION
from cba_kit.reports import html, roadmap
from cba_kit.reports.executed import load
from cba_kit.reports.gather import hand_over
from cba_kit.store import open_store
from cba_kit.store.cohort import cohort
from tests.bench.rendering.batch import ROOT, NotMeasuredError, environment
from tests.bench.room import Room

NOTEBOOK = f"reports/{roadmap.REPORT}/{roadmap.REPORT}.ipynb"
_CALL = re.compile(r"book\.(\w+)\(\)")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")


def run(room: Room, people: Sequence[str]) -> list[float]:
    """Make these people's pages in one process, and return the milliseconds of each."""
    module = [sys.executable, "-m", "tests.bench.rendering.floor"]
    words = [*module, str(room.folder), str(_folder(room)), *people]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, env=environment(room))
    if done.returncode:
        raise NotMeasuredError(f"the floor failed: {done.stderr[-400:]}")
    milliseconds: list[float] = json.loads(done.stdout)
    return milliseconds


def different(room: Room, people: Sequence[str]) -> list[str]:
    """Return whose page is not the one that a batch published, times of day left out."""
    published = room.academy.output / EDITION / roadmap.REPORT
    return [name for name in people if _words(published, name) != _words(_folder(room), name)]


def main() -> None:
    """Make everybody's page, the first one twice: so that nothing is loaded while it is measured."""
    place, folder, people = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
    academy = open_academy(place)
    library = Library(academy.templates)
    notebook = load(library.find(NOTEBOOK))
    folder.mkdir(parents=True, exist_ok=True)
    _share(academy, library, folder / "shared.json")
    page(academy, library, notebook, people[0])
    took = []
    for person in people:
        began = time.perf_counter()
        made = page(academy, library, notebook, person)
        took.append(1000 * (time.perf_counter() - began))
        (folder / f"{person}.html").write_text(made, encoding="utf-8")
    sys.stdout.write(json.dumps(took))


def page(academy: Academy, library: Library, notebook: NotebookNode, person: str) -> str:
    """Return a person's roadmap: what each cell of the notebook shows, called directly."""
    book = roadmap.read(str(academy.folder), person)
    for cell, name in calls(notebook):
        data = getattr(book, name)()._repr_mimebundle_()
        shown = {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": None}
        cell.outputs = [nbformat.from_dict(shown)]  # type: ignore[no-untyped-call]  # no types
    return html.page(notebook, library)


def calls(notebook: NotebookNode) -> Iterator[tuple[NotebookNode, str]]:
    """Yield the cells that show a part of the report, with the name of the call that each one consists of.

    ValueError for a cell that does something else: then the floor would not be the same document.
    """
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in code[2:]:  # the first two are the parameters and the call that opens the book
        found = _CALL.fullmatch(cell.source.strip())
        if found is None:
            raise ValueError(f"The floor does not know what this cell does: {cell.source}")
        yield cell, found[1]


def _share(academy: Academy, library: Library, file: Path) -> None:
    """Let all pages take what the cohort says from a file, as a batch does."""
    edition = library.edition(EDITION)
    with open_store(academy.database_url, clock=academy.now) as store:
        hand_over(file, edition, cohort(store, edition, library.sheets(edition)))
    os.environ[ENV_SHARED] = str(file)


def _folder(room: Room) -> Path:
    return room.folder / "floor"


def _words(folder: Path, person: str) -> str:
    return _CLOCK.sub("", (folder / f"{person}.html").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
