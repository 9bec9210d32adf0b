"""Catalogues: levels from any hierarchy, or the fault that keeps it from being one."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cba_kit.model.catalogue import Listed, told_apart, with_levels
from cba_kit.model.trends import LEVELS, Level


@st.composite
def hierarchies(draw: st.DrawFn) -> list[Listed]:
    """Up to eight trends that name each other, themselves or nobody as their parent."""
    names = [f"T{n}" for n in range(draw(st.integers(1, 8)))]
    levels = st.sampled_from([None, None, *LEVELS])
    parents = st.sampled_from(["", "", *names])
    return [Listed(row, name, parent=draw(parents), level=draw(levels)) for row, name in enumerate(names, 2)]


@settings(deadline=None, max_examples=300)
@given(hierarchies())
def test_levels_are_in_order_or_a_fault_says_why(listed: list[Listed]) -> None:
    """What was said stays, what was not said fits; in a circle nothing does."""
    found, parents, faults = with_levels(listed, listed)
    assert [trend.name for trend in found] == [trend.name for trend in listed]
    if faults:
        assert {fault.column for fault in faults} == {"parent"}
        return
    for before, trend, parent in zip(listed, found, parents, strict=True):
        assert before.level in (None, trend.level)
        assert (parent is None) == (before.parent == "")
        if parent is not None:
            above = found[parent]
            assert above.name == before.parent
            assert above.level is not None
            assert trend.level is not None
            assert LEVELS.index(above.level) < LEVELS.index(trend.level)


def levels(*trends: tuple[str, str, Level | None]) -> list[Level | None] | list[str]:
    """The levels of trends with a name, a parent and a level, or the faults."""
    listed = [
        Listed(row, name, parent=parent, level=level) for row, (name, parent, level) in enumerate(trends, 2)
    ]
    found, _, faults = with_levels(listed, listed)
    return [fault.what for fault in faults] or [trend.level for trend in found]


def test_levels_follow_from_the_place_in_the_hierarchy() -> None:
    """From the top down; a trend that stands alone has none."""
    assert levels(("a", "", None), ("b", "a", None), ("c", "B", None), ("d", "", None)) == [
        "mega",
        "macro",
        "micro",
        None,
    ]
    assert levels(("a", "", "macro"), ("b", "a", None)) == ["macro", "micro"]


def test_more_than_three_levels_are_a_fault() -> None:
    """There is nothing below micro."""
    told = levels(("a", "", None), ("b", "a", None), ("c", "b", None), ("d", "c", None))
    assert told == ["“d” (micro) cannot be a part of “c” (micro)."]


def test_a_circle_is_told_with_its_members() -> None:
    """For each of them, not for those that only lead to it."""
    assert levels(("a", "b", None), ("b", "a", None), ("c", "a", None)) == [
        "a › b › a: a trend is a part of itself.",
        "b › a › b: a trend is a part of itself.",
    ]


def test_a_parent_of_a_common_name_is_named_with_its_sector() -> None:
    """The bare name could be either."""
    listed = [
        Listed(2, "Edge", sector="x"),
        Listed(3, "Edge", sector="y"),
        Listed(4, "Sub", sector="x", parent="edge (Y)"),
    ]
    told, faults, twice = told_apart(listed)
    assert (faults, twice) == ([], ["Edge"])
    assert with_levels(told, listed)[1] == [None, None, 1]
    bare = [*listed[:2], Listed(4, "Sub", sector="x", parent="Edge")]
    (fault,) = with_levels(told_apart(bare)[0], bare)[2]
    assert (fault.row, fault.what) == (4, "Several trends are called “Edge”.")


def test_a_name_that_looks_like_one_with_its_sector() -> None:
    """Two trends would have one name."""
    listed = [Listed(2, "Edge", sector="x"), Listed(3, "Edge", sector="y"), Listed(4, "Edge (x)", sector="z")]
    _, (fault,), _ = told_apart(listed, unit="entry")
    assert (fault.row, fault.what) == (4, "“Edge (x)” and the trend of entry 2 cannot be told apart.")
