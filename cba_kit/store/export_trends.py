"""Table of a trends sheet: one row a trend and round, with a column for each question about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cba_kit.model.assessment import round_of
from cba_kit.model.trends import Trends
from cba_kit.model.workbook import Entry
from cba_kit.store.export_heading import ID, Heading

UNKNOWN = "unknown"


def trends_headings(trends: Trends, words: Mapping[str, str]) -> list[Heading]:
    """Return the columns: which trend, which round, whether it matters, the scales, when and why."""
    first, last = ("number", "trend", "round", "chosen"), ("horizon", "reason")
    return [
        *(Heading(key, words[f"export.{key}"]) for key in first),
        *(Heading(scale.key, scale.title, own=True) for scale in trends.scales),
        *(Heading(key, words[f"export.{key}"]) for key in last),
        Heading(ID, words["export.entry"]),
    ]


def trends_rows(
    trends: Trends, entries: Iterable[Entry], words: Mapping[str, str], *, blank: bool = False
) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Yield the id of each rating and its row, without the id; `entries` are those of this sheet.

    `blank` adds the trends that nobody has rated yet, so that the table can be filled in elsewhere.
    """
    here = [entry for entry in entries if entry.kind == "rating"]
    for trend in trends.trends:
        given = [entry for entry in here if entry.block == trend.key]
        for entry in given:
            yield entry.id, (trend.number, trend.name, round_of(entry), *_rated(trends, entry, words))
        if blank and not given:
            yield "", (trend.number, trend.name, 1, *[""] * (len(trends.scales) + 3))


def horizon_labels(trends: Trends, words: Mapping[str, str]) -> dict[str, str]:
    """Return the words for when a trend is felt, by key; not knowing it is one of them."""
    labels = {horizon.key: horizon.label for horizon in trends.horizons}
    return labels | {UNKNOWN: words["export.unknown"]}


def chosen_labels(words: Mapping[str, str]) -> dict[bool, str]:
    """Return the words for whether a trend matters."""
    return {True: words["export.yes"], False: words["export.no"]}


def _rated(trends: Trends, entry: Entry, words: Mapping[str, str]) -> Iterator[object]:
    chosen = entry.fields.get("chosen")
    yield chosen_labels(words)[chosen] if isinstance(chosen, bool) else ""
    for scale in trends.scales:
        value = entry.fields.get(scale.key)
        yield words["export.unknown"] if value == UNKNOWN else value
    felt = entry.text("horizon")
    yield horizon_labels(trends, words).get(felt, felt)
    yield entry.text("reason")
