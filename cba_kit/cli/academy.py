"""Commands about a whole academy: demo, init, doctor, backup, restore."""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from cba_kit.cli.frame import AcademyOption, JsonOption, opened, out, print_json
from cba_kit.cli.render import render_edition, warming
from cba_kit.cli.serve import serve_academy
from cba_kit.config import TOML, open_academy
from cba_kit.errors import NotFoundError, SettingsError, StoreError

CARRIED = ("academy.toml", ".secret")
PORT = 8866
CARRIED_FOLDERS = ("templates", "notebooks", "workbooks")

YesOption = Annotated[bool, typer.Option("--yes", help="Replace what is there.")]


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The new academy's folder.")],
    name: Annotated[str, typer.Option(help="The academy's name.")] = "Our academy",
) -> None:
    """Make a new academy.

    Example: cba init academy --name "Cluster Booster Academy"
    """
    path = folder / TOML
    if path.exists():
        raise SettingsError("There is an academy already.", where=str(path), fix="Choose another folder.")
    if not name.strip():
        raise SettingsError("The academy's name is empty.", fix='Add --name "Our academy".')
    for room in CARRIED_FOLDERS:
        (folder / room).mkdir(parents=True, exist_ok=True)
    quoted = json.dumps(name, ensure_ascii=False)  # TOML quotes as JSON does
    path.write_text(
        f'name = {quoted}\norganiser = ""\ncontact = ""\ntimezone = "Europe/Brussels"\n', encoding="utf-8"
    )
    with opened(folder, create=True):
        out.print(
            f"The academy is ready in {folder}. Next: cba edition new CODE --from cba3", highlight=False
        )


def demo(
    folder: Annotated[Path, typer.Option("--dir", metavar="DIR", help="Where to put it.")] = Path("demo"),
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Only set it up.")] = False,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to serve on.")] = PORT,
) -> None:
    """Make a demo academy with a full fictional edition, render all roadmaps and serve the pages.

    Run again, it goes on with the demo that is there. Example: cba demo --dir demo --no-serve
    """
    from cba_kit.programme.demo import create, fill  # noqa: PLC0415  # slow import: SQLAlchemy

    if not (folder / TOML).exists():
        out.print("Setting up the demo academy …")
        create(folder)
        if port != PORT:
            with (folder / TOML).open("a", encoding="utf-8") as settings:
                settings.write(f'address = "http://127.0.0.1:{port}"\n')
    with opened(folder, create=True) as desk:
        if not desk.store.people.editions():
            fill(desk.academy, desk.store, desk.library)
        with warming():
            failed = render_edition(desk, "demo")
    out.print(
        f"The demo is in {folder.resolve()}. Links of all its people: cba links demo --academy {folder}"
    )
    if not no_serve:
        serve_academy(folder, host="127.0.0.1", port=port, show_links=True)
    raise typer.Exit(3 if failed else 0)


def doctor(academy: AcademyOption = None, as_json: JsonOption = False) -> None:
    """Say what works on this machine and what does not, with the fix.

    Example: cba doctor --academy demo
    """
    from cba_kit.cli.checks import run_checks  # noqa: PLC0415  # slow import: all parts are tried

    checks = run_checks(academy)
    if as_json:
        print_json([check._asdict() for check in checks])
    else:
        for check in checks:
            sign = "[green]✓[/]" if check.ok else "[red]✗[/]"
            words = f"{check.name}: {check.says}" + (f" {check.fix}" if not check.ok else "")
            out.print(f"{sign} {escape(words)}", highlight=False)
    raise typer.Exit(0 if all(check.ok for check in checks) else 3)


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    academy: AcademyOption = None,
    yes: YesOption = False,
) -> None:
    """Write everything of the academy into one file, while people go on working.

    The file holds all that people wrote and the key of their links: keep it as safe as the database.
    Example: cba backup academy-2026-03-11.zip
    """
    from cba_kit.server.audit import audit, kept  # noqa: PLC0415  # slow import
    from cba_kit.store.backup import write_backup  # noqa: PLC0415  # slow import: SQLAlchemy

    if file.exists() and not yes:
        raise SettingsError(
            "This file is there already.", where=str(file), fix="Choose another name, or add --yes."
        )
    file.parent.mkdir(parents=True, exist_ok=True)
    with opened(academy) as desk, kept(desk.academy.folder):
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        partial = Path(name)
        try:
            with os.fdopen(handle, "w+b") as stream:
                counts = write_backup(desk.store.database, stream, at=desk.academy.now())
                _add_files(stream, desk.academy.folder)
            partial.replace(file)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
        audit.info("backup people=%d changes=%d", counts["people"], counts["changes"])
    out.print(f"{file}: {counts['people']} people, {counts['changes']} changes.", highlight=False)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that “cba backup” wrote.")],
    academy: AcademyOption = None,
    yes: YesOption = False,
) -> None:
    """Put a backup back: into an empty academy, or, with --yes, in place of what is there.

    Example: cba restore academy-2026-03-11.zip --academy restored
    """
    from cba_kit.server.audit import audit, kept  # noqa: PLC0415  # slow import
    from cba_kit.store.backup import read_backup  # noqa: PLC0415  # slow import: SQLAlchemy

    if not file.exists():
        raise NotFoundError("There is no such file.", where=str(file), fix="Check the path.")
    if not zipfile.is_zipfile(file):
        raise StoreError("This file is no backup of cba_kit.", where=str(file))
    with zipfile.ZipFile(file) as archive:
        place = _academy_folder(academy)
        others = [] if yes else _other_files(archive, place)
        with opened(place, create=True) as desk:
            if others and not desk.store.people.count():
                raise SettingsError(
                    f"The academy has other versions of these files: {', '.join(others[:5])}. "
                    "Nothing was restored.",
                    where=str(place),
                    fix="Add --yes to replace them, or restore into a new academy.",
                )
            counts = read_backup(desk.store.database, archive, where=str(file), replace=yes)
        _put_files(archive, place)
    with kept(place):
        audit.info("restore people=%d changes=%d", counts["people"], counts["changes"])
    out.print(f"Restored {counts['people']} people, {counts['changes']} changes.", highlight=False)


def _academy_folder(folder: Path | None) -> Path:
    return open_academy(folder).folder


def _add_files(stream: object, folder: Path) -> None:
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]  # a file
        found = [folder / name for name in CARRIED]
        for room in CARRIED_FOLDERS:
            found += sorted(path for path in (folder / room).rglob("*") if path.is_file())
        for path in found:
            if path.is_file():
                archive.write(path, f"academy/{path.relative_to(folder)}")


def _other_files(archive: zipfile.ZipFile, folder: Path) -> list[str]:
    """Name the team's own files that a restore would write over; settings and key belong to the data."""
    found = []
    for name, target in _targets(archive, folder):
        own = target.exists() and target.name not in CARRIED
        if own and target.read_bytes() != archive.read(name):
            found.append(str(target.relative_to(folder.resolve())))
    return found


def _put_files(archive: zipfile.ZipFile, folder: Path) -> None:
    for name, target in _targets(archive, folder):
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f".{target.name}.part")
        partial.write_bytes(archive.read(name))
        partial.replace(target)


def _targets(archive: zipfile.ZipFile, folder: Path) -> Iterator[tuple[str, Path]]:
    """Return each carried file with its place; a name that leads out of the folder has none."""
    for name in archive.namelist():
        target = (folder / name.removeprefix("academy/")).resolve()
        inside = target.is_relative_to(folder.resolve())
        if name.startswith("academy/") and not name.endswith("/") and inside:
            yield name, target
