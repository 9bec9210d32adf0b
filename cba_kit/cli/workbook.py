"""Commands about workbooks: take one out as a file, bring a file in."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cba_kit.cli.frame import AcademyOption, Desk, opened, out
from cba_kit.errors import CbaError, NotFoundError
from cba_kit.model.canvas import Canvas
from cba_kit.model.people import groups_of, leads, plenary
from cba_kit.model.workbook import Workbook

if TYPE_CHECKING:
    from cba_kit.store.export_book import Book
    from cba_kit.store.intake import Intake
    from cba_kit.store.intake_parcel import Parcel

app = typer.Typer(help="Workbooks: out as a file, and in again.", no_args_is_help=True, rich_markup_mode=None)

_SHOWN = 10

GroupOption = Annotated[str, typer.Option(metavar="NAME", help="The group whose workbook it is.")]
EditionOption = Annotated[str, typer.Option(metavar="CODE", help="The group's edition, if several.")]
SheetOption = Annotated[str, typer.Option(metavar="KEY", help="One sheet of the workbook.")]


@app.command("export")
def export_file(
    person: Annotated[str, typer.Argument(metavar="[PERSON]", help="Whose workbook it is, by id.")] = "",
    group: GroupOption = "",
    edition: EditionOption = "",
    form: Annotated[
        Literal["json", "csv", "xlsx", "md", "svg"], typer.Option("--format", help="The kind of file.")
    ] = "json",
    sheet: SheetOption = "",
    to: Annotated[str, typer.Option("--to", metavar="FILE", help="The file; - prints it.")] = "-",
    academy: AcademyOption = None,
) -> None:
    """Write a workbook, or one sheet of it, into a file. A CSV or SVG file holds one sheet.

    Example: cba workbook export ilze-kalnina --format csv --sheet business_model --to model.csv
    """
    with opened(academy) as desk:
        book = _book(desk, person, group, edition)
        content = _content(desk, book, sheet, form)
        _note(desk, f"export workbook={book.workbook.id} form={form}")
    if to == "-":
        typer.echo(content, nl=False)
    else:
        Path(to).write_bytes(content)
        out.print(f"{to} is written.", markup=False, highlight=False)


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A JSON, CSV or XLSX file.")],
    person: Annotated[str, typer.Option(metavar="ID", help="The person whose workbook takes it.")] = "",
    group: GroupOption = "",
    edition: EditionOption = "",
    sheet: SheetOption = "",
    by: Annotated[str, typer.Option(metavar="ID", help="In whose name; else the owner's.")] = "",
    write: Annotated[bool, typer.Option("--write", help="Write it; else only look.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Change what is there already.")] = False,
    academy: AcademyOption = None,
) -> None:
    """Bring a file into a workbook: look first, then --write. All of it is written, or nothing.

    Example: cba workbook import model.csv --person ilze-kalnina --sheet business_model --write
    """
    from cba_kit.store import intake  # noqa: PLC0415  # slow import: openpyxl

    with opened(academy) as desk:
        book = _book(desk, person, group, edition)
        importer = _importer(desk, book, by)
        token = f"in-{secrets.token_hex(6)}"
        found = intake.weigh(book, _parcel(desk, book, file, sheet, importer, token), token=token)
        _say(_preview(file, book, found))
        if found.changed and not replace and write:
            raise CbaError(
                "Nothing was written: some of it is there already, with other words.",
                fix="Look at what would change, then add --replace.",
            )
        if not write:
            more = " --replace" if found.changed else ""
            _say([f"Nothing was written. To write it, add: --write{more}"])
            return
        if book.workbook.owner_kind == "group":
            desk.store.journal.make_group_workbook(book.workbook.id, edition=book.edition.code)
        intake.write(desk.store, found, importer=importer)
        _note(desk, f"import person={importer} workbook={book.workbook.id} entries={len(found.operations)}")
    _say([f"Written: {len(found.new)} new, {len(found.changed)} changed."])


def _book(desk: Desk, person: str, group: str, edition: str) -> Book:
    """Open the workbook that is meant; NotFoundError says what there is."""
    from cba_kit.store.export_book import book_of, open_book  # noqa: PLC0415  # slow import: SQLAlchemy

    if bool(person) == bool(group):
        raise NotFoundError("Whose workbook is it?", fix="Name a person by id, or a group with --group.")
    if person:
        if not desk.store.journal.exists(person):
            desk.store.people.person(person)
            raise NotFoundError(f"“{person}” has no workbook.", fix="Participants and groups have one.")
        return open_book(desk.store, desk.library, person, None)
    code = edition or _edition(desk, group)
    owner = _groups(desk, code).get(" ".join(group.casefold().split()))
    if owner is None:
        raise NotFoundError.among("group", group, list(_groups(desk, code)))
    if desk.store.journal.exists(owner):
        return open_book(desk.store, desk.library, owner, None)
    empty = Workbook(id=owner, edition=code, owner=owner, owner_kind="group", version=0, changed_at=None)
    return book_of(desk.store, desk.library, empty, None)


def _groups(desk: Desk, code: str) -> dict[str, str]:
    """Return the ids of an edition's groups by their names; everybody's is one of them."""
    found = groups_of(desk.store.people.of(code, "participant"))
    whole = desk.library.texts()["group.plenary"]
    return {whole.casefold(): plenary(code).id} | {group.name.casefold(): group.id for group in found}


def _edition(desk: Desk, group: str) -> str:
    """Return the one edition that has a group of this name."""
    wanted = " ".join(group.casefold().split())
    found = [code for code in desk.store.people.editions() if wanted in _groups(desk, code)]
    if len(found) > 1:
        raise NotFoundError(
            f"Several editions have a group “{group}”.", fix=f"Add --edition: {', '.join(found)}."
        )
    if not found:
        raise NotFoundError(f"No edition has a group “{group}”.", fix="Look at the list of your people.")
    return found[0]


def _importer(desk: Desk, book: Book, by: str) -> str:
    """Return in whose name the file is brought in: the owner's, or for a group who leads the edition."""
    if by:
        found = desk.store.people.person(by)
        if found.edition != book.edition.code:
            raise NotFoundError(f"“{by}” belongs to another edition.", fix="Name somebody of this one.")
        return found.id
    if book.workbook.owner_kind != "group":
        return book.workbook.owner
    leaders = [person for person in desk.store.people.of(book.edition.code) if leads(person)]
    if not leaders:
        raise NotFoundError("Nobody leads this edition.", fix="Say with --by in whose name it is written.")
    return min(leaders, key=lambda person: (not person.is_a("organiser"), person.name)).id


def _parcel(desk: Desk, book: Book, file: Path, sheet: str, importer: str, token: str) -> Parcel:
    from cba_kit.store.export_sheet import sheet_of  # noqa: PLC0415  # slow import: openpyxl
    from cba_kit.store.intake_file import read_file  # noqa: PLC0415  # slow import: openpyxl

    if sheet:
        sheet_of(book, sheet)
    people = desk.store.people.of(book.edition.code)
    raw = file.read_bytes()
    return read_file(raw, file.name, book, people, importer=importer, sheet=sheet, token=token)


def _content(desk: Desk, book: Book, sheet: str, form: str) -> bytes:
    from cba_kit.store.export_sheet import book_file, sheet_file, sheet_of  # noqa: PLC0415  # slow import

    if not sheet and form in ("json", "xlsx", "md"):
        return book_file(desk.library, book, form)  # type: ignore[arg-type]  # one of these
    if not sheet:
        known = ", ".join(book.sheets)
        raise NotFoundError("This kind of file holds one sheet.", fix=f"Add --sheet with one of: {known}.")
    if form != "svg":
        return sheet_file(desk.library, book, sheet, form)  # type: ignore[arg-type]  # one of the others
    from cba_kit.pictures.canvas import canvas_file  # noqa: PLC0415  # slow import: Jinja2

    template = sheet_of(book, sheet)
    if not isinstance(template, Canvas):
        raise NotFoundError(f"“{sheet}” is no canvas.", fix="Only a canvas has this picture.")
    return canvas_file(template, book.entries, words=book.words).encode()


def _note(desk: Desk, words: str) -> None:
    from cba_kit.server.audit import audit, kept  # noqa: PLC0415  # slow import

    with kept(desk.academy.folder):
        audit.info(words)


def _preview(file: Path, book: Book, found: Intake) -> Iterator[str]:
    whose = book.owner.name or book.workbook.id
    yield f"{file.name} for the workbook of {whose}, {book.edition.code}:"
    counts = (("new", len(found.new)), ("changed", len(found.changed)), ("the same", found.same))
    yield "  " + ", ".join(f"{count} {word}" for word, count in (*counts, ("refused", len(found.refused))))
    for word, some in (("New", found.new), ("Changed", found.changed)):
        for each in some[:_SHOWN]:
            text = " ".join(str(each.fields.get("text") or each.fields.get("title") or "").split())
            yield f"  {word}: {each.place}, {each.block or each.sheet}: {text[:80]}".rstrip(": ")
        if len(some) > _SHOWN:
            yield f"  {word}: and {len(some) - _SHOWN} more"
    for place, reason in found.refused:
        yield f"  Refused: {place}: {reason}"
    yield from (f"  {remark}" for remark in found.remarks)


def _say(lines: Iterator[str] | list[str]) -> None:
    for line in lines:
        out.print(line, markup=False, highlight=False)
