"""Effects of any unit lie on one axis by their margins."""

from math import inf, log, nan

import pytest

from bnreport.figures.shared.margins import MarginRow, margin, reach_of, say_brief
from bnreport.stats.region import NO_INTERVAL, Interval, Region


@pytest.mark.parametrize(
    ("region", "interval", "unit", "length"),
    [
        (Region(low=0.02), NO_INTERVAL, "fraction", 0.02),
        (Region(-0.5, 0.4), NO_INTERVAL, "nat", 0.5),
        (Region(high=1 / 1.5), NO_INTERVAL, "ratio", log(1.5)),
        (Region(low=0.0), Interval(-0.1, 0.5), "nat", 0.3),
        (Region(low=1.0), Interval(1.0, 4.0), "ratio", log(2)),
        (Region(low=0.0), Interval(0.2, inf), "nat", 1.0),
        (Region(low=0.0), NO_INTERVAL, "nat", 1.0),
    ],
)
def test_a_margin_is_the_larger_bound(region: Region, interval: Interval, unit: str, length: float) -> None:
    """Of a ratio its logarithm; where the bound is no difference, half the interval; where nothing is finite, 1."""
    assert margin(region, interval, unit) == pytest.approx(length)


def test_places_are_in_margins() -> None:
    """Ratios by logarithms, so that no difference is 0 and a ratio of 0 lies beyond every axis."""
    row = MarginRow("", "supported", "ratio", log(2), 4.0, Interval(0.0, 8.0), Region(low=2.0))
    assert row.at(row.estimate) == pytest.approx(2)
    assert row.span(row.interval) == pytest.approx((-inf, 3))
    assert row.span(row.region) == pytest.approx((1, inf))
    assert row.at(0.0) == -inf
    assert reach_of([-3.0, 2.0, nan, inf]) == 3
    assert reach_of([nan]) == 2
    assert reach_of([5e6]) == 1000


def test_a_number_has_its_unit() -> None:
    """Once, however long it is."""
    assert say_brief(0.05, Interval(0.03, 0.07), "fraction") == "+5.00 [+3.00, +7.00] pp"
    assert say_brief(0.05, Interval(0.03, 0.07), "gradients").endswith("] gradients")
