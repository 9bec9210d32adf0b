"""The command links: print personal links, withdraw them, make new ones."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cba_kit.cli.frame import (
    AcademyOption,
    Desk,
    JsonOption,
    errors,
    opened,
    out,
    print_json,
    warn_of_ended_links,
)
from cba_kit.errors import NotFoundError, SettingsError
from cba_kit.model.people import ROLES, Person, Role

FIELDS = ("person", "role", "name", "url")


def links(
    edition: Annotated[str, typer.Argument(help="The edition's code.")],
    academy: AcademyOption = None,
    role: Annotated[str, typer.Option(help=f"Only this role: {', '.join(ROLES)}.")] = "",
    revoke: Annotated[
        list[str] | None,
        typer.Option(metavar="PERSON", help="Withdraw the link of this person (id or e-mail); repeat it."),
    ] = None,
    all_of_edition: Annotated[
        bool, typer.Option("--all-of-edition", help="Withdraw everybody's link (of that role).")
    ] = False,
    rotate: Annotated[
        bool, typer.Option("--rotate", help="Print the new links of those whose link is withdrawn.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Withdraw many links without asking.")] = False,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write a CSV file (-: print it).")
    ] = None,
    qr: Annotated[
        Path | None, typer.Option("--qr", metavar="DIR", help="Write a QR code (SVG) a person.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Print everybody's personal link. Whoever has a link is that person: send each to its person only.

    Withdrawing a link (--revoke) ends it, and the pages that it opened, within seconds.
    Example: cba links demo --role participant --csv links.csv
    Example: cba links demo --revoke ilze --rotate
    """
    if role and role not in ROLES:
        raise NotFoundError.among("role", role, ROLES)
    wanted: Role | None = next((known for known in ROLES if known == role), None)
    if rotate and not (revoke or all_of_edition):
        raise SettingsError(
            "Whose links shall be new is not said.", fix="Add --revoke PERSON, or --all-of-edition."
        )
    with opened(academy) as desk:
        warn_of_ended_links(desk, edition)
        people = desk.store.people.of(edition, wanted)
        if revoke or all_of_edition:
            named = people if all_of_edition else _named(people, revoke or (), edition)
            people = _withdraw(desk, named, asked=yes or not all_of_edition)
            if not rotate:
                return
        rows = _rows(desk, people, wanted)
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


def _rows(desk: Desk, people: Sequence[Person], role: Role | None) -> list[dict[str, str]]:
    from cba_kit.server import make_link  # noqa: PLC0415  # slow import
    from cba_kit.server.audit import audit, kept  # noqa: PLC0415  # slow import

    with kept(desk.academy.folder):
        for person in people:
            audit.info("link-made person=%s", person.id)
    return [
        {
            "person": person.id,
            "role": role or person.roles[0],
            "name": person.name,
            "url": make_link(desk.academy, person),
        }
        for person in people
    ]


def _named(people: Sequence[Person], names: Sequence[str], edition: str) -> list[Person]:
    """Return who is meant by ids or e-mails, each once; names would do, but two people may share one."""
    found: dict[str, Person] = {}
    for name in names:
        known = next((each for each in people if name.strip().lower() in (each.id.lower(), each.email)), None)
        if known is None:
            where = f"person in the edition “{edition}” called"
            raise NotFoundError.among(where, name, [each.id for each in people])
        found[known.id] = known
    return list(found.values())


def _withdraw(desk: Desk, people: Sequence[Person], *, asked: bool) -> list[Person]:
    """Withdraw people's links; return the people with the numbers of their next ones."""
    from cba_kit.server.audit import audit, kept  # noqa: PLC0415  # slow import

    count = f"{len(people)} link{'s' if len(people) != 1 else ''}"
    if not asked:
        _confirm(count)
    renewed = []
    with kept(desk.academy.folder):
        for person in people:
            renewed.append(desk.store.people.raise_link(person.id))
            audit.info("link-withdrawn person=%s", person.id)
    errors.print(
        f"Withdrawn: {count}. Pages that they opened end within seconds; what was saved is kept.",
        highlight=False,
        soft_wrap=True,
    )
    return renewed


def _confirm(count: str) -> None:
    """Ask before everybody is locked out; a programme that cannot answer has to say --yes."""
    if not sys.stdin.isatty():
        raise SettingsError(f"This withdraws {count}. Nothing was changed.", fix="Add --yes to do it.")
    typer.confirm(f"Withdraw {count}? Everybody needs a new one then.", abort=True)


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
