"""A difference of differences."""

from collections.abc import Callable
from operator import neg

import numpy as np
import pytest
import scipy.stats

from bnreport.hypotheses import registry
from bnreport.judge.effect_in_words import say_parts_in_words
from bnreport.judge.parts import PartEffect
from bnreport.results import Results
from bnreport.stats.region import Region
from tests.golden.mirrors import swapped
from tests.simulations.draws import Scenario, claim, normal

Make = Callable[..., Results]
OPTIONS = {
    "metric": "loss",
    "arm": "x.a",
    "versus": "x.b",
    "elsewhere_arm": "x.c",
    "elsewhere_versus": "x.d",
    "margin": 0.1,
}

EXAMPLE = {
    "metric": "accuracy",
    "arm": "x.a",
    "versus": "x.b",
    "margin": 0.01,
    "elsewhere_arm": "x.c",
    "elsewhere_versus": "x.d",
}
GOLDEN = {
    "supported": (
        0.397,
        {
            "metric": "accuracy",
            "arm": "net.batchnorm",
            "versus": "net.broken",
            "elsewhere_arm": "net.layernorm",
            "elsewhere_versus": "net.twin",
            "margin": 0.02,
        },
    ),
    "refuted": (
        -0.193,
        {
            "metric": "accuracy",
            "arm": "net.twin",
            "versus": "net.standard",
            "elsewhere_arm": "net.batchnorm",
            "elsewhere_versus": "net.layernorm",
            "margin": 0.02,
        },
    ),
    "inconclusive": (
        0.017,
        {
            "metric": "accuracy",
            "arm": "net.noisy",
            "versus": "net.standard",
            "elsewhere_arm": "net.layernorm",
            "elsewhere_versus": "net.twin",
            "margin": 0.02,
        },
    ),
}
SAYS = {
    "supported": "the change from broken to batchnorm in accuracy is 40 points higher than that from twin "
    "to layernorm (39 to 41)",
    "refuted": "the change from standard to twin in accuracy is 19 points lower than that from layernorm "
    "to batchnorm (19 to 20)",
    "inconclusive": "the change from standard to noisy in accuracy is 1.7 points higher than that from twin to "
    "layernorm (7.2 points lower to 11 points higher)",
}
MIRROR = (swapped, neg)
SCENARIOS = {
    "interaction": Scenario(
        [claim("interaction", elsewhere_arm="x.c", elsewhere_versus="x.d")], normal(a=3, b=1, c=1.5, d=0.5)
    )
}


@pytest.mark.parametrize("scale", ["raw", "ratio"])
def test_is_the_t_test_on_differences_of_differences(make_results: Make, scale: str) -> None:
    """One number per seed over four arms, turned round because less loss is better."""
    arms = {arm: np.random.default_rng(i).uniform(0.5, 2, 6) for i, arm in enumerate("abcd")}
    a, b, c, d = arms.values() if scale == "raw" else np.log(list(arms.values()))
    evidence = registry.create("interaction", **OPTIONS | {"margin": 1.1}, scale=scale).evidence(
        make_results("loss", **arms)
    )
    theirs = scipy.stats.ttest_1samp((b - a) - (d - c), 0).confidence_interval(0.95)
    ours = evidence.estimate.interval(0.05)
    assert (ours if scale == "raw" else np.log(ours)) == pytest.approx(tuple(theirs))
    expected = {"raw": "loss (final): x.b + x.c - (x.a + x.d)", "ratio": "loss (final): x.b * x.c / (x.a * x.d)"}
    assert evidence.effect == expected[scale]
    assert evidence.correlation is None


def test_a_shared_baseline_cancels(make_results: Make) -> None:
    """With one arm in both differences only the others count, and nothing is read twice."""
    test = registry.create("interaction", **OPTIONS | {"elsewhere_versus": "x.b"})
    arms = {"a": [1.0, 1.1, 1.3], "b": [5.0, 7.0, 9.0], "c": [1.5, 1.7, 1.6]}
    assert test.evidence(make_results("loss", **arms)).effects == pytest.approx((0.5, 0.6, 0.3))
    assert len(test.needs()) == 3


@pytest.mark.parametrize(
    ("elsewhere", "said"),
    [
        (("x.c", "x.a"), "the change from x.b to x.a in accuracy is 5 points higher than that from x.a to x.c"),
        (("x.b", "x.c"), "the change from x.b to x.a in accuracy is 5 points higher than that from x.c to x.b"),
    ],
)
def test_changes_that_share_an_arm_read_as_changes(make_results: Make, elsewhere: tuple[str, str], said: str) -> None:
    """One step of a way against the next, not a sum with a factor in it."""
    arm, versus = elsewhere
    options = {**EXAMPLE, "elsewhere_arm": arm, "elsewhere_versus": versus}
    values = {"x.a": 0.5, "x.b": 0.4, "x.c": 0.55 if arm == "x.c" else 0.35}
    shifts = np.array([0.001, -0.001, 0.0])
    arms = {name[-1]: value + np.roll(shifts, index) for index, (name, value) in enumerate(values.items())}
    evidence = registry.create("interaction", **options).evidence(make_results("accuracy", **arms))
    [part] = [PartEffect("", evidence.unit, evidence.estimate.value, None, Region(), evidence.sentence, evidence.null)]
    assert say_parts_in_words([part], str) == said


def test_swapping_both_pairs_mirrors(make_results: Make) -> None:
    """Here and elsewhere exchanged turns the sign."""
    swapped = {"arm": "x.c", "versus": "x.d", "elsewhere_arm": "x.a", "elsewhere_versus": "x.b"}
    arms = {arm: np.random.default_rng(i).uniform(0.5, 2, 6) for i, arm in enumerate("abcd")}
    results = make_results("loss", **arms)
    one = registry.create("interaction", **OPTIONS).evidence(results).effects
    two = registry.create("interaction", **OPTIONS | swapped).evidence(results).effects
    assert one == pytest.approx([-effect for effect in two])
