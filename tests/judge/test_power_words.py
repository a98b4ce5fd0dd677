"""The words for a standard deviation, its source, and the seeds that a margin needs."""

from dataclasses import replace

import pytest

from bnreport.formatting import NOTHING
from bnreport.judge.power import Power, Spread
from bnreport.judge.power_words import say_sd, say_seeds_needed, say_source

POWER = Power("it", 0.05, 1, 5, "fraction", 0.02, Spread(0.01, "declared"), 0.03, 0.03)


@pytest.mark.parametrize(("sd", "unit", "said"), [(0.0123, "fraction", "1.23 pp"), (0.3456, "ratio", "0.346 (log)")])
def test_an_sd_has_the_unit_of_its_effect(sd: float, unit: str, said: str) -> None:
    """Of ratios it is that of their logarithms, and no ratio."""
    assert say_sd(Spread(sd, "declared"), unit) == said


def test_an_sd_says_where_it_is_from() -> None:
    """The study's file, or so many seeds."""
    assert say_source(Spread(1.0, "declared")) == "declared"
    assert say_source(Spread(1.0, "measured", 7)) == "measured on 7 seeds"


def test_seeds_needed_may_be_too_many_or_unknown() -> None:
    """A margin of nothing is never resolved, and no number of seeds is named."""
    assert say_seeds_needed(replace(POWER, seeds=9)) == "9"
    assert say_seeds_needed(POWER) == "more than 1,000"
    assert say_seeds_needed(replace(POWER, margin=0.0)) == NOTHING
