"""Changes: what an import would do to the sheet that is there, and to the ratings on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rapidfuzz import fuzz, process

from cba_kit.model.catalogue import fold
from cba_kit.model.trends import Trend, Trends

_SHOWN = 10
_NEAR = 75


def changes(before: Trends, after: Trends, ratings: Mapping[str, int]) -> Iterator[str]:
    """Say what stays, comes, goes and is renamed, and what happens to ratings.

    `ratings` is how many ratings there are by the key of the trend. Those of a trend that goes are kept,
    and are there again when a trend of that name comes back.
    """
    old = {trend.key: trend for trend in before.trends}
    new = [trend for trend in after.trends if trend.key not in old]
    gone = [trend for key, trend in old.items() if after.trend(key) is None]
    yield f"Trends that stay: {len(old) - len(gone)}, that come: {len(new)}, that go: {len(gone)}."
    returned = [trend.name for trend in new if trend.key in before.gone]
    if returned:
        yield f"Back again, with the ratings from before: {_some(returned)}."
    for trend in after.trends:
        named = old[trend.key].name if trend.key in old else before.gone.get(trend.key, trend.name)
        if fold(named) != fold(trend.name):
            yield f"“{named}” is now called “{trend.name}” (key {trend.key})."
    rated = [trend for trend in gone if ratings.get(trend.key)]
    if len(gone) > len(rated):
        yield f"Gone, without ratings: {_some([trend.name for trend in gone if trend not in rated])}."
    for trend in rated:
        yield _lost(trend, ratings[trend.key], new)
    rings = [ring.label for ring in before.horizons if ring.key not in {one.key for one in after.horizons}]
    if rings and ratings:
        yield f"Ratings that name one of these rings have no place on the radar any more: {_some(rings)}."


def _lost(trend: Trend, count: int, new: list[Trend]) -> str:
    near = process.extractOne(
        trend.name, [one.name for one in new], scorer=fuzz.token_sort_ratio, score_cutoff=_NEAR
    )
    hint = f" Is it “{near[0]}” now? Then write {trend.key} into a column “key” of that row." if near else ""
    ratings = f"{count} rating{'s' if count > 1 else ''}"
    return f"“{trend.name}” goes and has {ratings}: they are kept, and shown no more.{hint}"


def _some(names: list[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
