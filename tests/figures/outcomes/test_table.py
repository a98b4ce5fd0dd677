"""Captions and alt texts say what the table holds."""

from dataclasses import replace
from math import nan

from bnreport.figures.outcomes.draw import panels as draw_outcomes
from bnreport.stats.region import Interval
from tests.figures.conftest import axes_of
from tests.figures.outcomes.conftest import OUTCOMES


def test_outcomes_speak_for_themselves() -> None:
    """The difference with Newcombe's interval in words, n, and what does not count."""
    assert "Their difference is +60.00 pp, Newcombe's 95 % interval [+10.00, +90.00] pp." in OUTCOMES.caption
    assert "(19 runs in all)" in OUTCOMES.caption
    assert "Not counted: 1 that finished without a number." in OUTCOMES.caption
    assert "e.c: 4 of 4 (100.0 %), 95 % interval 51.0 % to 100.0 %" in OUTCOMES.alt
    assert "e.b: 2 of 5 (40.0 %, 3 diverged)" in OUTCOMES.alt
    assert "Shares of the 2 other arms: 0.0 % to 80.0 %." in OUTCOMES.alt
    unknown = replace(OUTCOMES, compared=("e.c", "e.gone"), difference=nan, newcombe=Interval(nan, nan))
    assert "Their difference is not known." in unknown.caption
    assert "e.gone: no run" in unknown.alt
    assert len(axes_of(draw_outcomes, unknown)[1].patches) == 1
