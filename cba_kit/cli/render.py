"""Commands that render reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from cba_kit.cli.frame import AcademyOption, Desk, JsonOption, errors, opened, out, print_json
from cba_kit.errors import NotFoundError
from cba_kit.model.render import Render

FORMATS = ("html", "pdf")
CELL = 60.0
"""Seconds that one cell may take, unless the command says otherwise."""
WALLS = 5
"""How many times that a whole document may take."""
STOPPED = 130
"""The exit code after Ctrl-C, as for every command."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which documents a command asks for; `formats` None: as the report says."""

    edition: str
    report: str
    only: tuple[str, ...]
    formats: Sequence[str] | None


def render(
    edition: Annotated[str, typer.Argument(help="The edition's code.")],
    academy: AcademyOption = None,
    only: Annotated[
        list[str] | None, typer.Option(metavar="PERSON", help="Only this person; can be repeated.")
    ] = None,
    report: Annotated[
        str, typer.Option(help="The report's name: a folder in templates/reports.")
    ] = "roadmap",
    force: Annotated[bool, typer.Option("--force", help="Also what is fresh.")] = False,
    jobs: Annotated[int, typer.Option(help="Documents at the same time; 0: as many as there are cores.")] = 0,
    dask: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Let this Dask cluster work: tcp://host:8786.")
    ] = "",
    timeout: Annotated[
        float,
        typer.Option(
            metavar="SECONDS", min=0.1, help="Longest time for a cell; a document has five times that."
        ),
    ] = CELL,
    formats: Annotated[
        str, typer.Option("--format", help="html, pdf or html,pdf; else as the report says.")
    ] = "",
    bundle: Annotated[
        Path | None, typer.Option(metavar="FILE.zip", help="Put all documents into one file, too.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Render everybody's report, those that are stale.

    Exit code 0: all went well; 3: some failed, and each is named. After Ctrl-C, what is done stays.
    Example: cba render demo --only ilze-kalnina
    """
    wanted = _formats(formats)
    with warming(warm=not dask), opened(academy) as desk:
        try:
            failed = render_edition(
                desk,
                edition,
                only=only or (),
                report=report,
                force=force,
                jobs=jobs,
                dask=dask,
                formats=wanted,
                timeout=timeout,
                as_json=as_json,
            )
        except KeyboardInterrupt:
            errors.print("Stopped. What is done stays; run the same command again to go on.")
            raise typer.Exit(STOPPED) from None
        if bundle is not None:
            _write_bundle(desk, edition, bundle, report=report, quiet=as_json)
    raise typer.Exit(3 if failed else 0)


def render_edition(
    desk: Desk,
    edition: str,
    *,
    only: Sequence[str] = (),
    report: str = "roadmap",
    force: bool = False,
    jobs: int = 0,
    dask: str = "",
    formats: Sequence[str] | None = None,
    timeout: float = CELL,
    as_json: bool = False,
) -> int:
    """Render with a progress bar, name failures as they come, and return how many there were."""
    asked = Asked(edition, report, tuple(only), formats)
    lines: Sequence[Render] = ()
    if force or not _is_settled(desk, asked):
        lines = _rendered(desk, asked, force=force, jobs=jobs, dask=dask, timeout=timeout, quiet=as_json)
    failed = sum(line.status != "ok" for line in lines)
    if as_json:
        print_json([line.model_dump(mode="json") for line in lines])
    else:
        out.print(_summary(desk, edition, lines), highlight=False)
    return failed


def _is_settled(desk: Desk, asked: Asked) -> bool:
    """Tell whether there is nothing to do, before all that makes documents is loaded: that takes long."""
    from cba_kit.programme.documents.freshness import is_settled  # noqa: PLC0415  # slow import: SQLAlchemy

    return is_settled(
        desk.academy,
        desk.store,
        desk.library,
        asked.edition,
        asked.report,
        only=asked.only,
        formats=asked.formats,
    )


def _rendered(
    desk: Desk, asked: Asked, *, force: bool, jobs: int, dask: str, timeout: float, quiet: bool
) -> Sequence[Render]:
    from rich.progress import (  # noqa: PLC0415  # slow import
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    from cba_kit.reports.batch import render as render_batch  # noqa: PLC0415  # slow import: nbconvert
    from cba_kit.reports.engine import Limits  # noqa: PLC0415  # slow import: papermill

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    hidden = quiet or not errors.is_terminal  # a log file has no use for a bar
    with Progress(*columns, console=errors, transient=True, disable=hidden) as bar:
        task = bar.add_task(f"Rendering {asked.report}", total=None)

        def follow(line: Render, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)
            if line.status != "ok" and not quiet:
                told = f"{line.person}: {line.status}: {line.error}"
                bar.console.print(told, markup=False, highlight=False, soft_wrap=True)

        return render_batch(
            desk.academy,
            desk.store,
            desk.library,
            asked.edition,
            only=asked.only,
            report=asked.report,
            force=force,
            jobs=jobs or None,
            formats=asked.formats,
            progress=follow,
            dask=dask or None,
            limits=Limits(cell=timeout, wall=WALLS * timeout),
        )


@contextmanager
def warming(*, warm: bool = True) -> Iterator[None]:
    """Let the parent of the processes that make documents get warm while this one is still loading."""
    from cba_kit.kernels import ForkError  # noqa: PLC0415  # no other command needs it
    from cba_kit.reports.nursery import parent  # noqa: PLC0415  # no other command needs it

    with suppress(ForkError):  # where there is no forking, nothing needs to get warm
        if warm:
            parent().start()
    try:
        yield
    finally:
        parent().end()


def _formats(named: str) -> tuple[str, ...] | None:
    wanted = tuple(part.strip() for part in named.split(",") if part.strip())
    for name in wanted or ((named,) if named else ()):
        if name not in FORMATS:
            raise NotFoundError.among("format", name, FORMATS)
    return wanted or None


def _summary(desk: Desk, edition: str, lines: Sequence[Render]) -> str:
    if not desk.store.people.of(edition, "participant"):
        return f"No participants yet. Next: cba people import {edition} FILE"
    withheld = [line.person for line in lines if line.status == "withheld"]
    failed = sum(line.status != "ok" for line in lines) - len(withheld)
    parts = [f"{len(lines) - failed - len(withheld)} rendered, {failed} failed"]
    if withheld:
        parts.append(f"{len(withheld)} withheld ({', '.join(withheld)})")
    return f"{', '.join(parts)}; the others are fresh."


def _write_bundle(desk: Desk, edition: str, file: Path, *, report: str, quiet: bool) -> None:
    from cba_kit.reports.bundle import write_bundle  # noqa: PLC0415  # slow import: nbconvert

    count = write_bundle(desk.academy, desk.store, desk.library, edition, file, report=report)
    if not quiet:
        out.print(f"{file}: the documents of {count}.", highlight=False)
