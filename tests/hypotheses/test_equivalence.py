"""Two arms within a margin of each other."""

from collections.abc import Callable
from operator import neg

import numpy as np
import pytest
from statsmodels.stats.weightstats import ttost_paired

from bnreport.hypotheses import registry
from bnreport.results import Results
from bnreport.stats.estimate import p_support
from tests.golden.mirrors import swapped
from tests.simulations.draws import FAR, Scenario, claim, normal

Make = Callable[..., Results]
OPTIONS = {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.02}

EXAMPLE = {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.01}
GOLDEN = {
    "supported": (0.005, {"metric": "accuracy", "arm": "net.layernorm", "versus": "net.standard", "margin": 0.02}),
    "refuted": (0.2, {"metric": "accuracy", "arm": "net.batchnorm", "versus": "net.standard", "margin": 0.02}),
    "inconclusive": (0.02, {"metric": "accuracy", "arm": "net.noisy", "versus": "net.standard", "margin": 0.02}),
}
SAYS = {
    "supported": "accuracy is 0.5 points higher with layernorm than with standard (0.25 to 0.75)",
    "refuted": "accuracy is 20 points higher with batchnorm than with standard (19 to 21)",
    "inconclusive": "accuracy is 2 points higher with noisy than with standard (7.3 points lower to 11 points higher)",
}
MIRROR = (swapped, neg)
SCENARIOS = {"equivalence": Scenario([claim("equivalence", margin=FAR)], normal(a=FAR, b=0))}


def test_regions() -> None:
    """The margin on both sides; on the ratio scale its reciprocal below 1."""
    assert registry.create("equivalence", **OPTIONS).region == (-0.02, 0.02)
    assert registry.create("equivalence", **OPTIONS | {"margin": 1.25, "scale": "ratio"}).region == (0.8, 1.25)


def test_agrees_with_statsmodels(make_results: Make) -> None:
    """Its p of support is the larger of two one-sided paired t tests."""
    a, b = [0.91, 0.93, 0.92, 0.95, 0.91], [0.905, 0.925, 0.93, 0.945, 0.915]
    test = registry.create("equivalence", **OPTIONS)
    p = p_support(test.evidence(make_results(a=a, b=b)).estimate, test.region)
    assert p == pytest.approx(ttost_paired(np.array(a), np.array(b), -0.02, 0.02)[0])


def test_swapping_arms_changes_nothing(make_results: Make) -> None:
    """Equivalence has no direction: interval and region are mirrored together."""
    results = make_results(a=[0.91, 0.93, 0.92], b=[0.905, 0.925, 0.93])
    one = registry.create("equivalence", **OPTIONS).evidence(results).estimate.interval(0.05)
    two = registry.create("equivalence", **OPTIONS | {"arm": "x.b", "versus": "x.a"}).evidence(results)
    low, high = two.estimate.interval(0.05)
    assert one == pytest.approx((-high, -low))


@pytest.mark.parametrize("n", [3, 5, 10])
def test_false_verdicts_at_the_margin(make_results: Make, n: int) -> None:
    """At a margin: at most 2.5 % false support, and 2.5 % false refutation, within 4 standard errors."""
    studies = 2000
    test = registry.create("equivalence", **OPTIONS | {"margin": 0.1})
    rng = np.random.default_rng(n)
    b = rng.normal(0.8, 0.02, (studies, n))
    a = b + 0.1 + rng.normal(0, 0.01, (studies, n))
    intervals = [test.evidence(make_results(a=x, b=y)).estimate.interval(0.05) for x, y in zip(a, b, strict=True)]
    tolerance = 4 * (0.025 * 0.975 / studies) ** 0.5
    assert np.mean([test.region.holds(i) for i in intervals]) < 0.025 + tolerance
    assert np.mean([test.region.excludes(i) for i in intervals]) == pytest.approx(0.025, abs=tolerance)
