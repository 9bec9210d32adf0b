"""The service portfolio: height is cover and nothing else, area is users, what is not known stands apart."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cba_kit.pictures import Service, portfolio, portfolio_table
from tests.pictures.reading import circles, words
from tests.pictures.samples import PHASES, SERVICES

services = st.lists(
    st.tuples(st.integers(0, 3), st.floats(0, 400), st.none() | st.integers(0, 500)), max_size=18
).map(lambda found: [Service(i, f"Service {i}", *row) for i, row in enumerate(found)])


def test_portfolio_height_is_cover() -> None:
    found = circles(portfolio(SERVICES, PHASES, uid="p"))

    assert found["1"][1] == found["6"][1]  # 85 % both, side by side
    order = sorted((s for s in SERVICES if s.cover is not None), key=lambda s: s.cover or 0)
    assert [found[str(s.number)][1] for s in order] == sorted(
        (found[str(s.number)][1] for s in order), reverse=True
    )


def test_portfolio_area_is_users() -> None:
    found = circles(portfolio(SERVICES, PHASES, uid="p"))

    assert (found["4"][2] / found["1"][2]) ** 2 == pytest.approx(120 / 40, rel=0.02)


@settings(deadline=None, max_examples=50)
@given(services)
def test_portfolio_circles_never_overlap(found: list[Service]) -> None:
    placed = list(circles(portfolio(found, PHASES, uid="p")).values())

    assert len(placed) == len(found)
    for i, (x, y, r) in enumerate(placed):
        for x2, y2, r2 in placed[i + 1 :]:
            assert math.dist((x, y), (x2, y2)) > r + r2 - 0.3


def test_portfolio_unknown_cover_stands_in_the_tray() -> None:
    markup = portfolio(SERVICES, PHASES, uid="p")

    assert "Cost not known:" in markup
    found = circles(markup)
    assert found["8"][1] > max(y for number, (_, y, _) in found.items() if number != "8")


def test_portfolio_says_in_words_what_it_shows() -> None:
    assert words(portfolio(SERVICES[6:7], PHASES, uid="p")).endswith(
        "7 Grant writing: Mature, Cost covered, % 130, users ?."
    )
    assert words(portfolio([], PHASES, uid="p")).endswith("No service is written yet.")


def test_portfolio_table_has_every_service() -> None:
    assert portfolio_table(SERVICES, PHASES).printed()[7] == ["8", "Job board", "New", "", "4"]


def test_portfolio_names_a_phase_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="service 1 is in phase 4; there are 4 phases"):
        portfolio([Service(1, "Fair", 4, 50)], PHASES, uid="p")
