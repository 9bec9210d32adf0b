"""No label over another, none beyond the edge: read from the drawing itself, by the widest font in use."""

from __future__ import annotations

import pytest

from cba_kit.pictures import Style, issued_radar, matrix, radar
from cba_kit.pictures.box import Box, overlaps
from tests.pictures.catalogues import catalogue, ratings
from tests.pictures.reading import boxes, outside

STYLES = [Style(), Style(compact=True), Style(large=True)]
IDS = ["wide", "phone", "projector"]
SHAPES = [
    (14, 5, 4, {}),
    (60, 7, 4, {}),
    (60, 7, 4, {"full": 2}),
    (60, 7, 4, {"long": True}),
    (40, 4, 4, {}),
    (120, 12, 4, {}),
    (10, 1, 2, {}),
    (12, 2, 4, {}),
    (48, 24, 8, {}),
]


@pytest.mark.parametrize("style", STYLES, ids=IDS)
@pytest.mark.parametrize(("count", "sectors", "rings", "more"), SHAPES)
def test_radar_labels_never_overlap(
    count: int, sectors: int, rings: int, more: dict[str, int], style: Style
) -> None:
    template = catalogue(count, sectors, rings, full=more.get("full"), long="long" in more)

    markup = radar(template, ratings(template), uid="r", style=style)

    found = boxes(markup)
    assert len(found) > count + sectors
    assert overlaps(found) == []
    assert outside(markup) == []


@pytest.mark.parametrize("style", STYLES, ids=IDS)
def test_radar_of_two_rounds_and_of_a_catalogue_have_no_overlaps(style: Style) -> None:
    template = catalogue(60, 7)
    rings = [horizon.key for horizon in template.horizons]
    issued = template.model_copy(
        update={
            "trends": tuple(
                trend.model_copy(
                    update={"horizon": rings[i % 4], "moved": ("new", "in", "out", "changed", None)[i % 5]}
                )
                for i, trend in enumerate(template.trends)
            )
        }
    )

    moved = radar(template, ratings(template), uid="r", style=style, before=ratings(template, shift=1))
    came = issued_radar(issued, uid="i", style=style)

    assert (overlaps(boxes(moved)), outside(moved)) == ([], [])
    assert (overlaps(boxes(came)), outside(came)) == ([], [])


@pytest.mark.parametrize("style", STYLES, ids=IDS)
@pytest.mark.parametrize("count", [14, 60, 120])
def test_matrix_labels_never_overlap(count: int, style: Style) -> None:
    template = catalogue(count, 7)

    markup = matrix(template, ratings(template), uid="m", style=style, before=ratings(template, shift=1))

    assert overlaps(boxes(markup)) == []
    assert outside(markup) == []


def test_overlaps_finds_labels_that_touch() -> None:
    still = Box(50, 50, 40, 10, label="still")
    turned = Box(50, 70, 60, 10, 90, label="turned")
    slanted = Box(95, 60, 40, 10, 45, label="slanted")

    assert overlaps([still, turned, slanted]) == [("still", "turned")]


def test_overlaps_lets_letters_of_one_label_touch() -> None:
    assert overlaps([Box(0, 0, 10, 10, label="a"), Box(5, 0, 10, 10, label="a")]) == []


def test_box_meets_a_circle_at_its_edge_only() -> None:
    box = Box(0, 0, 20, 10)

    assert box.meets(12, 0, 3)
    assert not box.meets(13, 8, 4)
