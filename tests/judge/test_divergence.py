"""Under the conditional policy, what is left of a claim whose runs diverged, and what is said of it."""

import numpy as np
import pytest

from bnreport.judge.divergence import left_out
from bnreport.judge.verdicts import Verdict, judge
from bnreport.results import Results
from bnreport.study.bind import bind
from bnreport.study.schema import Analysis, Hypothesis
from tests.judge.studies import A, B, claim, ending_at, study_of, with_losses


def judged(hypothesis: Hypothesis, results: Results, divergence: str = "conditional") -> Verdict:
    """Judge a study of one hypothesis."""
    asked = study_of(hypothesis, analysis=Analysis.model_validate({"divergence": divergence}))
    return judge(asked, results, scale="paper")[0]


def test_seeds_are_left_out_that_diverged_in_some_arm_of_the_claim() -> None:
    """In order, whatever other arms lost; the default policy, and a claim about diverging, keep every seed."""
    results = with_losses(ending_at(a=A, b=B, c=B), a=[4], b=[1, 4], c=[0])
    study = study_of()
    test = bind(study, claim().test)
    assert left_out(test, results, "conditional") == (1, 4)
    assert left_out(test, results, "composite") == ()
    assert left_out(bind(study, claim("trains", margin=0.0).test), results, "conditional") == ()


def test_conditional_leaves_out_seeds_that_diverged() -> None:
    """Equal losses: judged on the other seeds, and labelled; the default counts them as failures."""
    results = with_losses(ending_at(a=A, b=B), a=[4], b=[3])
    verdict = judged(claim(margin=0.2), results)
    assert (verdict.verdict, verdict.n_run, verdict.n_analysed) == ("supported", 5, 3)
    assert verdict.estimate == pytest.approx(np.mean(np.subtract(A, B)[:3]))
    assert "Conditional on seeds that trained in every arm: without seeds 3, 4." in verdict.detail
    composite = judged(claim(margin=0.2), results, "composite")
    assert (composite.verdict, composite.n_analysed) == ("inconclusive", 5)
    assert "Conditional" not in composite.detail


def test_conditional_on_unequal_losses_gives_no_verdict() -> None:
    """An arm that fails on its weak seeds would look better: an estimate, and the reason."""
    verdict = judged(claim(margin=0.2), with_losses(ending_at(a=A, b=B), a=[3]))
    assert (verdict.verdict, verdict.reason, verdict.p) == ("inconclusive", "differential_divergence", None)
    assert verdict.interval is not None
    assert "Arms diverged unequally often (x.a 1, x.b 0)" in verdict.detail


def test_unequal_losses_are_the_reason_whatever_else_is() -> None:
    """That the seeds left do not vary is the smaller fault: which seeds are left is the larger."""
    alike = ending_at(a=[0.9] * 5, b=[0.8] * 5)
    assert judged(claim(margin=0.2), alike, "composite").reason == "degenerate"
    assert judged(claim(margin=0.2), with_losses(alike, a=[3])).reason == "differential_divergence"


def test_conditional_with_nothing_left_has_a_reason() -> None:
    """All diverged: the runs are there, so they are not missing."""
    verdict = judged(claim(), with_losses(ending_at(a=A, b=B), a=range(5), b=range(5)))
    assert (verdict.verdict, verdict.reason, verdict.estimate) == ("inconclusive", "too_few_seeds", None)
    assert verdict.detail.endswith("without seeds 0, 1, 2, 3, 4. None is left.")


def test_claims_about_diverging_stay_composite() -> None:
    """Whether an arm trains cannot be asked of the seeds that trained, alone or as a part."""
    results = with_losses(ending_at(a=A, b=B), b=range(5))
    options = {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.0}
    for test in ({"trains": options}, {"all_of": {"parts": [{"trains": options}]}}):
        asked = Hypothesis.model_validate({"claim": "c", "test": test, "why_this_margin": "w"})
        assert judged(asked, results).verdict == "supported"
