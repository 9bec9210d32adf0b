"""The repository as files: what is tracked, what documents say, what is declared."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def tracked() -> list[Path]:
    """Return the files that are in the repository, or would be after `git add`."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def words(path: Path) -> str | None:
    """Return a file's text; None for pictures and the like."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def code_in(text: str) -> Iterator[str]:
    """Return what Markdown shows as code: each line of a block, and each `piece` in a line."""
    outside = []
    for number, part in enumerate(re.split(r"^```.*$", text, flags=re.MULTILINE)):
        if number % 2:
            yield from part.strip().splitlines()
        else:
            outside.append(part)
    for piece in re.findall(r"`([^`]+)`", "".join(outside)):
        yield " ".join(piece.split())


def imported() -> set[str]:
    """Return the top-level names that the package and all notebooks import."""
    found: set[str] = set()
    for path in tracked():
        text = words(path)
        if path.suffix == ".py" and path.is_relative_to(ROOT / "cba_kit"):
            found |= set(_imports(str(text)))
        elif path.suffix == ".ipynb":
            cells = json.loads(str(text))["cells"]
            code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
            found |= {name for cell in code for name in _imports(cell)}
    return found


def _imports(code: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
