"""Pictures stay as they are between redraws: a trend more or less moves hardly any other."""

from __future__ import annotations

import math

import pytest

from cba_kit.model.trends import Trends
from cba_kit.pictures import matrix, radar
from tests.pictures.catalogues import catalogue, ratings, trend
from tests.pictures.reading import circles


def moved(before: str, after: str) -> list[str]:
    """Return the numbers of markers that are on both pictures, at different places."""
    one, two = circles(before), circles(after)
    return [number for number in one if number in two and math.dist(one[number], two[number]) > 0.2]


def with_one_more(template: Trends, sectors: int) -> Trends:
    return template.model_copy(update={"trends": (*template.trends, trend(len(template.trends), sectors))})


@pytest.mark.parametrize(("count", "sectors"), [(14, 5), (40, 4), (60, 7)])
def test_radar_a_trend_more_in_the_catalogue_moves_nobody(count: int, sectors: int) -> None:
    template = catalogue(count, sectors)
    more = with_one_more(template, sectors)

    assert moved(radar(template, ratings(template), uid="r"), radar(more, ratings(more), uid="r")) == []


def test_radar_where_all_must_shrink_nobody_goes_far() -> None:
    template = catalogue(59, 7)
    more = with_one_more(template, 7)

    one, two = (circles(radar(found, ratings(found), uid="r")) for found in (template, more))

    assert one["1"][2] > two["1"][2]
    assert max(math.dist(one[number][:2], two[number][:2]) for number in one) < 45  # of a radius of 420


@pytest.mark.parametrize("left_out", ["t3", "t20", "t30", "t44"])
def test_radar_a_rating_less_moves_its_own_cell_at_most(left_out: str) -> None:
    template = catalogue(60, 7)
    given = ratings(template)
    fewer = {key: rating for key, rating in given.items() if key != left_out}
    own = template.trend(left_out)
    assert own is not None
    same_cell = {
        str(other.number)
        for other in template.trends
        if other.sector == own.sector and given[other.key].horizon == given[left_out].horizon
    }

    assert set(moved(radar(template, given, uid="r"), radar(template, fewer, uid="r"))) <= same_cell


def test_radar_a_trend_that_changes_its_ring_keeps_its_direction() -> None:
    template = catalogue(14, 5)
    given = ratings(template)
    one = template.trends[0]
    nearer = given | {one.key: next(r for r in given.values() if r.horizon == "h0")}

    (x1, y1, _), (x2, y2, _) = (circles(radar(template, r, uid="r"))["1"] for r in (given, nearer))

    cx, cy = 335.1, 331.1  # centre of the usual picture
    assert math.atan2(cy - y1, x1 - cx) == pytest.approx(math.atan2(cy - y2, x2 - cx), abs=0.1)


def test_matrix_a_trend_more_moves_nobody() -> None:
    template = catalogue(30, 5)
    more = with_one_more(template, 5)

    assert moved(matrix(template, ratings(template), uid="m"), matrix(more, ratings(more), uid="m")) == []
