"""The histogram: counts, don't know apart, the middle half shaded, and nothing at all under five ratings."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from cba_kit.pictures import Votes, histogram, histogram_table
from tests.pictures.reading import SVG, words
from tests.pictures.samples import VOTES

MIXED, DIVIDED, AGREED, FEW = VOTES


def rectangles(markup: str, kind: str) -> list[tuple[float, float, float, float]]:
    root = ElementTree.fromstring(markup)
    found = [rect for rect in root.iter(f"{SVG}rect") if rect.get("class") == kind]
    x, y, wide, high = (
        [float(rect.get(name, "")) for rect in found] for name in ("x", "y", "width", "height")
    )
    return list(zip(x, y, wide, high, strict=True))


def texts(markup: str) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(markup).iter(f"{SVG}text")]


def test_histogram_bars_are_as_high_as_their_counts() -> None:
    bars = rectangles(histogram(DIVIDED, uid="h"), "bar")

    heights = [high for *_, high in bars]
    assert [high / heights[3] for high in heights] == pytest.approx([3 / 9, 6 / 9, 3 / 9, 1, 8 / 9], abs=0.01)


def test_histogram_dont_know_stands_apart() -> None:
    markup = histogram(DIVIDED, uid="h")

    (unknown,) = rectangles(markup, "dunno")
    bars = rectangles(markup, "bar")
    gap = bars[1][0] - bars[0][0]
    assert unknown[0] - bars[-1][0] > gap * 1.3
    assert texts(markup)[-1] == "?"


def test_histogram_shades_the_middle_half() -> None:
    markup = histogram(AGREED, uid="h")

    ((left, _, wide, _),) = rectangles(markup, "half")
    bars = rectangles(markup, "bar")
    assert left < bars[3][0]
    assert left + wide > bars[4][0] + bars[4][2]
    assert left > bars[2][0] + bars[2][2]


def test_histogram_divided_has_a_double_rule_and_the_word() -> None:
    assert histogram(DIVIDED, uid="h").count('class="rule divided"') == 2
    assert "divided" in texts(histogram(DIVIDED, uid="h"))
    assert 'class="rule divided"' not in histogram(AGREED, uid="h")


@pytest.mark.parametrize("votes", [MIXED, DIVIDED, AGREED])
def test_histogram_always_prints_how_many_rated(votes: Votes) -> None:
    assert f"n = {votes.raters}" in texts(histogram(votes, uid="h"))


def test_histogram_under_five_ratings_shows_no_figure() -> None:
    markup = histogram(replace(FEW, verdict="agree", middle=(1, 2)), uid="h")

    assert texts(markup) == ["4 Water", "fewer than 5"]
    assert words(markup) == "Fewer than 5 ratings, so no figures."
    assert rectangles(markup, "bar") + rectangles(markup, "dunno") + rectangles(markup, "half") == []
    (row,) = histogram_table([FEW]).records()
    assert {key for key, value in row.items() if value is not None} == {"number", "name", "verdict"}


def test_histogram_says_in_words_what_it_shows() -> None:
    assert words(histogram(DIVIDED, uid="h")) == (
        "1: 3, 2: 6, 3: 3, 4: 9, 5: 8; Don’t know: 2; n = 29; median 4; middle half from 2 to 5; divided."
    )


def test_histograms_with_a_common_height_can_be_compared() -> None:
    low, high = (rectangles(histogram(votes, uid="h", most=19), "bar") for votes in (DIVIDED, AGREED))

    assert low[3][3] < high[4][3] / 2 + 1


def test_histogram_scales_may_begin_below_zero() -> None:
    markup = histogram(Votes(1, "Direction", (1, 2, 3, 2, 1), low=-2), uid="h")

    assert "-2" in texts(markup)


def test_histogram_table_has_a_column_for_each_step() -> None:
    found = histogram_table(VOTES)

    assert [column.title for column in found.columns][2:9] == ["1", "2", "3", "4", "5", "?", "n"]
    assert found.printed()[1][2:] == [*"36398", "2", "29", "4", "2", "5", "59% high", "divided"]
