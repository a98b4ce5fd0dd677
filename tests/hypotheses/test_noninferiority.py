"""One arm not worse than another by a margin."""

from collections.abc import Callable
from math import inf
from operator import neg

import numpy as np
import pytest

from bnreport.hypotheses import registry
from bnreport.results import Results
from tests.golden.mirrors import swapped
from tests.simulations.draws import Scenario, claim, normal

Make = Callable[..., Results]

EXAMPLE = {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.01}
GOLDEN = {
    "supported": (-0.003, {"metric": "accuracy", "arm": "net.twin", "versus": "net.layernorm", "margin": 0.02}),
    "refuted": (-0.2, {"metric": "accuracy", "arm": "net.broken", "versus": "net.standard", "margin": 0.02}),
    "inconclusive": (0.02, {"metric": "accuracy", "arm": "net.noisy", "versus": "net.standard", "margin": 0.02}),
}
SAYS = {
    "supported": "accuracy is 0.3 points lower with twin than with layernorm (0.26 points higher to 0.86 points lower)",
    "refuted": "accuracy is 20 points lower with broken than with standard (19.7 to 20.3)",
    "inconclusive": "accuracy is 2 points higher with noisy than with standard (7.3 points lower to 11 points higher)",
}
MIRROR = (swapped, neg)
SCENARIOS = {"noninferiority": Scenario([claim("noninferiority")], normal(a=-1, b=0))}


def test_regions() -> None:
    """Above minus the margin; on the ratio scale above its reciprocal."""
    assert registry.create("noninferiority", **EXAMPLE).region == (-0.01, inf)
    assert registry.create("noninferiority", **EXAMPLE | {"scale": "ratio", "margin": 1.25}).region == (0.8, inf)


@pytest.mark.parametrize("n", [3, 5, 10])
def test_false_verdicts_at_the_margin(make_results: Make, n: int) -> None:
    """With the true effect at the margin each false verdict has 2.5 %, within 4 standard errors."""
    studies = 2000
    test = registry.create("noninferiority", **EXAMPLE)
    rng = np.random.default_rng(n)
    seeds = rng.normal(0.8, 0.02, (studies, n))
    b = seeds + rng.normal(0, 0.02, (studies, n))
    a = seeds - 0.01 + rng.normal(0, 0.02, (studies, n))
    intervals = [test.evidence(make_results(a=x, b=y)).estimate.interval(0.05) for x, y in zip(a, b, strict=True)]
    tolerance = 4 * (0.025 * 0.975 / studies) ** 0.5
    assert np.mean([test.region.holds(i) for i in intervals]) == pytest.approx(0.025, abs=tolerance)
    assert np.mean([test.region.excludes(i) for i in intervals]) == pytest.approx(0.025, abs=tolerance)
