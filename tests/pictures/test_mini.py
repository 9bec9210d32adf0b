"""Thumbnails and rings: every kind of sheet has one, decoration is hidden, labels make pictures."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from cba_kit.content import Library
from cba_kit.model.assessment import Assessment
from cba_kit.model.canvas import Canvas
from cba_kit.model.trends import Trends
from cba_kit.pictures import mini, mini_canvas, mini_thread, rings

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("key", ["business_model", "swot", "profile", "megatrends", "action_plan"])
def test_mini_every_kind_of_sheet_is_decoration(library: Library, key: str) -> None:
    root = ElementTree.fromstring(mini(library.sheet(key)))

    assert root.get("aria-hidden") == "true"
    assert len(list(root)) > 3


def test_mini_thread_shows_a_whole_thread_and_gaps() -> None:
    root = ElementTree.fromstring(mini_thread())

    assert root.get("aria-hidden") == "true"
    assert [bead.get("class") for bead in root.iter(f"{SVG}circle")] == [
        *["md"] * 7,
        "mr",
        *["md"] * 2,
        *["mr"] * 2,
    ]


def test_mini_canvas_has_a_place_for_every_block_and_marks_one(canvas: Canvas) -> None:
    root = ElementTree.fromstring(mini_canvas(canvas, here="channels", label="You are at <Channels>"))

    classes = [rect.get("class", "") for rect in root.iter(f"{SVG}rect")]
    assert sorted(classes) == ["mb"] * 8 + ["mb on"]
    assert (root.get("role"), root.get("aria-label")) == ("img", "You are at <Channels>")


def test_rings_have_a_dot_for_each_rated_trend(trends: Trends) -> None:
    ratings = {"climate": Assessment(5, 0, 1, "y2"), "health": Assessment(None, 0, 1, "y2")}

    assert rings(trends, ratings).count('class="td"') == 1
    assert rings(trends, ratings) == rings(trends, ratings)
    assert rings(trends, ratings) != rings(trends, {})
    assert rings(None, {}).count("<circle") == 0
