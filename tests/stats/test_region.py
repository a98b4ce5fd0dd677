"""Claim regions."""

from math import inf

import pytest

from bnreport.stats.region import NO_INTERVAL, Interval, Region


def test_region_is_open() -> None:
    """An interval that touches the margin is neither inside nor outside."""
    region = Region(low=0.02)
    assert not region.holds(Interval(0.02, 0.05))
    assert not region.excludes(Interval(-0.05, 0.02))


@pytest.mark.parametrize(
    ("interval", "holds", "excludes"),
    [((-0.5, 0.5), True, False), ((0.5, 1.5), False, False), ((1.5, 2.0), False, True), ((-3.0, -2.0), False, True)],
)
def test_inside_outside_or_neither(interval: tuple[float, float], holds: bool, excludes: bool) -> None:  # noqa: FBT001
    """Wholly between the bounds, across one, and wholly beyond either."""
    region = Region(-1, 1)
    assert (region.holds(Interval(*interval)), region.excludes(Interval(*interval))) == (holds, excludes)


def test_no_interval_is_nowhere() -> None:
    """It neither supports nor refutes."""
    assert not Region().holds(NO_INTERVAL)
    assert not Region(low=0).excludes(NO_INTERVAL)


def test_an_open_interval_lies_in_an_open_region() -> None:
    """At least 2, however much, is more than 1; at least 0.5 is not known to be."""
    assert Region(low=1).holds(Interval(2, inf))
    assert not Region(low=1).holds(Interval(0.5, inf))
    assert not Region(low=1, high=9).holds(Interval(2, inf))
    assert not Region(low=1).excludes(Interval(0.5, inf))
