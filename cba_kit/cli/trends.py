"""Commands about trends: import a catalogue, list the sheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cba_kit.cli.frame import AcademyOption, Desk, JsonOption, opened, out, print_json, print_table
from cba_kit.config import open_academy
from cba_kit.content import Library
from cba_kit.errors import ContentError, ImportFileError
from cba_kit.model.catalogue import key_of
from cba_kit.model.trends import LEVELS, Trends

if TYPE_CHECKING:
    from cba_kit.content.catalogue import Draft

PATTERN = "megatrends"
"""The sheet whose scales and horizons a new one takes over."""
_ROWS = 5

app = typer.Typer(help="Trends: catalogues to assess.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list")
def list_sheets(academy: AcademyOption = None, as_json: JsonOption = False) -> None:
    """List the sheets of trends with their counts.

    Example: cba trends list --json
    """
    settings = open_academy(academy)
    library = Library(settings.templates)
    found = [sheet for key in library.sheet_keys() if isinstance(sheet := library.sheet(key), Trends)]
    rows = [
        _counts(sheet, own=(_folder(settings.templates) / f"{sheet.key}.yaml").is_file()) for sheet in found
    ]
    if as_json:
        print_json(rows)
    else:
        print_table("Sheets of trends", [_in_short(row) for row in rows])


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV, XLSX, YAML or JSON file.")],
    academy: AcademyOption = None,
    sheet: Annotated[str, typer.Option(help="The sheet's key; else made from the file's name.")] = "",
    title: Annotated[str, typer.Option(help="The sheet's title; else made from the file's name.")] = "",
    tab: Annotated[str, typer.Option(help="The sheet of a workbook to read; else the first.")] = "",
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="WHAT=COLUMN", help="What a column holds: name=Technology, ring=C."),
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Write the sheet; else only look.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Replace the sheet of this key.")] = False,
) -> None:
    """Make a sheet of trends from a catalogue or a technology radar: look first, then --write.

    Example: cba trends import radar.csv --sheet radar --write
    """
    from cba_kit.content.catalogue import (  # noqa: PLC0415  # slow import: openpyxl
        VOCABULARY,
        changes,
        read_catalogue,
        read_vocabulary,
        write_sheet,
    )

    with opened(academy) as desk:
        draft = read_catalogue(
            file,
            tab=tab,
            columns=_columns(columns or []),
            vocabulary=read_vocabulary(desk.library.find(VOCABULARY)),
        )
        _say(_preview(draft))
        key = sheet or key_of(file.stem)
        before, ratings = _before(desk, key), _ratings(desk, key)
        made = draft.sheet(
            key, pattern=_pattern(desk.library), title=title, before=before, in_use=set(ratings)
        )
        if before is not None:
            _say([f"\nThe sheet “{key}” is there already.", *changes(before, made, ratings)])
        if not write:
            more = " --replace" if before else ""
            _say([f"\nNothing was written. To make the sheet “{key}”, add: --write{more}"])
            return
        _refuse_to_replace(key, there=before is not None and not replace)
        path = write_sheet(made, _folder(desk.academy.templates), source=file.name, replace=replace)
    _say(
        [
            f"\n{path} is written; trends: {len(made.trends)}.",
            f"Next: name “{key}” among the sheets of your edition.",
        ]
    )


def _refuse_to_replace(key: str, *, there: bool) -> None:
    """Raise for a shipped sheet too: an own one of its name would stand in front of it."""
    if there:
        raise ContentError(
            f"The sheet “{key}” exists already.",
            fix="Look at the changes above, then add --replace, or choose another key with --sheet.",
        )


def _preview(draft: Draft) -> Iterator[str]:
    table = draft.table
    place = f", sheet “{table.tab}”" if table.tab else ""
    yield f"{table.name}{place}" + (f", headings in row {table.headings.row}" if table.unit == "row" else "")
    for heading, column, near in draft.taken:
        yield f"  “{heading}” is taken for {column}" + (f" (it looks like “{near}”)" if near else "")
    if draft.ignored:
        yield f"Columns that are not used: {', '.join(f'“{heading}”' for heading in draft.ignored)}."
    count = Counter(trend.sector for trend in draft.trends)
    yield f"Trends: {len(draft.trends)}."
    sectors = ", ".join(f"{title} ({count[title]})" for title in draft.sectors)
    yield f"Sectors ({len(draft.sectors)}): {sectors}."
    if draft.rings:
        yield f"Rings from the centre ({len(draft.rings)}): {', '.join(draft.rings)}."
    levels = Counter(trend.level for trend in draft.trends)
    if levels.keys() - {None}:
        yield f"Levels: {', '.join(f'{levels[level]} {level}' for level in LEVELS if levels[level])}."
    yield "The first ones:"
    for trend in draft.trends[:_ROWS]:
        words = (trend.sector, trend.ring, trend.level or "", trend.moved or "", trend.about)
        line = f"  {trend.name} | {' | '.join(word for word in words if word)}"
        yield line if len(line) <= 160 else f"{line[:159]}…"
    yield from draft.remarks


def _before(desk: Desk, key: str) -> Trends | None:
    if key not in desk.library.sheet_keys():
        return None
    found = desk.library.sheet(key)
    if not isinstance(found, Trends):
        raise ContentError(
            f"“{key}” is a sheet of kind {found.kind}.", fix="Choose another key with --sheet."
        )
    return found


def _pattern(library: Library) -> Trends:
    found = library.sheet(PATTERN)
    if not isinstance(found, Trends):
        raise ContentError(f"The sheet “{PATTERN}” is not of kind trends.", fix="Rename your own copy.")
    return found


def _ratings(desk: Desk, key: str) -> dict[str, int]:
    """Count the ratings on a sheet by the key of the trend, over all editions."""
    books = [
        book for edition in desk.store.people.editions() for book in desk.store.journal.workbooks(edition)
    ]
    entries = [entry for book in books for entry in desk.store.journal.entries(book.id, sheet=key)]
    return dict(Counter(entry.block for entry in entries if entry.kind == "rating" and entry.block))


def _columns(written: list[str]) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in written]
    for what, sign, _ in pairs:
        if not sign:
            fix = "Write it like this: --map name=Technology."
            problem = f"“{what}” has no sign “=”."
            raise ImportFileError(problem, [f"{problem} {fix}"], where="--map", fix=fix)
    return {what.strip(): heading for what, _, heading in pairs}


def _counts(sheet: Trends, *, own: bool) -> dict[str, object]:
    levels = Counter(trend.level for trend in sheet.trends)
    return {
        "key": sheet.key,
        "title": sheet.title,
        "trends": len(sheet.trends),
        **{str(level): levels[level] for level in LEVELS},
        "sectors": len(sheet.sectors),
        "rings": len(sheet.horizons),
        "gone": len(sheet.gone),
        "from": "academy" if own else "shipped",
    }


def _in_short(row: dict[str, object]) -> dict[str, object]:
    levels = ", ".join(f"{row[level]} {level}" for level in LEVELS if row[level])
    return {name: row[name] for name in ("key", "title", "trends", "sectors", "rings")} | {
        "levels": levels,
        "from": row["from"],
    }


def _folder(templates: Path) -> Path:
    return templates / "trends"


def _say(lines: Iterator[str] | list[str]) -> None:
    for line in lines:
        out.print(line, markup=False, highlight=False)
