"""Commands about certificates of attendance: verify."""

from __future__ import annotations

from typing import Annotated

import typer

from cba_kit.cli.frame import AcademyOption, JsonOption, opened, out, print_json

app = typer.Typer(
    help="Certificates: check the code that is printed on one.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def certificate() -> None:
    """Certificates: check the code that is printed on one."""


@app.command("verify")
def verify(
    code: Annotated[str, typer.Argument(help="The code, as it is printed on the certificate.")],
    academy: AcademyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say whose certificate a code belongs to, or that it is none of this academy.

    Exit code 0: it is a certificate; 2: it is none.
    Example: cba certificate verify 7K3M-9QXT-2B4F
    """
    from cba_kit.programme.certificates import certified  # noqa: PLC0415  # slow import: SQLAlchemy

    with opened(academy) as desk:
        person = certified(desk.store, desk.academy.secret(), code)
        edition = desk.library.edition(person.edition)
        ended = desk.academy.now().astimezone(edition.zone).date() >= edition.end
    found = {
        "name": person.name,
        "cluster": person.cluster.name if person.cluster else "",
        "edition": edition.title,
        "code": edition.code,
        "start": edition.start.isoformat(),
        "end": edition.end.isoformat(),
        "ended": ended,
    }
    if as_json:
        print_json(found)
        return
    days = f"{edition.start} to {edition.end}" + ("" if ended else ", not ended yet")
    out.print(
        f"A certificate of this academy: {person.name}, {edition.title}, {days}.",
        markup=False,
        highlight=False,
    )
