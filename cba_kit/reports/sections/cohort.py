"""Sections of the cohort report about people: cover, who takes part, how far they are, themes."""

from __future__ import annotations

from typing import Any

from cba_kit.model.assessment import Assessment
from cba_kit.model.canvas import Canvas
from cba_kit.model.cohort import Cohort
from cba_kit.model.cohort.notes import notes_by_block, people_at_risk, themes_of
from cba_kit.model.people import ROLES, Role
from cba_kit.model.trends import Trends
from cba_kit.pictures import rings
from cba_kit.reports.pen import Pen
from cba_kit.reports.section import Section
from cba_kit.reports.sections.bars import Bar, bars, breakdown_bars, floor_text

_WORDS = 18
"""Themes shown."""
_TOP = 3
"""Themes named in the headline."""


def cover(pen: Pen, cohort: Cohort) -> Section:
    """Return the cover: which edition, and what the report does not tell."""
    say, words, edition = pen.words.say, pen.words, cohort.edition
    medians: dict[str, Assessment] = {}
    outlook = next((sheet for sheet in cohort.sheets.values() if isinstance(sheet, Trends)), None)
    if outlook is not None and cohort.enough:
        medians = {key: view.assessment for key, view in cohort.outlook[outlook.key].items()}
    return Section(
        key="cover",
        kind="cover",
        title=say("title"),
        data={
            "academy": pen.academy.settings.name,
            "edition": edition.short,
            "name": edition.title,
            "span": say("span", start=words.day(edition.start), end=words.day(edition.end)),
            "fictional": say("fictional") if edition.fictional else "",
            "as_of": say("as_of", day=words.day(pen.made), time=words.clock(pen.made)),
            "anonymous": say("anonymous"),
            "rings": rings(outlook, medians, style=pen.style()),
        },
    )


def people(pen: Pen, cohort: Cohort) -> Section:
    """Return who takes part: countries, ecosystems, roles."""
    say = pen.words.say
    found, countries = cohort.countries()
    size = len(cohort.members)
    told = say("people.headline", n=size, countries=countries) if countries else say("people.plain", n=size)
    names = {country.code: country.name for country in pen.library.countries()} | {"": say("people.unknown")}
    labels = {key: names.get(key, key) for key in found.cells}
    groups = [
        breakdown_bars(
            pen, say("people.countries"), [say("people.country"), say("people.participants")], found, labels
        ),
        _ecosystems(pen, cohort),
        bars(
            say("people.roles"),
            [say("people.role"), say("people.people")],
            [_role(pen, cohort, role) for role in ROLES],
            note=say("people.roles_note"),
            of=size,
        ),
    ]
    return _bars(pen, cohort, "people", told, groups)


def progress(pen: Pen, cohort: Cohort) -> Section:
    """Return how many people have begun and finished each sheet."""
    say, size = pen.words.say, len(cohort.members)
    found = cohort.progress()
    most = max(found, key=lambda sheet: (sheet.complete, sheet.begun), default=None)
    told = say("progress.headline", sheet=most.title) if most and most.complete else say("progress.none")
    rows = [
        Bar(
            sheet.title,
            f"{floor_text(pen, sheet.begun)} / {floor_text(pen, sheet.complete)}",
            sheet.begun,
            sheet.complete,
        )
        for sheet in found
    ]
    head = [say("progress.sheet"), f"{say('progress.begun')} / {say('progress.complete')}"]
    return _bars(pen, cohort, "progress", told, [bars("", head, rows, note=say("progress.legend"), of=size)])


def themes(pen: Pen, cohort: Cohort) -> Section:
    """Return the words that many people use, and where they write on their canvases."""
    say = pen.words.say
    found = themes_of(cohort, stop_words=say("themes.stop_words").split())[:_WORDS]
    words = pen.words.listed([f"“{theme.word}”" for theme in found[:_TOP]])
    told = say("themes.headline", words=words) if found else say("themes.none")
    rows = [Bar(theme.word, floor_text(pen, theme.people), theme.people) for theme in found]
    head = [say("themes.word"), say("themes.people")]
    size = len(cohort.members)
    groups = [bars(say("themes.words"), head, rows, note=say("themes.words_note"), of=size)] if rows else []
    for sheet in cohort.sheets.values():
        if isinstance(sheet, Canvas):
            groups += [_blocks(pen, cohort, sheet), _risks(pen, cohort, sheet)]
    return _bars(pen, cohort, "themes", told, [group for group in groups if group["rows"]])


def about(pen: Pen, cohort: Cohort) -> Section:
    """Return how the numbers are protected, and the credits."""
    say, settings = pen.words.say, pen.academy.settings
    made = say(
        "made" if settings.organiser else "made_by", academy=settings.name, organiser=settings.organiser
    )
    credit = dict.fromkeys(sheet.credit for sheet in cohort.sheets.values() if sheet.credit)
    lines = [say(f"about.lines.{key}") for key in ("counted", "small", "words")]
    if cohort.edition.fictional:
        lines.append(say("fictional"))
    return Section(
        key="about", kind="credits", title=say("about.title"), data={"lines": [*lines, *credit, made]}
    )


def _bars(pen: Pen, cohort: Cohort, key: str, headline: str, groups: list[dict[str, Any]]) -> Section:
    return Section(
        key=key,
        kind="bars",
        title=pen.words.say(f"{key}.title"),
        headline=headline if cohort.enough else "",
        empty="" if cohort.enough else pen.words.say("few"),
        data={"groups": groups, "note": ""} if cohort.enough else {},
    )


def _ecosystems(pen: Pen, cohort: Cohort) -> dict[str, Any]:
    say, found = pen.words.say, cohort.ecosystems()
    names = {ecosystem.key: ecosystem.name for ecosystem in pen.library.ecosystems()}
    rows = [
        Bar(names.get(key, key), floor_text(pen, count), count)
        for key, count in sorted(found.items(), key=lambda pair: (-pair[1], names.get(pair[0], pair[0])))
    ]
    head = [say("people.ecosystem"), say("people.clusters")]
    note = say("people.ecosystems_note" if rows else "all_small")
    return bars(say("people.ecosystems"), head, rows, note=note, of=len(cohort.members))


def _role(pen: Pen, cohort: Cohort, role: Role) -> Bar:
    count = len(cohort.members) if role == "participant" else cohort.roles()[role]
    text = str(count) if role == "participant" else floor_text(pen, count)
    return Bar(pen.words.say(f"people.{role}"), text, count)


def _blocks(pen: Pen, cohort: Cohort, canvas: Canvas) -> dict[str, Any]:
    say = pen.words.say
    head = [say("themes.block"), say("themes.notes")]
    labels = {block.key: block.title for block in canvas.blocks}
    title = say("themes.blocks", canvas=canvas.title)
    return breakdown_bars(pen, title, head, notes_by_block(cohort, canvas), labels)


def _risks(pen: Pen, cohort: Cohort, canvas: Canvas) -> dict[str, Any]:
    say, found = pen.words.say, people_at_risk(cohort, canvas)
    rows = [
        Bar(block.title, floor_text(pen, found[block.key]), found[block.key])
        for block in canvas.blocks
        if block.key in found
    ]
    rows.sort(key=lambda bar: -bar.amount)
    title, head = say("themes.risks", canvas=canvas.title), [say("themes.block"), say("themes.people")]
    return bars(title, head, rows, of=len(cohort.members))
