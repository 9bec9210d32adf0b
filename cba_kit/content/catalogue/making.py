"""Making: the sheet template of a catalogue, with keys and numbers that stay where they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cba_kit.content.catalogue.reading import Reading
from cba_kit.content.catalogue.vocabulary import Vocabulary
from cba_kit.model.catalogue import fold, keys_for
from cba_kit.model.trends import Horizon, Sector, Trend, Trends

_SHORT = 28
"""Letters of a trend's short name."""
_NAVIGATION = 18
"""Letters of a sheet's short title."""
_MARK = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """The sheet to make, the pattern for its scales, what it replaces, and keys that ratings are under."""

    key: str
    title: str
    pattern: Trends
    before: Trends | None
    in_use: frozenset[str]


def make_sheet(
    wanted: Wanted,
    reading: Reading,
    sectors: Sequence[str],
    rings: Sequence[str],
    question: str,
    words: Vocabulary,
) -> Trends:
    """Make the template; the trends' order is the file's."""
    before, pattern = wanted.before, wanted.before or wanted.pattern
    sector_keys = _titles(sectors, {sector.title: sector.key for sector in pattern.sectors})
    horizons = _horizons(rings, pattern) if rings else pattern.horizons
    ring_keys = {fold(horizon.label): horizon.key for horizon in horizons} if rings else {}
    keys = _keys(wanted, reading)
    numbers = _numbers(keys, before)
    trends = tuple(
        Trend(
            key=key,
            number=numbers[key],
            name=trend.name,
            short=trend.short or clipped(trend.name, _SHORT),
            sector=sector_keys[trend.sector],
            link=trend.link,
            about=trend.about,
            level=trend.level,
            parent=keys[parent] if parent is not None else "",
            horizon=ring_keys.get(fold(trend.ring), ""),
            moved=trend.moved,
        )
        for trend, key, parent in zip(reading.told, keys, reading.parents, strict=True)
    )
    asked = question if horizons != pattern.horizons else pattern.horizon_question
    return Trends(
        key=wanted.key,
        title=wanted.title,
        short=before.short if before else clipped(wanted.title, _NAVIGATION),
        purpose=before.purpose if before else words.sheet.purpose,
        start=before.start if before else words.sheet.start,
        credit=before.credit if before else "",
        language=pattern.language,
        minutes=pattern.minutes,
        sectors=tuple(Sector(key=sector_keys[title], title=title) for title in sectors),
        horizons=horizons,
        horizon_question=asked,
        scales=pattern.scales,
        trends=trends,
        gone=_gone(before, set(keys)),
    )


def clipped(name: str, most: int) -> str:
    """Return a name of at most `most` letters, cut behind a word where there is one."""
    if len(name) <= most:
        return name
    cut = name[: most - 1]
    return f"{(cut.rpartition(' ')[0] if ' ' in cut[most // 2 :] else cut).rstrip(' ,;:-(')}…"


def _titles(titles: Sequence[str], known: dict[str, str]) -> dict[str, str]:
    keys = keys_for(titles, known={fold(title): key for title, key in known.items()})
    return dict(zip(titles, keys, strict=True))


def _horizons(rings: Sequence[str], pattern: Trends) -> tuple[Horizon, ...]:
    there = {fold(horizon.label): horizon for horizon in pattern.horizons}
    keys = _titles(rings, {horizon.label: horizon.key for horizon in there.values()})
    return tuple(
        there.get(fold(ring)) or Horizon(key=keys[ring], label=ring, mark=clipped(ring, _MARK))
        for ring in rings
    )


def _keys(wanted: Wanted, reading: Reading) -> list[str]:
    """Return each trend's key: the file's where it is known, else that of its name before, else a new one.

    A key of the file that the sheet before does not have counts for new names only: a catalogue may get
    ids after people have rated it.
    """
    before = wanted.before
    by_name, by_place = _known(before) if before else ({}, {})
    there = {*before.gone, *(trend.key for trend in before.trends)} if before else set()
    names = [fold(trend.name) for trend in reading.told]
    named = [by_name.get(name) for name in names]
    placed = [by_place.get((fold(trend.name), fold(trend.sector))) for trend in reading.listed]
    own = [
        trend.key if trend.key in there or not (name or place) else ""
        for trend, name, place in zip(reading.told, named, placed, strict=True)
    ]
    given = {key for key in own if key}
    known: dict[str, str] = {}
    for name, mine, key in (*zip(names, own, named, strict=True), *zip(names, own, placed, strict=True)):
        if key and not mine and key not in given and name not in known:
            known[name] = key  # the same name counts more than the same place, which comes second
            given.add(key)
    # ratings of a sheet that is not there any more are those of the names that make their keys
    taken = given | there | (wanted.in_use if before else frozenset())
    rest = (trend.name for trend, mine in zip(reading.told, own, strict=True) if not mine)
    new = iter(keys_for(rest, known=known, taken=taken))
    return [mine or next(new) for mine in own]


def _known(before: Trends) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """Return the keys of a sheet by name, and by name and sector where the name may have one added."""
    titles = {sector.key: sector.title for sector in before.sectors}
    by_name = {fold(name): key for key, name in before.gone.items()}
    by_name |= {fold(trend.name): trend.key for trend in before.trends}
    by_place = {}
    for trend in before.trends:
        sector = titles[trend.sector]
        by_place[fold(trend.name.removesuffix(f" ({sector})")), fold(sector)] = trend.key
    return by_name, by_place


def _numbers(keys: Sequence[str], before: Trends | None) -> dict[str, int]:
    """Keep the numbers of trends that were there, so that people find them again; count on for others."""
    kept = {trend.key: trend.number for trend in before.trends} if before else {}
    fresh = [key for key in keys if key not in kept]
    start = max(kept.values(), default=0) + 1
    return kept | {key: number for number, key in enumerate(fresh, start)}


def _gone(before: Trends | None, here: set[str]) -> dict[str, str]:
    if before is None:
        return {}
    names = before.gone | {trend.key: trend.name for trend in before.trends}
    return {key: name for key, name in names.items() if key not in here}
