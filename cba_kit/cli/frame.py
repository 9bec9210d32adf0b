"""What every command shares: the --academy option, opening the store, and printing tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cba_kit.config import Academy, open_academy
from cba_kit.content import Library

if TYPE_CHECKING:
    from cba_kit.store import Store

AcademyOption = Annotated[
    Path | None,
    typer.Option(
        "--academy", metavar="DIR", help="The academy's folder; else CBA_ACADEMY, else this folder."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for other programmes.")]

out = Console(soft_wrap=True)  # lines are not broken, so that a path or a link can be copied
errors = Console(stderr=True)


@dataclass(frozen=True)
class Desk:
    """An opened academy: its folder, templates and store."""

    academy: Academy
    library: Library
    store: Store


@contextmanager
def opened(folder: Path | None, *, create: bool = False) -> Iterator[Desk]:
    """Open the academy in `folder` and close its store at the end."""
    from cba_kit.store import open_store  # noqa: PLC0415  # slow import: SQLAlchemy

    academy = open_academy(folder)
    with open_store(academy.database_url, clock=academy.now, create=create) as store:
        yield Desk(academy, Library(academy.templates), store)


def print_json(value: object) -> None:
    """Print a value as JSON, and nothing else."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(title: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Print rows as a table; the first row's keys are the headings."""
    table = Table(title=title, title_justify="left", header_style="bold")
    for name in rows[0] if rows else ():
        table.add_column(name, overflow="fold")  # a link or a path is never cut
    for row in rows:
        table.add_row(*(escape(str(value)) for value in row.values()))
    out.print(table, soft_wrap=False)


def warn_of_ended_links(desk: Desk, edition: str) -> None:
    """Say so when the edition's links open no page any more."""
    from cba_kit.server.links import last_day  # noqa: PLC0415  # slow import

    last = last_day(desk.library.edition(edition))
    if desk.academy.now().date() > last:
        errors.print(
            f"The links of “{edition}” ended on {last}: correct its dates, or set links_end, in its file "
            f"templates/editions/{edition}.yaml.",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
