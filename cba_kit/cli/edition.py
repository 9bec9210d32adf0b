"""Commands about editions: list, new, show."""

from __future__ import annotations

import re
from typing import Annotated, Any

import typer
from rich.markup import escape

from cba_kit.cli.frame import AcademyOption, JsonOption, opened, out, print_json, print_table
from cba_kit.errors import ContentError
from cba_kit.model.edition import Edition

app = typer.Typer(help="Editions: runs of the programme.", no_args_is_help=True, rich_markup_mode=None)

CodeArgument = Annotated[str, typer.Argument(help="The edition's code.")]


@app.command("list")
def list_editions(
    academy: AcademyOption = None,
    patterns: Annotated[bool, typer.Option("--patterns", help="Also the shipped ones to copy from.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List the academy's editions.

    Example: cba edition list --json
    """
    with opened(academy) as desk:
        rows = [
            _row(edition, len(desk.store.people.of(edition.code, "participant")))
            for edition in desk.library.editions(own_only=not patterns)
        ]
    if as_json:
        print_json(rows)
    elif rows:
        print_table("Editions", rows)
    else:
        out.print("No edition yet. Next: cba edition new CODE --from cba3")


@app.command("show")
def show(code: CodeArgument, academy: AcademyOption = None, as_json: JsonOption = False) -> None:
    """Show an edition: days, sheets, homework, and what its sources disagree on.

    Example: cba edition show cba3
    """
    with opened(academy) as desk:
        edition = desk.library.edition(code)
    if as_json:
        print_json(edition.model_dump(mode="json"))
        return
    head = f"{escape(edition.title)}[/] ({edition.code}), host: {escape(edition.host)}"
    out.print(f"[bold]{head}", highlight=False)
    print_table(
        "Days",
        [
            {"day": d.number, "date": d.date, "place": "online" if d.online else d.place, "title": d.title}
            for d in edition.days
        ],
    )
    out.print(f"Sheets: {', '.join(edition.sheets)}", highlight=False)
    for work in edition.homework:
        out.print(f"Homework until {work.due}: {work.title}", markup=False, highlight=False)
    for remark in edition.remarks:
        says = " / ".join(remark.says)
        out.print(f"Remark, {remark.about}: {says}", markup=False, highlight=False)


@app.command("new")
def new(
    code: CodeArgument,
    pattern: Annotated[str, typer.Option("--from", metavar="EDITION", help="The edition to copy.")] = "cba3",
    academy: AcademyOption = None,
) -> None:
    """Make an edition as a copy of another one; edit its file afterwards.

    Example: cba edition new spring2027 --from cba3
    """
    with opened(academy) as desk:
        desk.library.edition(pattern)
        target = desk.academy.templates / "editions" / f"{code}.yaml"
        if target.exists():
            raise ContentError("This edition exists already.", where=str(target), fix="Choose another code.")
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", code):
            raise ContentError(
                f"“{code}” is no code.", fix="Use small letters, digits and _, first a letter."
            )
        text = desk.library.find(f"editions/{pattern}.yaml").read_text(encoding="utf-8")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    out.print(
        f"{target}: its days are still those of {pattern}. Change title, days, places and sessions there, "
        "then: cba templates check",
        highlight=False,
        soft_wrap=True,
    )


def _row(edition: Edition, participants: int) -> dict[str, Any]:
    return {
        "code": edition.code,
        "title": edition.title,
        "start": edition.start.isoformat(),
        "end": edition.end.isoformat(),
        "participants": participants,
    }
