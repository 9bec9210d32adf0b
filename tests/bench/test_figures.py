"""Figures: percentiles, verdicts and the table."""

from __future__ import annotations

import pytest

from tests.bench.figures import Measured, Row, Runs, p95, percentile, shown, table

ROW = Row("a", "page complete", "s", reach=0.4, dream=0.2)


def test_percentile_is_the_nearest_rank() -> None:
    """Of a hundred values, the 95th; of three, the largest; always one that was measured."""
    assert p95([float(value) for value in range(100, 0, -1)]) == 95
    assert p95([1.0, 3.0, 2.0]) == 3
    assert percentile([4.0, 1.0], 0.5) == 1


def test_percentile_of_nothing_is_an_error() -> None:
    """No figure is better than a wrong one."""
    with pytest.raises(ValueError, match="at least one"):
        p95([])


@pytest.mark.parametrize(
    ("values", "verdict"),
    [([0.2], "dream"), ([0.1, 0.3, 0.9], "reach"), ([0.5], "missed"), ([], "not measured")],
)
def test_the_median_decides(values: list[float], verdict: str) -> None:
    """A limit that is just kept is kept; one good repeat does not help."""
    assert Measured(ROW, None, Runs(values)).verdict == verdict


def test_more_is_better_where_the_dream_is_more() -> None:
    """Twice as quick is better than once."""
    row = Row("f", "two workers against one", "×", reach=1.7, dream=1.9)
    found = [Measured(row, None, Runs([value])).verdict for value in (1.95, 1.8, 1.2)]
    assert found == ["dream", "reach", "missed"]


def test_the_table_has_ratio_spread_and_notes() -> None:
    """One line a row, then what has to be known."""
    found = Measured(ROW, Runs([80.0], ["2 of 45 had no answer"]), Runs([0.1, 0.2, 0.4]))
    lines = table([found]).splitlines()
    assert lines[2] == (
        "| a | page complete | 80 s | 0.20 s | 400× | 0.10 s to 0.40 s (3) | 0.40 s | 0.20 s | dream |"
    )
    assert lines[3:] == ["- a, stock: 2 of 45 had no answer"]


def test_figures_are_written_with_the_places_they_deserve() -> None:
    """Nobody reads 83.21 s."""
    assert [shown(83.2, "s"), shown(0.234, "s"), shown(9.87, "ms"), shown(1.1, "×"), shown(None, "s")] == [
        "83 s",
        "0.23 s",
        "9.9 ms",
        "1.10×",
        "–",
    ]
