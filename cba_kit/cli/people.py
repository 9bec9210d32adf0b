"""Commands about people: import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cba_kit.cli.frame import AcademyOption, opened, out

app = typer.Typer(help="People of an edition.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def people() -> None:
    """People of an edition."""


@app.command("import")
def import_file(
    edition: Annotated[str, typer.Argument(help="The edition's code.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV or XLSX file.")],
    academy: AcademyOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    allow_same_cluster: Annotated[
        bool, typer.Option("--allow-same-cluster", help="Two participants of one cluster are fine.")
    ] = False,
) -> None:
    """Take people over from a list: all rows or none.

    Example: cba people import demo people.xlsx --dry-run
    """
    from cba_kit.people import import_people  # noqa: PLC0415  # slow import: openpyxl

    with opened(academy) as desk:
        desk.library.edition(edition)
        report = import_people(
            desk.store, desk.library, edition, file, dry_run=dry_run, allow_same_cluster=allow_same_cluster
        )
    for line in report.lines():
        out.print(line, markup=False, highlight=False, soft_wrap=True)
