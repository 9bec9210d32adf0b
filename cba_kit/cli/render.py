"""Commands that render reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cba_kit.cli.frame import AcademyOption, Desk, JsonOption, errors, opened, out, print_json
from cba_kit.errors import NotFoundError
from cba_kit.model.render import Render

FORMATS = ("html", "pdf")


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
    formats: Annotated[str, typer.Option("--format", help="html, pdf or html,pdf.")] = "html,pdf",
    as_json: JsonOption = False,
) -> None:
    """Render everybody's report, those that are stale.

    Exit code 0: all went well; 3: some failed, and each is named.
    Example: cba render demo --only ilze-kalnina
    """
    wanted = tuple(part.strip() for part in formats.split(",") if part.strip())
    for name in wanted or (formats,):
        if name not in FORMATS:
            raise NotFoundError.among("format", name, FORMATS)
    with opened(academy) as desk:
        failed = render_edition(
            desk,
            edition,
            only=only or (),
            report=report,
            force=force,
            jobs=jobs,
            formats=wanted,
            as_json=as_json,
        )
    raise typer.Exit(3 if failed else 0)


def render_edition(
    desk: Desk,
    edition: str,
    *,
    only: Sequence[str] = (),
    report: str = "roadmap",
    force: bool = False,
    jobs: int = 0,
    formats: Sequence[str] = FORMATS,
    as_json: bool = False,
) -> int:
    """Render with a progress bar, name failures as they come, and return how many there were."""
    from cba_kit.reports.batch import render as render_batch  # noqa: PLC0415  # slow import: nbconvert

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    quiet = as_json or not errors.is_terminal  # a log file has no use for a bar
    with Progress(*columns, console=errors, transient=True, disable=quiet) as bar:
        task = bar.add_task(f"Rendering {report}", total=None)

        def follow(line: Render, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)
            if line.status != "ok" and not as_json:
                bar.console.print(f"{line.person}: {line.error}", markup=False, highlight=False)

        lines = render_batch(
            desk.academy,
            desk.store,
            desk.library,
            edition,
            only=only,
            report=report,
            force=force,
            jobs=jobs or None,
            formats=formats,
            progress=follow,
        )
    failed = sum(line.status != "ok" for line in lines)
    if as_json:
        print_json([line.model_dump(mode="json") for line in lines])
    else:
        said = f"{len(lines) - failed} rendered, {failed} failed; the others are fresh."
        if not desk.store.people.of(edition, "participant"):
            said = f"No participants yet. Next: cba people import {edition} FILE"
        out.print(said, highlight=False)
    return failed
