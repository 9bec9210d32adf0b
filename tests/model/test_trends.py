"""Trends: templates that fit together."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from cba_kit.model.trends import Trends

from .sheets import TRENDS


def test_trends_and_scales_are_found_by_key() -> None:
    """An unknown key is None."""
    assert TRENDS.trend("health") == TRENDS.trends[1]
    assert TRENDS.scale("direction") == TRENDS.scales[1]
    assert (TRENDS.trend("space"), TRENDS.scale("certainty")) == (None, None)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"sector": "marine"}, "trend 2: the sector “marine” does not exist"),
        ({"key": "climate"}, "each trend needs a key of its own; used twice: “climate”"),
    ],
)
def test_trends_that_do_not_fit_together_are_refused(changed: dict[str, str], words: str) -> None:
    """The number on the radar tells which one."""
    whole = TRENDS.model_dump()
    whole["trends"] = [whole["trends"][0], whole["trends"][1] | changed]
    with pytest.raises(ValidationError, match=words):
        Trends.model_validate(whole)


def hierarchy(*trends: tuple[str, str | None, str], **more: object) -> Trends:
    """The sheet with trends of these keys, levels and parents."""
    rows = [
        TRENDS.trends[0].model_dump() | {"key": key, "number": number, "level": level, "parent": parent}
        for number, (key, level, parent) in enumerate(trends, start=1)
    ]
    return Trends.model_validate(TRENDS.model_dump() | {"trends": rows} | more)


def test_a_trend_may_stand_below_a_wider_one() -> None:
    """In any order, a level may be left out, and trends without levels may stand beside."""
    found = hierarchy(
        ("c", "micro", "b"), ("a", "mega", ""), ("b", "macro", "a"), ("d", "micro", "a"), ("e", None, "")
    )
    assert [(trend.key, trend.level, trend.parent) for trend in found.trends] == [
        ("c", "micro", "b"),
        ("a", "mega", ""),
        ("b", "macro", "a"),
        ("d", "micro", "a"),
        ("e", None, ""),
    ]


@pytest.mark.parametrize(
    ("trends", "words"),
    [
        ([("a", "macro", "b")], "trend 1: the parent “b” does not exist"),
        ([("a", "macro", "a")], "trend 1: the parent of a macro trend is wider; “a” is macro"),
        ([("a", "macro", "b"), ("b", "macro", "a")], "the parent of a macro trend is wider"),
        (
            [("a", "mega", "b"), ("b", "macro", "a")],
            "trend 1: the parent of a mega trend is wider; “b” is macro",
        ),
        (
            [("a", "mega", ""), ("b", None, "a")],
            "trend 2: a trend with a parent, and the parent, need a level",
        ),
        (
            [("a", None, ""), ("b", "micro", "a")],
            "trend 2: a trend with a parent, and the parent, need a level",
        ),
    ],
)
def test_a_parent_is_wider_so_that_nothing_goes_in_a_circle(
    trends: list[tuple[str, str | None, str]], words: str
) -> None:
    """Mega above macro above micro."""
    with pytest.raises(ValidationError, match=words):
        hierarchy(*trends)


def test_a_key_that_left_is_not_here() -> None:
    """A trend is in the catalogue or gone, not both."""
    assert hierarchy(("a", None, ""), gone={"b": "B"}).gone == {"b": "B"}
    with pytest.raises(ValidationError, match="gone names a trend that is here: “a”"):
        hierarchy(("a", None, ""), gone={"a": "A"})


def test_sizes_of_a_catalogue() -> None:
    """Two thousand trends in one to 24 sectors and two to twelve rings."""
    trend, sector, horizon = TRENDS.trends[0], TRENDS.sectors[0], TRENDS.horizons[0]

    def of(trends: int, sectors: int, horizons: int) -> Trends:
        return Trends.model_validate(
            TRENDS.model_dump()
            | {
                "trends": [trend.model_copy(update={"key": f"t{n}", "sector": "s0"}) for n in range(trends)],
                "sectors": [sector.model_copy(update={"key": f"s{n}"}) for n in range(sectors)],
                "horizons": [horizon.model_copy(update={"key": f"h{n}"}) for n in range(horizons)],
            }
        )

    assert [len(of(1, 1, 2).trends), len(of(2000, 24, 12).trends)] == [1, 2000]
    for wrong in ((0, 1, 2), (2001, 1, 2), (1, 0, 2), (1, 25, 2), (1, 1, 1), (1, 1, 13)):
        with pytest.raises(ValidationError, match=r"at least|at most"):
            of(*wrong)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"horizons": [TRENDS.horizons[0]] * 2}, "each horizon needs a key of its own; used twice: “y2”"),
        ({"sectors": [TRENDS.sectors[0]] * 2}, "each sector needs a key of its own; used twice: “social”"),
        (
            {"trends": [TRENDS.trends[0].model_copy(update={"horizon": "y9"})]},
            "trend 1: the horizon “y9” does not exist",
        ),
    ],
)
def test_sectors_and_horizons_fit_together(changed: dict[str, object], words: str) -> None:
    """Each has a key of its own, and the catalogue's ring is one of them."""
    with pytest.raises(ValidationError, match=words):
        Trends.model_validate(TRENDS.model_dump() | changed)
