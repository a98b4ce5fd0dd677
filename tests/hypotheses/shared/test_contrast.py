"""A contrast of arms: its sign, its scale and its words."""

from collections.abc import Callable

import numpy as np
import pytest
import scipy.stats

from bnreport.results import Results
from tests.hypotheses.test_superiority import A, B, contrast

Make = Callable[..., Results]


def test_effect_is_the_paired_difference(make_results: Make) -> None:
    """Estimate and interval are scipy's paired t; unit, seeds, words and correlation come with it."""
    evidence = contrast().evidence(make_results(a=A, b=B))
    theirs = scipy.stats.ttest_rel(A, B).confidence_interval(0.95)
    assert evidence.estimate.interval(0.05) == pytest.approx(theirs)
    assert evidence.effects == pytest.approx(np.subtract(A, B))
    assert evidence.correlation == pytest.approx(np.corrcoef(A, B)[0, 1])
    assert (evidence.unit, evidence.seeds, evidence.reason) == ("fraction", (0, 1, 2, 3, 4), "")
    assert evidence.effect == "accuracy (final): x.a - x.b"


def test_lower_is_better_turns_the_sign(make_results: Make) -> None:
    """Less loss is a benefit: versus - arm, in the words too."""
    evidence = contrast(metric="loss").evidence(make_results("loss", a=[1.0, 1.1, 1.2], b=[1.5, 1.7, 1.9]))
    assert evidence.estimate.value == pytest.approx(0.6)
    assert evidence.effect == "loss (final): x.b - x.a"


def test_without_a_better_direction_the_claim_must_say(make_results: Make) -> None:
    """A metric that nobody should maximise is invalid, unless the claim says what is better; then that turns it."""
    results = make_results("drift", a=[1.0, 1.1, 1.2], b=[1.5, 1.7, 1.9])
    evidence = contrast(metric="drift").evidence(results)
    assert (evidence.estimate, evidence.reason) == (None, "invalid")
    assert evidence.detail == (
        "drift has no better direction of its own; say `better: higher` or `better: lower` in the claim."
    )
    said = [contrast(metric="drift", better=better).evidence(results) for better in ("higher", "lower")]
    assert [each.estimate.value for each in said] == pytest.approx([-0.6, 0.6])
    assert said[1].effect == "drift (final): x.b - x.a"


def test_the_claims_direction_precedes_the_metrics(make_results: Make) -> None:
    """A claim that more loss is better is turned so, and its best reading is the largest."""
    results = make_results("loss", a=[1.0, 1.1, 1.2], b=[0.1, 0.2, 0.4])
    for reduce, effects in (("final", (0.9, 0.9, 0.8)), ("best", (0.5, 0.6, 0.7))):  # every run starts at 0.5
        evidence = contrast(metric="loss", better="higher", reduce=reduce).evidence(results)
        assert evidence.effects == pytest.approx(effects)


def test_ratio_scale_is_a_ratio_of_geometric_means(make_results: Make) -> None:
    """Lower is better: versus / arm, above 1 when the arm is better; effects are ratios too."""
    a, b = [1.0, 1.1, 1.3], [2.0, 2.5, 2.4]
    evidence = contrast(metric="loss", scale="ratio", margin=1.02).evidence(make_results("loss", a=a, b=b))
    assert evidence.estimate.value == pytest.approx(scipy.stats.gmean(b) / scipy.stats.gmean(a))
    assert evidence.effects == pytest.approx(np.divide(b, a))
    assert (evidence.unit, evidence.null) == ("ratio", 1)
    assert evidence.effect == "loss (final): x.b / x.a"


def test_an_arm_against_itself_is_degenerate(make_results: Make) -> None:
    """The difference of an arm from itself is empty, not the arm."""
    assert contrast(versus="x.a").evidence(make_results(a=A)).reason == "degenerate"


@pytest.mark.parametrize("bad", [0.0, -1.0])
def test_ratio_scale_refuses_what_has_no_ratio(make_results: Make, bad: float) -> None:
    """Zero and negative values are invalid on the ratio scale."""
    evidence = contrast(scale="ratio", margin=1.02).evidence(make_results(a=[0.9, bad, 0.8], b=[0.9, 0.8, 0.7]))
    assert (evidence.estimate, evidence.reason) == (None, "invalid")
    assert evidence.detail == "A ratio needs positive values; accuracy has others."
