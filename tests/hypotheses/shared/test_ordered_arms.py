"""Arms in an order, and the steps from one to the next."""

from collections.abc import Callable

import numpy as np
import pytest
import scipy.stats

from bnreport.errors import SpecError
from bnreport.hypotheses import registry
from bnreport.hypotheses.shared.ordered_arms import distinct
from bnreport.results import Results

Make = Callable[..., Results]
VALUES = {"a": [1.0, 1.2, 0.9], "b": [2.1, 2.0, 2.3], "c": [4.0, 4.4, 4.1]}
TREND = {"metric": "drift", "arms": ["x.c", "x.a", "x.b"], "levels": [4.0, 1.0, 2.0], "margin": 1.1, "scale": "ratio"}


@pytest.mark.parametrize(("direction", "sign"), [("increasing", 1), ("decreasing", -1)])
def test_steps_go_from_level_to_level(make_results: Make, direction: str, sign: int) -> None:
    """Whatever the order in the file; each is scipy's one-sample t of log-ratios, turned round for a fall."""
    test = registry.create("trend", **TREND, direction=direction)
    steps = test.steps(test.evidence(make_results("drift", **VALUES)))
    assert [step.effect for step in steps] == ["x.a to x.b", "x.b to x.c"]
    logs = sign * np.log(np.divide(VALUES["b"], VALUES["a"]))
    sure = scipy.stats.ttest_1samp(logs, 0).confidence_interval(0.95)
    assert steps[0].effects == pytest.approx(np.exp(logs))
    assert steps[0].estimate.interval(0.05) == pytest.approx(np.exp(sure))
    assert (steps[0].unit, steps[0].null, steps[0].seeds) == ("ratio", 1, (0, 1, 2))


def test_a_step_without_a_number_has_a_reason(make_results: Make) -> None:
    """Zero has no logarithm, and seeds that differ in nothing no spread; the other step is estimated."""
    test = registry.create("trend", **TREND)
    for values, reason in (([0.0, 2.0, 2.3], "invalid"), ([2.0, 2.4, 1.8], "degenerate")):
        steps = test.steps(test.evidence(make_results("drift", **VALUES | {"b": values})))
        assert (steps[0].estimate, steps[0].reason) == (None, reason)
    assert steps[1].estimate is not None


@pytest.mark.parametrize(
    ("arms", "says"),
    [(["x.a", "x.b", "x.a"], "Got x.a again"), (["x.a", "x.b"], "Got 2. With two arms, claim superiority")],
)
def test_arms_are_distinct_and_enough(arms: list[str], says: str) -> None:
    """An arm twice, or too few, is refused with what to do."""
    with pytest.raises(SpecError, match=rf"^trend: arms: .*{says}\."):
        distinct("trend", arms, 3)
