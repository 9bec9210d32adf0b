"""Commands about templates: check."""

from __future__ import annotations

import typer

from cba_kit.cli.frame import AcademyOption, errors, out
from cba_kit.config import open_academy
from cba_kit.content import Library

app = typer.Typer(
    help="Templates: the content that trainers edit.", no_args_is_help=True, rich_markup_mode=None
)


@app.callback()
def templates() -> None:
    """Templates: the content that trainers edit."""


@app.command("check")
def check(academy: AcademyOption = None) -> None:
    """Check every template; name each mistake with file, line and fix.

    Example: cba templates check --academy demo
    """
    problems = Library(open_academy(academy).templates).check()
    for problem in problems:
        errors.print(str(problem), markup=False, highlight=False, soft_wrap=True)
    if problems:
        raise typer.Exit(2)
    out.print("All templates are in order.")
