"""Means of arms, and what they leave out."""

from math import exp, inf, nan

import numpy as np
import pytest
from scipy.stats import ttest_1samp

from bnreport.figures.shared.arm_values import ArmProfile, ArmValues
from tests.figures.conftest import FINE


def test_a_run_without_a_number_leaves_no_mean() -> None:
    """The mean of the others would favour the arm that fails more; a run that there is not is no such run."""
    arm = ArmValues("e.a", (1.0, nan, 3.0), (False, True, False))
    assert np.isnan(arm.mean)
    assert (arm.unread(), arm.runs) == ([(False, True)], 3)
    gone = arm._replace(absent=(False, True, False))
    assert (gone.mean, gone.unread(), gone.runs) == (2.0, [], 2)
    assert arm._replace(values=(1.0, 0.0, -inf)).unread(log=True) == [(True, True), (True, False)]


@pytest.mark.parametrize("log", [False, True])
def test_means_have_students_interval(log: bool) -> None:  # noqa: FBT001
    """As scipy computes it, on the log scale of the logarithms; one seed has none."""
    values = (1.0, 2.0, 4.0)
    back, forth = (np.exp, np.log) if log else (np.array, np.array)
    found = ArmProfile((), "nat", log).mean_of(ArmValues("e.a", values, FINE))
    assert found[0] == pytest.approx(float(back(np.mean(forth(values)))))
    assert found[1] == pytest.approx(back(ttest_1samp(forth(values), 0).confidence_interval(0.95)))
    one, none = ArmProfile((), "nat", log).mean_of(ArmValues("e.a", (2.0,), (False,)))
    assert one == 2
    assert np.isnan(none).all()


def test_the_axis_leaves_the_runs_legible() -> None:
    """Bars lengthen it by no more than the runs' own range, on a logarithmic one by their ratio."""
    two = ArmValues("e.a", (0.0, 10.0), (False, False))
    assert ArmProfile((two,), "nat", log=False).ends == (-10, 20)
    logs = two._replace(values=(1.0, exp(1)))
    assert ArmProfile((logs,), "nat", log=True).ends == pytest.approx((exp(-1), exp(2)))
    flat = two._replace(values=(4.0, 4.0))
    assert ArmProfile((flat,), "nat", log=False).ends == pytest.approx((3.96, 4.04))
