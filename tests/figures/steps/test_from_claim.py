"""The table holds what the claim was judged by."""

from typing import Any

import numpy as np
import pytest
import scipy.stats

from bnreport.figures.steps.from_claim import table as steps_of_claim
from bnreport.figures.trend.from_claim import table as trend_of_claim
from tests.figures.conftest import ARMS, LABELS, TABLE, Made


@pytest.mark.parametrize("kind", ["trend", "monotone"])
@pytest.mark.parametrize("direction", ["increasing", "decreasing"])
@pytest.mark.parametrize("scale", ["raw", "ratio"])
def test_steps_are_paired_t(made: Made, kind: str, direction: str, scale: str) -> None:
    """Estimate, 95 % interval and seeds of each step are scipy's of paired differences, turned round for a fall."""
    more = {"levels": [1.0, 2.0, 4.0, 8.0]} if kind == "trend" else {}
    margin = 0.1 if scale == "raw" else 1.1
    claim = made(kind, arms=ARMS, margin=margin, direction=direction, scale=scale, **more)
    table = steps_of_claim(claim)
    assert table is not None
    assert table.turned == (direction == "decreasing")
    assert table.unit == ("ratio" if scale == "ratio" else "1")
    assert table.region == (claim.verdict.region if kind == "monotone" else None)
    back, forth = (np.exp, np.log) if scale == "ratio" else (np.array, np.array)
    for place, step in enumerate(table.steps):
        one, two = (forth(np.array(TABLE[arm])) for arm in ARMS[place : place + 2])
        change = (two - one) * (-1 if table.turned else 1)
        sure = scipy.stats.ttest_1samp(change, 0).confidence_interval(0.95)
        assert [step.before, step.after] == [LABELS[arm] for arm in ARMS[place : place + 2]]
        assert step.values == pytest.approx(back(change))
        assert step.estimate == pytest.approx(float(back(change.mean())))
        assert step.interval == pytest.approx([float(back(end)) for end in sure])


def test_diverged_runs_are_crossed_in_both_steps(made: Made) -> None:
    """With a failure value it counts in both neighbours' steps; without one those have no estimate."""
    values = {**TABLE, ARMS[1]: (2.1, None, 2.3, 2.2)}
    for metric in ("loss", "drift"):
        claim = made("trend", values, metric=metric, arms=ARMS, levels=[1.0, 2.0, 4.0, 8.0], margin=0.1)
        table = steps_of_claim(claim)
        assert table is not None
        assert [step.diverged[1] for step in table.steps] == [True, True, False]
        assert [np.isnan(step.estimate) for step in table.steps] == [metric == "drift"] * 2 + [False]
        if metric == "loss":
            assert table.steps[0].values[1] == pytest.approx(2.3 - 1.2)


def test_a_step_that_does_not_vary_has_no_interval(made: Made) -> None:
    """It keeps its value, in both kinds."""
    values = {**TABLE, ARMS[1]: tuple(value + 1 for value in TABLE[ARMS[0]])}
    for kind, more in (("trend", {"levels": [1.0, 2.0, 4.0, 8.0]}), ("monotone", {})):
        table = steps_of_claim(made(kind, values, arms=ARMS, margin=0.1, **more))
        assert table is not None
        assert table.steps[0].estimate == pytest.approx(1)
        assert np.isnan(table.steps[0].interval).all()
        assert np.isfinite(table.steps[1].interval).all()


def test_values_beyond_the_log_scale_leave_no_step(made: Made) -> None:
    """Zero has no logarithm: its steps have no estimate, and nothing crashes."""
    values = {**TABLE, ARMS[1]: (0.0, 2.0, 2.3, 2.2)}
    table = steps_of_claim(made("trend", values, arms=ARMS, levels=[1.0, 2.0, 4.0, 8.0], margin=1.1, scale="ratio"))
    assert table is not None
    assert [np.isnan(step.estimate) for step in table.steps] == [True, True, False]
    assert table.steps[2].values[0] == pytest.approx(5.1 / 4.0)


@pytest.mark.parametrize(("kind", "more"), [("trend", {"levels": [1.0, 2.0, 4.0, 8.0]}), ("monotone", {})])
def test_one_seed_is_drawn_without_steps(made: Made, kind: str, more: dict[str, Any]) -> None:
    """Its line is drawn and nothing is claimed of it; a forest of steps without any interval would be none."""
    claim = made(kind, {arm: held[:1] for arm, held in TABLE.items()}, arms=ARMS, margin=0.1, **more)
    table = trend_of_claim(claim)
    assert table is not None
    assert [arm.values for arm in table.arms] == [TABLE[arm][:1] for arm in ARMS]
    assert steps_of_claim(claim) is None
