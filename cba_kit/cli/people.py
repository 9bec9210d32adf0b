"""Commands about people: import."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cba_kit.cli.frame import AcademyOption, opened, out, warn_of_ended_links

if TYPE_CHECKING:
    from cba_kit.programme.people import Report

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
    from cba_kit.programme.people import import_people  # noqa: PLC0415  # slow import: openpyxl
    from cba_kit.server.audit import audit, kept  # noqa: PLC0415  # slow import

    with opened(academy) as desk, kept(desk.academy.folder):
        warn_of_ended_links(desk, edition)
        before = {person.id: person.roles for person in desk.store.people.of(edition)}
        report = import_people(
            desk.store, desk.library, edition, file, dry_run=dry_run, allow_same_cluster=allow_same_cluster
        )
        for person in () if dry_run else (*report.added, *report.updated):
            if person.roles != before.get(person.id):
                audit.info("roles person=%s now=%s", person.id, ",".join(person.roles))
    for line in _lines(report):
        out.print(line, markup=False, highlight=False)


def _lines(report: Report) -> Iterator[str]:
    place = f"sheet “{report.sheet}”" if report.sheet else "the file"  # a CSV file has no sheets
    yield f"Read from {place}, headings in row {report.row}."
    for word, people in (("New", report.added), ("Changed", report.updated)):
        for person in people:
            yield f"{word}: {person.name} ({', '.join(person.roles)}), {person.email}"
    yield from report.notes
    counts = f"{len(report.added)} new, {len(report.updated)} changed, {len(report.unchanged)} as they were."
    yield f"Nothing was written. It would be: {counts}" if report.dry_run else counts
    if report.added and not report.dry_run:
        yield f"Next: cba links {report.edition}"
