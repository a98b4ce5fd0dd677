"""Captions and alt texts say what the table holds."""

from dataclasses import replace

from tests.figures.shared.conftest import LADDER


def test_trend_says_that_a_fall_is_turned_round() -> None:
    """Only for a claim that the metric falls."""
    assert "turned round" not in LADDER.caption
    assert "a fall is positive" in replace(LADDER, turned=True).caption
    assert "a fall is above 1" in replace(LADDER, turned=True, log=True).caption
    assert "at 1 e.a 2 nat; at 4 e.b 7 nat; at 8 f.a 12 nat" in LADDER.alt
