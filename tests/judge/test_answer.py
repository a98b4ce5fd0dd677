"""The rule itself: where an interval lies as seen from the region in which the claim is true."""

from math import inf, nan

import pytest

from bnreport.judge.answer import Answer, decide
from bnreport.stats.region import Interval, Region


@pytest.mark.parametrize(
    ("low", "high", "region", "answer"),
    [
        (0.03, 0.05, Region(low=0.02), "supported"),
        (0.02, 0.05, Region(low=0.02), "inconclusive"),
        (-0.01, 0.02, Region(low=0.02), "inconclusive"),
        (-0.01, 0.01, Region(low=0.02), "refuted"),
        (-0.01, 0.01, Region(-0.02, 0.02), "supported"),
        (-0.03, 0.03, Region(-0.02, 0.02), "inconclusive"),
        (0.03, inf, Region(-0.02, 0.02), "refuted"),
        (-0.05, -0.03, Region(-0.02, 0.02), "refuted"),
        (nan, nan, Region(low=0.02), "inconclusive"),
    ],
)
def test_the_place_of_the_interval_decides(low: float, high: float, region: Region, answer: Answer) -> None:
    """Wholly inside supports, wholly outside refutes; an end on the bound, or no number, does neither."""
    assert decide(Interval(low, high), region) == answer
