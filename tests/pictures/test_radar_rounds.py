"""The radar of two rounds, and of a catalogue that says itself what moved."""

from __future__ import annotations

import re

from cba_kit.model.assessment import Assessment
from cba_kit.pictures import issued_radar, radar
from tests.pictures.catalogues import catalogue
from tests.pictures.reading import circles, words


def test_radar_of_two_rounds_marks_what_moved_by_shape() -> None:
    template = catalogue(3, 3)
    before = {"t0": Assessment(3, 0, 3, "h3"), "t1": Assessment(3, 0, 3, "h1")}
    after = {key: Assessment(3, 0, 3, "h1") for key in ("t0", "t1", "t2")}

    markup = radar(template, after, uid="r", before=before, key=True)

    # nearer: an arrowhead and the way; the same: nothing; new: a second ring; each once more in the key
    assert [markup.count(f'class="{kind}"') for kind in ("head", "from", "was", "new")] == [2, 1, 1, 2]
    assert [word in markup for word in (">nearer<", ">new<", ">farther<", ">threat<")] == [
        True,
        True,
        False,
        False,
    ]
    assert "relevance 3, both, nearer;" in words(markup)


def test_radar_arrowheads_point_to_the_middle_or_away() -> None:
    template = catalogue(1, 1)
    near, far = ({"t0": Assessment(3, 0, 3, ring)} for ring in ("h0", "h3"))

    def heading(now: dict[str, Assessment], before: dict[str, Assessment]) -> float:
        markup = radar(template, now, uid="r", before=before)
        tip = re.search(r'class="head" d="M\S+ \S+ L\S+ (\S+) L', markup)
        assert tip is not None
        ((_, y, _),) = circles(markup).values()
        return float(tip[1]) - y

    assert heading(near, far) > 5  # downwards, where the middle is
    assert heading(far, near) < -5


def test_issued_radar_draws_a_catalogue_as_it_came() -> None:
    template = catalogue(3, 3)
    first, second, third = template.trends
    trends = (
        first.model_copy(update={"horizon": "h0", "moved": "in"}),
        second.model_copy(update={"horizon": "h3", "moved": "new"}),
        third,
    )

    markup = issued_radar(template.model_copy(update={"trends": trends}), uid="r", title="Our radar")

    assert [markup.count(f'class="{kind}"') for kind in ("head", "new", "mk dk")] == [1, 1, 1]
    assert "In no ring:" in markup
    assert words(markup).endswith(
        "1 Technological change 0, Social, now to 2 years, nearer; "
        "2 Resource scarcity 1, Technological, later, new; 3 Nature of work 2, Economic."
    )
