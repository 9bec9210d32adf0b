"""The radar: any template, no marker over another, every word safe, what is unknown at no guessed place."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cba_kit.model.assessment import Assessment
from cba_kit.model.trends import Horizon, Scale, Sector, Trend, Trends
from cba_kit.pictures import Style, palette, radar, radar_table
from cba_kit.pictures.box import overlaps
from cba_kit.pictures.dial import dial
from cba_kit.pictures.spots import crowd, rated_spots
from tests.pictures.catalogues import catalogue, ratings
from tests.pictures.reading import boxes, circles, outside

SCALES = ("relevance", "knowledge")
SVG = "{http://www.w3.org/2000/svg}"
titles = st.text(min_size=1, max_size=30).filter(lambda text: text.strip())


@st.composite
def rated(draw: st.DrawFn) -> tuple[Trends, dict[str, Assessment]]:
    """A template of any shape, with ratings."""
    sectors = draw(st.integers(3, 8))
    horizons = draw(st.integers(2, 5))
    count = draw(st.integers(1, 24))
    scale = {"question": "?", "low": 1, "high": 5, "words": {}, "ends": ("a", "b")}
    template = Trends(
        key="t",
        title="T",
        short="T",
        purpose="P",
        start="S",
        sectors=tuple(Sector(key=f"s{i}", title=draw(titles)) for i in range(sectors)),
        horizons=tuple(Horizon(key=f"h{i}", label=draw(titles), mark=str(i)) for i in range(horizons)),
        horizon_question="When?",
        scales=tuple(
            Scale.model_validate(scale | {"key": k, "title": k}) for k in ("relevance", "knowledge")
        ),
        trends=tuple(
            Trend(
                key=f"t{i}",
                number=i + 1,
                name=draw(titles),
                short="x",
                sector=f"s{draw(st.integers(0, sectors - 1))}",
                about="a",
            )
            for i in range(count)
        ),
    )
    ratings = {
        trend.key: Assessment(
            relevance=draw(st.sampled_from([1, 2, 3.5, 5, None])),
            direction=draw(st.sampled_from([-2, 0, 1, None])),
            knowledge=draw(st.sampled_from([1, 3, 5, None])),
            horizon=f"h{draw(st.integers(0, horizons - 1))}",
        )
        for trend in template.trends
    }
    return template, ratings


def markers(markup: str) -> list[tuple[float, float, float]]:
    root = ElementTree.fromstring(markup)
    circles = [
        c for g in root.iter(f"{SVG}g") if g.get("class", "").startswith("mk") for c in g.iter(f"{SVG}circle")
    ]
    return [(float(c.get("cx", "")), float(c.get("cy", "")), float(c.get("r", ""))) for c in circles]


@settings(deadline=None, max_examples=60)
@given(rated())
def test_radar_markers_never_overlap(pair: tuple[Trends, dict[str, Assessment]]) -> None:
    found = markers(radar(*pair, uid="r"))

    assert len(found) == sum(rating.started for rating in pair[1].values())
    for i, (x, y, r) in enumerate(found):
        for x2, y2, r2 in found[i + 1 :]:
            assert math.dist((x, y), (x2, y2)) > r + r2 - 0.3  # coordinates are rounded to tenths


@settings(deadline=None, max_examples=15)
@given(rated())
def test_radar_same_ratings_same_picture(pair: tuple[Trends, dict[str, Assessment]]) -> None:
    assert radar(*pair, uid="r") == radar(*pair, uid="r")


@settings(deadline=None, max_examples=40)
@given(rated())
def test_radar_markers_stand_in_the_ring_of_their_horizon(pair: tuple[Trends, dict[str, Assessment]]) -> None:
    template, ratings = pair
    markup = radar(template, ratings, uid="r")
    base = re.search(r'class="base" x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)"', markup)
    assert base is not None
    centre = ((float(base[1]) + float(base[3])) / 2, float(base[2]))
    edges = sorted(float(r) for r in re.findall(r'class="(?:ring|hub)[^"]*" d="M\S+ \S+ A(\S+) ', markup))

    placed = [ratings[t.key] for t in template.trends if ratings[t.key].relevance is not None]
    for rating, (x, y, _) in zip(placed, markers(markup), strict=False):
        ring = int(rating.horizon[1:])
        assert edges[ring] - 0.2 <= math.dist(centre, (x, y)) <= edges[ring + 1] + 0.2
        assert y <= centre[1] + 0.2


@pytest.mark.parametrize(("count", "sectors", "rings"), [(14, 5, 4), (60, 7, 4), (120, 12, 4), (48, 24, 8)])
def test_radar_markers_stand_inside_their_cell(count: int, sectors: int, rings: int) -> None:
    template = catalogue(count, sectors, rings)
    rated_now = ratings(template)
    markup = radar(template, rated_now, uid="r", before=ratings(template, shift=1))
    spots, _ = rated_spots(template, rated_now, None)
    plan = dial(template, Style(), crowd(template, spots))

    found = circles(markup)

    assert len(found) == count
    for spot in spots:
        x, y, r = found[str(spot.trend.number)]
        assert plan.holds((spot.sector, spot.ring), (x, y), r - 0.3), spot.trend.number


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 24), st.integers(2, 8), st.integers(1, 60), st.booleans())
def test_radar_of_any_shape_has_no_label_over_another(
    sectors: int, rings: int, count: int, phone: bool
) -> None:
    template = catalogue(count, sectors, rings)

    markup = radar(template, ratings(template), uid="r", style=Style(compact=phone), key=True)

    assert overlaps(boxes(markup)) == []
    assert outside(markup) == []


def test_radar_of_few_trends_carries_their_names() -> None:
    few, more = catalogue(9, 4), catalogue(14, 4)

    def names(template: Trends) -> int:
        return radar(template, ratings(template), uid="r").count('class="name"')

    assert names(few) >= 9
    assert names(more) == 0


def test_radar_of_a_large_catalogue_draws_the_most_relevant_and_says_so() -> None:
    template = catalogue(150, 6)
    rated_now = ratings(template)

    markup = radar(template, rated_now, uid="r")

    found = circles(markup)
    assert len(found) == 120
    left_out = [rated_now[t.key].relevance or 0 for t in template.trends if str(t.number) not in found]
    assert max(left_out) <= min(
        rated_now[t.key].relevance or 0 for t in template.trends if str(t.number) in found
    )
    assert "More trends, in the table only: 30" in markup
    assert len(radar_table(template, rated_now).rows) == 150


def test_radar_hostile_words_stay_words(trends: Trends) -> None:
    hostile = trends.model_copy(
        update={
            "sectors": tuple(
                s.model_copy(update={"title": "</text><script>\x07&\"'"}) for s in trends.sectors
            )
        }
    )
    ratings = {trend.key: Assessment(3, 1, 2, "y2") for trend in hostile.trends}

    root = ElementTree.fromstring(radar(hostile, ratings, uid="r", title="<b>\x00"))

    assert [e.tag for e in root.iter() if e.tag.endswith("script")] == []
    assert root.findtext(f"{SVG}title") == "<b>"


def test_radar_says_in_words_what_it_shows(trends: Trends) -> None:
    ratings = {"climate": Assessment(5, -1, 3, "y5")}

    assert radar_table(trends, ratings).records() == [
        {
            "number": 5,
            "name": "Climate change and environmental degradation",
            "sector": "Environmental",
            "horizon": "2 to 5 years",
            "relevance": 5.0,
            "direction": "threat",
        }
    ]
    desc = ElementTree.fromstring(radar(trends, ratings, uid="r")).findtext(f"{SVG}desc")
    assert "5 Climate change and environmental degradation, 2 to 5 years, relevance 5, threat." in (
        desc or ""
    )


def test_radar_unknown_and_undated_trends_stand_in_the_tray(trends: Trends) -> None:
    ratings = {
        "migration": Assessment(unknown=frozenset({"relevance"})),
        "health": Assessment(relevance=2, direction=0),
    }

    markup = radar(trends, ratings, uid="r")

    assert markup.count('class="mk dk"') == 2
    assert "Don’t know:" in markup
    assert "No time given:" in markup


def test_radar_ids_begin_with_the_uid(trends: Trends) -> None:
    root = ElementTree.fromstring(radar(trends, {}, uid="own-"))

    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert ids
    assert all(name is not None and name.startswith("own-") for name in ids)
    assert len(ids) == len(set(ids))


def test_radar_with_colours_has_no_variables(trends: Trends) -> None:
    markup = radar(trends, {}, uid="r", style=Style(colours=palette("#6B2C5E")))

    assert "var(" not in markup
    assert "<style>" in markup
