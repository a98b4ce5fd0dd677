"""Captions and alt texts say what the table holds."""

from dataclasses import replace

from tests.figures.shared.conftest import CROSSED


def test_interaction_says_what_bars_and_signs_are() -> None:
    """The caption: n, the interval, the contrast with its signs, and that it is turned round where it is."""
    said = CROSSED.caption
    assert "(n = 3 seeds)" in said
    assert "bars: its pointwise 95 % t interval" in said
    assert "(e.a \N{MINUS SIGN} e.b) \N{MINUS SIGN} (f.a \N{MINUS SIGN} f.b): effect" in said
    assert "turned round" not in said
    assert "turned round, as lower is better" in replace(CROSSED, turned=True).caption
    assert "here e.a 2 nat, e.b 7 nat; elsewhere f.a 12 nat, f.b 17 nat." in CROSSED.alt
