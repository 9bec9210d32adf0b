"""Commands about personal links."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Annotated

import typer

from cba_kit.cli.frame import AcademyOption, JsonOption, errors, opened, out, print_json, warn_of_ended_links
from cba_kit.errors import NotFoundError
from cba_kit.model.people import ROLES, Role

FIELDS = ("person", "role", "name", "url")


def links(
    edition: Annotated[str, typer.Argument(help="The edition's code.")],
    academy: AcademyOption = None,
    role: Annotated[str, typer.Option(help=f"Only this role: {', '.join(ROLES)}.")] = "",
    csv_file: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write a CSV file (-: print it).")
    ] = None,
    qr: Annotated[
        Path | None, typer.Option("--qr", metavar="DIR", help="Write a QR code (SVG) a person.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Print everybody's personal link. Whoever has a link is that person: send each to its person only.

    Example: cba links demo --role participant --csv links.csv
    """
    from cba_kit.server import make_link  # noqa: PLC0415  # slow import

    if role and role not in ROLES:
        raise NotFoundError.among("role", role, ROLES)
    with opened(academy) as desk:
        warn_of_ended_links(desk, edition)
        wanted: Role | None = next((known for known in ROLES if known == role), None)
        rows = [
            {
                "person": person.id,
                "role": wanted or person.roles[0],
                "name": person.name,
                "url": make_link(desk.academy, person),
            }
            for person in desk.store.people.of(edition, wanted)
        ]
    if qr is not None:
        _write_codes(rows, qr)
    if csv_file is not None:
        _write_csv(rows, csv_file)
    elif as_json:
        print_json(rows)
    elif rows:
        for row in rows:  # no table: it would break the links
            out.print(f"{row['role']:12} {row['name']}: {row['url']}", markup=False, highlight=False)
    else:
        out.print(f"The edition “{edition}” has no people yet. Next: cba people import {edition} FILE")


def _write_csv(rows: list[dict[str, str]], file: Path) -> None:
    if str(file) == "-":
        writer = csv.DictWriter(sys.stdout, FIELDS)
        writer.writeheader()
        writer.writerows(_plain(row) for row in rows)
        return
    with file.open("w", encoding="utf-8-sig", newline="") as stream:  # the mark lets Excel read it as UTF-8
        writer = csv.DictWriter(stream, FIELDS)
        writer.writeheader()
        writer.writerows(_plain(row) for row in rows)
    out.print(f"{file}: {len(rows)} links.", highlight=False)


def _plain(row: dict[str, str]) -> dict[str, str]:
    """A spreadsheet takes a text that begins with one of these signs for a formula."""
    return {key: f"'{text}" if text.startswith(("=", "+", "-", "@")) else text for key, text in row.items()}


def _write_codes(rows: list[dict[str, str]], folder: Path) -> None:
    import segno  # noqa: PLC0415  # slow import

    folder.mkdir(parents=True, exist_ok=True)
    for row in rows:
        code = segno.make(row["url"], error="m")
        code.save(str(folder / f"{row['person']}.svg"), scale=6, title=row["name"])
    errors.print(f"{folder}: {len(rows)} QR codes.", highlight=False)  # stdout may be the CSV file
