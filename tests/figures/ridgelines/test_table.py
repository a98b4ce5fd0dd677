"""Captions and alt texts say what the table holds."""

from tests.figures.ridgelines.conftest import RIDGES


def test_ridges_say_which_seed_and_how_wide() -> None:
    """One seed is no sample: the words say so."""
    assert "seed 3 alone (n = 1)" in RIDGES.caption
    assert "layer 5, e.a, step 9: \N{MINUS SIGN}2 nat to 0.5 nat" in RIDGES.alt
    assert [row[2] for row in RIDGES.shown().rows] == [0, 9, 0, 9]
