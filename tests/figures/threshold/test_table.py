"""Captions and alt texts say what the table holds."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import CensoredData, ecdf

from bnreport.figures.threshold.table import ArmTimes
from tests.figures.threshold.conftest import THRESHOLD


def test_threshold_says_who_got_there() -> None:
    """Counts and times in the alt text; the time at the budget itself is not a failure."""
    assert "e.a: 3 of 3, after 5 to 10 steps, median 5; e.b: 1 of 3, after 10 to 10 steps, median 10." in THRESHOLD.alt
    late = THRESHOLD.arms[0]._replace(steps=(12.0, 12.0, 12.0))
    assert "e.a: 3 of 3" in replace(THRESHOLD, arms=(late,)).alt
    steps, shares = late.waiting
    assert (steps.tolist(), shares.tolist()) == ([0, 12], [1, 0])
    steps, shares = late._replace(censored=(True, True, True)).waiting
    assert shares.tolist() == [1, 1]
    assert [row[:2] for row in THRESHOLD.shown().rows][3:] == [("e.b", 0), ("e.b", 1), ("e.b", 2)]
    assert [row[3] for row in THRESHOLD.shown().rows] == ["yes"] * 4 + ["no", "diverged"]


def test_arms_of_two_experiments_keep_their_names() -> None:
    """`vgg.bn` and `resnet.bn` are not both called bn."""
    arms = tuple(arm._replace(name=name) for arm, name in zip(THRESHOLD.arms, ("vgg.bn", "resnet.bn"), strict=True))
    alt = replace(THRESHOLD, arms=arms).alt
    assert "vgg.bn: 3 of 3" in alt
    assert "resnet.bn: 1 of 3" in alt


@pytest.mark.parametrize("seed", range(5))
def test_waiting_is_scipys_kaplan_meier(seed: int) -> None:
    """Ties, and runs censored at the budget or before it, against an oracle."""
    rng = np.random.default_rng(seed)
    steps, late = rng.integers(1, 8, 12).astype(float), rng.random(12) < 0.4
    arm = ArmTimes("e.a", tuple(range(12)), tuple(steps), tuple(late.tolist()), (False,) * 12)
    expected = ecdf(CensoredData.right_censored(steps, late)).sf
    at, share = arm.waiting
    assert at[1:].tolist() == expected.quantiles.tolist()
    np.testing.assert_allclose(share[1:], expected.probabilities)
    assert (at[0], share[0]) == (0, 1)
