"""Captions and alt texts say what the table holds."""

from tests.figures.ridgelines.conftest import RIDGES


def test_ridges_say_how_many_seeds_and_how_wide() -> None:
    """How many are pooled, and where each arm ends up."""
    assert "3 seeds of an arm pooled" in RIDGES.caption
    assert "e.a, layer 5, step 9: \N{MINUS SIGN}2 nat to 0.5 nat" in RIDGES.alt
    assert [row[2] for row in RIDGES.shown().rows] == [0, 9, 0, 9]
