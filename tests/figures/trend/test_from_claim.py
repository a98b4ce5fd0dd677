"""The table holds what the claim was judged by."""

from itertools import pairwise

import numpy as np
import pytest

from bnreport.figures.trend.from_claim import table as trend_of_claim
from tests.figures.conftest import ARMS, LABELS, TABLE, Made


def test_trend_stands_in_order_of_levels(made: Made) -> None:
    """Whatever the order in the study; the means follow the arms."""
    table = trend_of_claim(made("trend", arms=ARMS, levels=[8.0, 1.0, 4.0, 2.0], margin=0.1))
    assert table is not None
    assert table.levels == (1, 2, 4, 8)
    assert [arm.name for arm in table.arms] == [LABELS[ARMS[place]] for place in (1, 3, 2, 0)]
    assert [arm.values for arm in table.arms] == [TABLE[ARMS[place]] for place in (1, 3, 2, 0)]
    assert (table.factor, table.estimand) == ("log", "rise per doubling of the factor, by least squares")


def test_monotone_says_which_step_its_seeds_are_of(made: Made) -> None:
    """The dots beside the estimate are those of the smallest step; its interval is of all of them."""
    table = trend_of_claim(made("monotone", arms=ARMS, margin=0.1))
    assert table is not None
    assert table.levels == ()
    changes = {(a, b): np.array(TABLE[b]) - np.array(TABLE[a]) for a, b in pairwise(ARMS)}
    smallest = min(changes, key=lambda ends: float(changes[ends].mean()))
    assert smallest == (ARMS[2], ARMS[3])
    assert f"by seed that of {LABELS[ARMS[2]]} to {LABELS[ARMS[3]]};" in table.estimand
    assert table.effect.values == pytest.approx(changes[smallest])
