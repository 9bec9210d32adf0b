"""The demo's academy folder, and its edition made from a real programme."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML

from cba_kit.config import TOML, Academy, open_academy
from cba_kit.content import Library
from cba_kit.errors import SettingsError

EDITION = "demo"
PROGRAMME = "cba3"
"""The edition whose days, sessions and homework the demo plays."""
DAY = date(2024, 3, 11)
"""The day that the demo plays: the first one in Sofia."""
LINKS_END = date(2099, 12, 31)

_SETTINGS = """\
# The demo academy. Everything in it is invented; delete the folder when you are done.
name = "Cluster Booster Academy (demo)"
timezone = "Europe/Sofia"

# Pages play this day instead of today. Remove the line to work in the present.
day = {day}
"""
_HEAD = """\
The demo edition: the programme of the 3rd Cluster Booster Academy, with invented people and clusters.
Who edits this: whoever shows the academy to others.
"""


def create(folder: Path) -> Academy:
    """Make the folder with an academy.toml for the demo and open it; one that is there already is kept."""
    path = folder / TOML
    with _writable(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_text(_SETTINGS.format(day=DAY.isoformat()), encoding="utf-8")
    return open_academy(folder)


def write_edition(academy: Academy, library: Library) -> None:
    """Write templates/editions/demo.yaml into the academy: the real programme, marked as fictional.

    It is a file like that of any edition, comments and all, so that one can try changes on it.
    """
    yaml = YAML()
    yaml.width = 110
    yaml.preserve_quotes = True
    programme = yaml.load(library.find(f"editions/{PROGRAMME}.yaml").read_text(encoding="utf-8"))
    programme["title"] = f"{programme['title']} (demo)"
    programme["short"] = f"{programme['short']}, demo"
    programme["links_end"] = LINKS_END
    programme["fictional"] = True
    programme.yaml_set_start_comment(_HEAD)
    path = academy.templates / "editions" / f"{EDITION}.yaml"
    with _writable(academy.folder):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8") as file:
            yaml.dump(programme, file)


@contextmanager
def _writable(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SettingsError(
            f"The demo cannot be written there ({error.strerror}).",
            where=str(folder),
            fix="Choose another folder with --dir.",
        ) from error
