"""Means, slopes and words follow from the runs."""

from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest

from bnreport.figures.scatter.table import ArmPoints, mean_of, slope_of
from tests.figures.scatter.conftest import SCATTER


def test_slopes_are_least_squares_of_runs_with_both_numbers() -> None:
    """As numpy fits them; none where all lie above one another."""
    points = np.array([[1.0, 2.0], [2.0, 1.0], [4.0, 7.0], [nan, 3.0], [5.0, inf]])
    assert slope_of(points) == pytest.approx(np.polyfit(*points[:3].T, 1)[0])
    assert mean_of(points) == pytest.approx((7 / 3, 10 / 3))
    assert np.isnan(slope_of(np.array([[1.0, 2.0], [1.0, 3.0]])))
    assert np.isnan(mean_of(points[3:])).all()


def test_within_arms_each_has_a_slope_and_all_a_common_one() -> None:
    """Over arms it is the means that have one."""
    assert SCATTER.slopes == pytest.approx((0.2, -0.1))
    assert SCATTER.common == pytest.approx(0.05)
    assert "each arm's mean removed" in SCATTER.caption
    assert "n = 3 seeds" in SCATTER.caption
    over = replace(SCATTER, within=False)
    assert over.slopes == ()
    assert over.common == pytest.approx(0.4 / 3)
    assert "n = 2 arms" in over.caption


def test_lost_and_unread_runs_are_counted() -> None:
    """Of three runs one diverged and one has no number, which is in no mean."""
    arm = ArmPoints("e.a", (0, 1, 2), (1.0, 2.0, 3.0), (0.2, 0.1, nan), (False, True, False))
    table = replace(SCATTER, arms=(arm, SCATTER.arms[1]), turned=True)
    assert "diverged (1)" in table.caption
    assert "without a number (1)" in table.caption
    assert "diverged" not in SCATTER.caption
    assert table.means[0] == pytest.approx((1.5, 0.15))
    assert "minus the correlation within 2 arms" in table.alt
    assert "e.a 1.5 nat and 15.0 % (over 2 of 3 runs); e.b 5 nat and 80.0 %" in table.alt


def test_a_lost_run_without_a_number_counts_as_nothing() -> None:
    """The caption tells no cross inside the panel, nor a value that it counts as, of a run that has none."""
    arm = ArmPoints("e.a", (0, 1, 2), (1.0, 2.0, nan), (0.2, 0.1, nan), (False, False, True))
    table = replace(SCATTER, arms=(arm, SCATTER.arms[1]))
    assert "that it counts as" not in table.caption
    assert "without a number (1)" in table.caption
