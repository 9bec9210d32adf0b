"""Commands that open pages: serve, lab."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from cba_kit.cli.frame import AcademyOption, Desk, errors, opened, out
from cba_kit.config import ENV_ACADEMY, TOML, open_academy, shipped
from cba_kit.content import Library
from cba_kit.model.people import Person

QUIET = ("--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.news_url=None")
"""JupyterLab asks other hosts for news unless told not to; templates/lab/ keeps it from asking people."""

HostOption = Annotated[str, typer.Option(help="The address to listen on.")]
PortOption = Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0: any free one.")]


def serve(
    academy: AcademyOption = None,
    host: HostOption = "127.0.0.1",
    port: PortOption = 8866,
    hub: Annotated[
        bool,
        typer.Option("--hub", help="As a service of JupyterHub: its users are the people, without links."),
    ] = False,
) -> None:
    """Serve the academy's pages until Ctrl+C.

    Example: cba serve --academy demo --port 8866
    """
    serve_academy(academy, host=host, port=port, hub=hub)


def serve_academy(
    folder: Path | None, *, host: str, port: int, show_links: bool = False, hub: bool = False
) -> None:
    """Serve, and print the address (and some links) when visitors can come."""
    from cba_kit.reports.on_demand import OnDemand  # noqa: PLC0415  # slow import
    from cba_kit.server import make_link  # noqa: PLC0415  # slow import
    from cba_kit.server import serve as run  # noqa: PLC0415  # slow import

    academy = open_academy(folder)

    def ready(url: str) -> None:
        if show_links:
            with opened(folder) as desk:
                for word, person in _worth_a_look(desk):
                    out.print(f"{word}, {person.name}: {make_link(academy, person)}", soft_wrap=True)
        out.print(f"Pages are served on {url} (Ctrl+C ends it).", highlight=False)

    library = Library(academy.templates)
    for problem in library.check():
        errors.print(f"A template has a mistake. {problem}", markup=False, highlight=False, soft_wrap=True)
    run(academy, library, host=host, port=port, ready=ready, hub=hub, reports=OnDemand)


def _worth_a_look(desk: Desk) -> list[tuple[str, Person]]:
    """The fullest workbook and its coach, a trainer, and the emptiest workbook, of each edition."""
    found: list[tuple[str, Person]] = []
    for code in desk.store.people.editions():
        people = {person.id: person for person in desk.store.people.of(code)}
        books = [book for book in desk.store.journal.workbooks(code) if book.owner in people]
        if not books:
            continue
        books.sort(key=lambda book: -book.version)
        first, last = people[books[0].owner], people[books[-1].owner]
        trainer = next((person for person in people.values() if person.is_a("trainer")), None)
        wanted = {
            "A full workbook": first,
            "Its coach": people.get(first.coach or ""),
            "A trainer": trainer,
            "An empty workbook": last,
        }
        found += [(word, person) for word, person in wanted.items() if person is not None]
    return found


def _teaching_notebooks(folder: Path) -> Path:
    """Return an academy's own notebooks, filled on first use; without an academy the shipped ones."""
    own = folder / "notebooks"
    if any(own.glob("*.ipynb")):
        return own
    if not (folder / TOML).exists():
        return shipped("notebooks")
    own.mkdir(exist_ok=True)
    for path in shipped("notebooks").glob("*.ipynb"):
        shutil.copyfile(path, own / path.name)
    return own


def lab(
    academy: AcademyOption = None,
    port: PortOption = 8888,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """Open the teaching notebooks in JupyterLab, on a demo workbook that no participant sees.

    An academy gets copies of its own in its folder notebooks, which are never written over.
    Example: cba lab
    """
    folder = academy or Path(os.environ.get(ENV_ACADEMY) or ".")
    room = _teaching_notebooks(folder)
    out.print(f"Teaching notebooks: {room}", highlight=False, soft_wrap=True)
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={room}", f"--port={port}", *QUIET]
    if no_browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    quiet = str(shipped("templates") / "lab")
    paths = os.pathsep.join(filter(None, (quiet, os.environ.get("JUPYTER_CONFIG_PATH"))))
    environment = os.environ | {ENV_ACADEMY: str(folder.resolve()), "JUPYTER_CONFIG_PATH": paths}
    if os.name == "posix":  # JupyterLab takes this process over: what ends one ends the other
        os.execve(sys.executable, command, environment)  # noqa: S606  # our own interpreter
    raise typer.Exit(subprocess.call(command, env=environment))  # noqa: S603  # our own interpreter
