"""Assets: which files the two front ends are made of, and under which names they are sent."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cba_kit.errors import NotFoundError
from cba_kit.server.statics import Statics
from cba_kit.widgets.modules import bundle

EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget")
"""What the full front end needs beside itself; without the first one, stock widgets stay blank."""
GROUND = ("tokens.css", "static/page.css", "static/lean.css")
"""The style of a lean page around its widgets."""


def assets(base: str, templates: Sequence[str], static: Sequence[str], extensions: Sequence[str]) -> Statics:
    """Return all files that a page may ask for.

    `templates`, `static` and `extensions` are folders, those that come first first: of our templates,
    of Voilà's front end, and of JupyterLab's extensions.
    """
    folders = {"static": [Path(folder) for folder in static]}
    for name in EXTENSIONS:
        folders[f"labextensions/{name}"] = [Path(folder, name) for folder in extensions]
    named = {
        "lean.js": bundle(_find(templates, "static/lean/lean.js")).encode(),
        "waiting.js": _find(templates, "static/waiting.js").read_bytes(),
        "page.css": b"\n".join(_find(templates, name).read_bytes() for name in GROUND),
    }
    return Statics(base, folders, named)


def _find(templates: Sequence[str], name: str) -> Path:
    for folder in templates:
        path = Path(folder, name)
        if path.is_file():
            return path
    raise NotFoundError(f"There is no file “{name}” among the templates.", fix="Install cba-kit again.")
