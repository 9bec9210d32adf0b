"""The matrix: markers apart, lines to true places, what to talk about first filled and said."""

from __future__ import annotations

import math
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from cba_kit.content import Library
from cba_kit.model.assessment import Assessment
from cba_kit.model.trends import Trends
from cba_kit.pictures import matrix, matrix_table

SVG = "{http://www.w3.org/2000/svg}"
KEYS = [trend.key for trend in Library().sheet("megatrends").trends]  # type: ignore[union-attr]  # a trends sheet
numbers = st.sampled_from([1.0, 2.0, 3.0, 3.5, 5.0])


@settings(deadline=None, max_examples=40)
@given(st.dictionaries(st.sampled_from(KEYS), st.builds(Assessment, relevance=numbers, knowledge=numbers)))
def test_matrix_markers_never_overlap(trends: Trends, ratings: dict[str, Assessment]) -> None:
    root = ElementTree.fromstring(matrix(trends, ratings, uid="m"))
    groups = [g for g in root.iter(f"{SVG}g") if g.get("class", "").startswith("mk")]
    found = [
        tuple(float(c.get(k, "")) for k in ("cx", "cy", "r")) for g in groups for c in g.iter(f"{SVG}circle")
    ]

    assert len(found) == len(ratings)
    for i, (x, y, r) in enumerate(found):
        for x2, y2, r2 in found[i + 1 :]:
            assert math.dist((x, y), (x2, y2)) > r + r2 - 0.3


def test_matrix_relevant_and_little_known_is_first(trends: Trends) -> None:
    ratings = {
        "climate": Assessment(5, -1, 2),
        "security": Assessment(2, 0, 1),
        "health": Assessment(5, 1, 5),
        "migration": Assessment(relevance=4, unknown=frozenset({"knowledge"})),
    }

    rows = matrix_table(trends, ratings).records()
    desc = ElementTree.fromstring(matrix(trends, ratings, uid="m")).findtext(f"{SVG}desc")

    assert [row["number"] for row in rows if row["first"]] == [5, 13]
    assert (desc or "").endswith("relevance is high and knowledge is low: 5, 13.")


def test_matrix_markers_at_one_point_get_a_line_to_it(trends: Trends) -> None:
    ratings = {"climate": Assessment(4, 0, 2), "health": Assessment(4, 0, 2), "security": Assessment(4, 0, 2)}

    assert matrix(trends, ratings, uid="m").count('class="pin"') >= 2


def test_matrix_without_ratings_says_so(trends: Trends) -> None:
    assert "No trend is rated yet." in matrix(trends, {}, uid="m")
