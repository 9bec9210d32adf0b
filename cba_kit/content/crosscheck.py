"""Crosscheck: what one template says about others, and what only a whole file can get wrong."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cba_kit.content.accent import unreadable
from cba_kit.content.faults import nearest, suggest
from cba_kit.content.source import Loc, Source
from cba_kit.errors import ContentError
from cba_kit.model.canvas import Canvas
from cba_kit.model.edition import Edition
from cba_kit.model.lists import Country, Ecosystem, Kpi
from cba_kit.model.plan import Plan
from cba_kit.model.rules.rule import Rule
from cba_kit.model.trends import Trends


def edition_faults(source: Source, edition: Edition, sheets: Sequence[str]) -> list[ContentError]:
    """Find sheets that do not exist, sheets used but not in the edition, and unknown time zones.

    `sheets` are the keys of all sheet templates. Such an edition cannot be opened.
    """
    found = [
        ContentError(
            f"There is no sheet “{key}”.", where=source.where((name, n)), fix=suggest(key, sorted(sheets))
        )
        for name, keys in (("sheets", edition.sheets), ("group_sheets", edition.group_sheets or ()))
        for n, key in enumerate(keys)
        if key not in sheets
    ]
    misspelt = [near for key in edition.sheets if key not in sheets for near in nearest(key, sheets)]
    offered = {*edition.sheets, *misspelt}  # a misspelt sheet is told once, not for each session
    found += [_not_offered(source, loc, key, edition) for loc, key in _uses(edition) if key not in offered]
    zones: list[tuple[Loc, str]] = [(("timezone",), edition.timezone)]
    zones += [(("days", n, "timezone"), day.timezone) for n, day in enumerate(edition.days) if day.timezone]
    return found + [_no_zone(source, loc, zone) for loc, zone in zones if not _is_zone(zone)]


def accent_faults(source: Source, edition: Edition) -> list[ContentError]:
    """Find accents that are hard to read; each names the nearest shade that passes 4.5:1."""
    return [
        ContentError(
            f"The {name} accent {colour} is too weak to read on the {name} pages (under 4.5:1).",
            where=source.where(("brand", name)),
            fix=f"The nearest shade that passes: {shade}.",
        )
        for name, colour, shade in unreadable(edition.brand)
    ]


def trends_faults(source: Source, trends: Trends) -> list[ContentError]:
    """Find numbers used twice, scales that run backwards and words for values that a scale does not have."""
    found = []
    seen: set[int] = set()
    for n, trend in enumerate(trends.trends):
        if trend.number in seen:
            found.append(
                _fault(source, ("trends", n, "number"), "stands on another trend too", "Number each once.")
            )
        seen.add(trend.number)
    for n, scale in enumerate(trends.scales):
        if scale.low >= scale.high:
            found.append(_fault(source, ("scales", n, "high"), "is not above low", "Swap low and high."))
            continue
        for value in scale.words:
            if not scale.low <= value <= scale.high:
                fix = f"Values of this scale: {scale.low} to {scale.high}."
                found.append(_fault(source, ("scales", n, "words", str(value)), "is not on the scale", fix))
    return found


def parts_faults(source: Source, canvas: Canvas, named: Canvas | None) -> list[ContentError]:
    """Find a canvas that is filled once for each note of a block that `named`, its sheet, does not have."""
    block = canvas.parts_from.partition(".")[2]
    if named is not None and named.block(block) is not None:
        return []
    known = [f"{named.key}.{one.key}" for one in named.blocks] if named is not None else []
    what = f"“parts_from” names a block that does not exist: “{canvas.parts_from}”."
    return [ContentError(what, where=source.where(("parts_from",)), fix=suggest(canvas.parts_from, known))]


def plan_faults(source: Source, plan: Plan) -> list[ContentError]:
    """Find horizons that do not follow each other."""
    days = [horizon.days for horizon in plan.horizons]
    return [
        _fault(source, ("horizons", n, "days"), "is not later than the one above", "Order them by days.")
        for n in range(1, len(days))
        if days[n] <= days[n - 1]
    ]


def twice(source: Source, rows: Sequence[Ecosystem | Country | Kpi | Rule]) -> list[ContentError]:
    """Find rows of a list that have the key or code of an earlier row."""
    names = [row.code if isinstance(row, Country) else row.key for row in rows]
    return [
        _fault(
            source, (n,), f"has the name “{name}”, which stands above too", "Give each row a name of its own."
        )
        for n, name in enumerate(names)
        if name in names[:n]
    ]


def _uses(edition: Edition) -> list[tuple[Loc, str]]:
    uses: list[tuple[Loc, str]] = [
        (("days", d, "sessions", s, "sheet"), session.sheet)
        for d, day in enumerate(edition.days)
        for s, session in enumerate(day.sessions)
        if session.sheet
    ]
    return uses + [
        (("homework", n, "sheet"), work.sheet) for n, work in enumerate(edition.homework) if work.sheet
    ]


def _not_offered(source: Source, loc: Loc, key: str, edition: Edition) -> ContentError:
    near = nearest(key, edition.sheets)
    meant = f"Did you mean “{near[0]}”? Or add" if near else "Add"
    fix = f"{meant} it to sheets, which has: {', '.join(edition.sheets)}."
    return _fault(source, loc, f"names the sheet “{key}”, which is not among this edition's sheets", fix)


def _no_zone(source: Source, loc: Loc, zone: str) -> ContentError:
    return _fault(source, loc, f"is not a time zone: “{zone}”", "Use an IANA name such as Europe/Sofia.")


def _is_zone(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True


def _fault(source: Source, loc: Loc, what: str, fix: str) -> ContentError:
    return ContentError(f"“{source.place(loc)}” {what}.", where=source.where(loc), fix=fix)
