"""The repository: nothing in it belongs to one machine, and nothing is litter."""

from __future__ import annotations

import json
import re

from .repository import ROOT, tracked, words

# each is spelt in two parts, so that this file does not name what it forbids
MACHINE = [
    r"(?<![\w.:/-])/" + r"(?:work|home|root|Users)/[\w.-]+",
    r"[A-Z]:\\" + r"Users\\",
    r"-tmp-" + r"bash",
]
INDEX = [
    r"--(?:extra-)?" + r"index-url",
    r"--find" + r"-links",
    r"--trusted" + r"-host",
    r"pypi\.org/" + r"simple",
    r"registry\.npmjs" + r"\.org",
    r"PIP_" + r"INDEX",
]
LITTER = {
    ".DS_Store",
    "Thumbs.db",
    ".env",
    ".secret",
    "academy.db",
    "package-lock.json",
    "PLAN.md",
    "TODO.md",
}


def found(patterns: list[str]) -> list[str]:
    """Return file, line and match of every hit."""
    hits = []
    for path in tracked():
        for number, line in enumerate((words(path) or "").splitlines(), start=1):
            hits += [
                f"{path.relative_to(ROOT)}:{number}: {match.group()}"
                for pattern in patterns
                if (match := re.search(pattern, line))
            ]
    return hits


def test_no_file_names_a_folder_of_one_machine() -> None:
    """It works where it is unpacked."""
    assert found(MACHINE) == []


def test_no_file_names_a_package_index() -> None:
    """Whoever installs decides where packages come from."""
    assert found(INDEX) == []


def test_nothing_in_the_repository_is_litter() -> None:
    """No databases, keys, editor folders, caches."""
    names = {path.name for path in tracked()}
    folders = {part for path in tracked() for part in path.relative_to(ROOT).parts}
    assert names & LITTER == set()
    assert folders & {".ipynb_checkpoints", "__pycache__", "node_modules", ".venv", ".idea"} == set()


def test_notebooks_are_saved_without_outputs_and_with_cell_ids() -> None:
    """What is in git is what a trainer wrote, not what a kernel said."""
    for path in tracked():
        if path.suffix != ".ipynb":
            continue
        book = json.loads(str(words(path)))
        cells = book["cells"]
        code = [cell for cell in cells if cell["cell_type"] == "code"]
        assert [cell["id"] for cell in code if cell["outputs"] or cell["execution_count"]] == [], path.name
        assert len({cell["id"] for cell in cells}) == len(cells), path.name


def test_texts_end_with_one_line_end_and_use_unix_ones() -> None:
    """Diffs show what changed, and nothing else."""
    odd = []
    for path in tracked():
        raw = path.read_bytes()
        if words(path) is None or not raw or path.suffix in (".svg", ".csv"):
            continue
        if b"\r\n" in raw or not raw.endswith(b"\n") or raw.endswith(b"\n\n"):
            odd.append(str(path.relative_to(ROOT)))
    assert odd == []
