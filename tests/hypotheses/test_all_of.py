"""Several claims that must all be true."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from bnreport.errors import SpecError
from bnreport.hypotheses import registry
from bnreport.judge.verdicts import judge
from bnreport.results import Results
from bnreport.stats.estimate import p_refute, p_support
from bnreport.study.schema import Analysis, Hypothesis, Seeds, Study
from tests.golden.mirrors import backwards, same
from tests.simulations.draws import FAR, Scenario, claim, normal

Make = Callable[..., Results]

PAIR = {"metric": "accuracy", "arm": "x.a", "versus": "x.b", "margin": 0.01}
EXAMPLE = {"parts": [{"superiority": PAIR}, {"noninferiority": PAIR | {"arm": "x.c"}}]}
BETTER = {"superiority": {"metric": "accuracy", "arm": "net.batchnorm", "versus": "net.standard", "margin": 0.02}}
STANDARD = {"metric": "accuracy", "versus": "net.standard", "margin": 0.02}
GOLDEN: dict[
    str, tuple[float, dict[str, Any]]
] = {  # how far the worst lies inside: of 0.2 - 0.02 and the second part's
    "supported": (0.025, {"parts": [BETTER, {"noninferiority": STANDARD | {"arm": "net.layernorm"}}]}),
    "refuted": (-0.18, {"parts": [BETTER, {"noninferiority": STANDARD | {"arm": "net.broken"}}]}),
    "inconclusive": (0.04, {"parts": [BETTER, {"noninferiority": STANDARD | {"arm": "net.noisy"}}]}),
}
SAYS = {
    "supported": "accuracy is 20 points higher with batchnorm than with standard (19 to 21) and 0.5 points higher "
    "with layernorm than with standard (0.25 to 0.75)",
    "refuted": "accuracy is 20 points lower with broken than with standard (19.7 to 20.3)",
    "inconclusive": "accuracy is 20 points higher with batchnorm than with standard (19 to 21) and 2 points higher "
    "with noisy than with standard (9.9 points lower to 14 points higher)",
}
MIRROR = (backwards, same)
PARTS = [claim("superiority"), claim("noninferiority", versus="x.c")]
SCENARIOS = {
    "all_of, one of two at the margin": Scenario(
        [{"all_of": {"parts": PARTS}}], normal(a=FAR, b=FAR - 1, c=0), refute="at most"
    ),
    "all_of, both at the margin": Scenario(
        [{"all_of": {"parts": PARTS}}], normal(a=0, b=-1, c=1), "at most", "at most"
    ),
}


def part(kind: str, margin: float, arm: str = "x.a") -> dict[str, dict[str, Any]]:
    """Compare an arm with x.b on accuracy."""
    return {kind: {"metric": "accuracy", "arm": arm, "versus": "x.b", "margin": margin}}


def both() -> Any:  # noqa: ANN401
    """Claim that a is better than b by 0.1, and c equivalent to b within 0.05."""
    return registry.create("all_of", parts=[part("superiority", 0.1), part("equivalence", 0.05, "x.c")])


@pytest.mark.parametrize("alpha", [0.05, 0.2])
def test_supported_iff_every_part_is(make_results: Make, alpha: float) -> None:
    """No correction to support; a part refutes the whole at its share of the level; p and interval agree."""
    test = both()
    rng = np.random.default_rng(3)
    seen = set()
    for _ in range(200):
        b = rng.normal(0.5, 0.02, 5)
        a, c = b + rng.normal(rng.choice([0.0, 0.1, 0.2]), 0.03, 5), b + rng.normal(rng.choice([0, 0.1]), 0.02, 5)
        evidence = test.evidence(make_results(a=a, b=b, c=c))
        interval = evidence.estimate.interval(alpha)
        supported = all(p.region.holds(p.evidence.estimate.interval(alpha)) for p in evidence.parts)
        refuted = any(p.region.excludes(p.evidence.estimate.interval(alpha / 2)) for p in evidence.parts)
        assert interval.low <= evidence.estimate.value <= interval.high
        assert test.region.holds(interval) == supported == (p_support(evidence.estimate, test.region) < alpha / 2)
        assert test.region.excludes(interval) == refuted == (p_refute(evidence.estimate, test.region) < alpha / 2)
        seen.add((supported, refuted))
    assert seen == {(True, False), (False, True), (False, False)}


@pytest.mark.parametrize("n", [3, 5, 10])
def test_false_verdicts_at_the_margin(make_results: Make, n: int) -> None:
    """With both parts at their margins neither false verdict exceeds 2.5 % by more than 4 standard errors."""
    studies = 1500
    test = registry.create("all_of", parts=[part("superiority", 0.1), part("noninferiority", 0.05, "x.c")])
    rng = np.random.default_rng(n)
    b = rng.normal(0.5, 0.02, (studies, n))
    a, c = b + rng.normal(0.1, 0.02, (studies, n)), b + rng.normal(-0.05, 0.02, (studies, n))
    intervals = [
        test.evidence(make_results(a=x, b=y, c=z)).estimate.interval(0.05) for x, y, z in zip(a, b, c, strict=True)
    ]
    tolerance = 4 * (0.025 * 0.975 / studies) ** 0.5
    assert np.mean([test.region.holds(i) for i in intervals]) < 0.025 + tolerance
    assert np.mean([test.region.excludes(i) for i in intervals]) == pytest.approx(0.025, abs=tolerance)


def test_a_part_without_estimate_gives_its_reason(make_results: Make) -> None:
    """One part that cannot be judged leaves the whole unjudged, and says which."""
    evidence = both().evidence(make_results(a=[0.9, 0.8], b=[0.7, 0.5]))
    assert (evidence.estimate, evidence.reason) == (None, "missing_runs")
    assert evidence.detail == "Part 2 (equivalence): No run of x.c measured accuracy."
    assert both().needs() == (("x.a", "accuracy"), ("x.b", "accuracy"), ("x.c", "accuracy"))


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ([], "there must be one at least"),
        ([{"superiority": {}, "equivalence": {}}], "each must be one"),
        ([{"superior": {}}], "Did you mean 'superiority'?"),
        ([part("equivalence", -1.0)], "all_of: equivalence.margin: Input should be greater than 0. Got -1.0."),
    ],
)
def test_malformed_parts_are_refused(parts: Any, says: str) -> None:  # noqa: ANN401
    """A mistake inside a part is reported like one of a hypothesis of its own."""
    with pytest.raises(SpecError, match=says.replace("?", r"\?")):
        registry.create("all_of", parts=parts)


def test_the_slack_of_ratios_is_no_ratio(make_results: Make) -> None:
    """Nor has it a unit that people read, as a difference of ratios; unlike units have none together."""
    options = {"metric": "accuracy", "arm": "x.a", "versus": "x.b"}
    ratio = {"superiority": options | {"scale": "ratio", "margin": 1.1}}
    results = make_results(a=[0.8, 0.9, 0.85], b=[0.5, 0.55, 0.6])
    assert registry.create("all_of", parts=[ratio, ratio]).evidence(results).unit == ""
    assert (
        registry.create("all_of", parts=[ratio, {"superiority": options | {"margin": 0.1}}]).evidence(results).unit
        == ""
    )


@pytest.mark.parametrize("spread", [0.013, 0.02, 0.03])
def test_two_one_sided_tests_are_the_same_alone_and_inside(make_results: Make, spread: float) -> None:
    """A study's `equivalence: 0.9` gives one part the verdict and p that it has as a claim of its own, at any depth."""
    rng = np.random.default_rng(0)
    b = rng.normal(0.5, 0.02, 5)
    c = b + spread * np.array([-1, 1, 0.5, -0.5, 0.8])
    alone = part("equivalence", 0.02, "x.c")
    tests = [alone, {"all_of": {"parts": [alone]}}, {"all_of": {"parts": [{"all_of": {"parts": [alone]}}]}}]
    claims = [{"claim": "c", "test": test, "why_this_margin": "w"} for test in tests]
    found = []
    for claim_ in claims:
        study = Study.model_construct(
            seeds=Seeds(looks=(5,), alpha=(0.05,)),
            experiments={},
            analysis=Analysis(equivalence=0.9),
            hypotheses={"h": Hypothesis.model_validate(claim_)},
        )
        [verdict] = judge(study, make_results(b=b, c=c), scale="paper")
        found.append((verdict.verdict, verdict.p))
    assert found[1] == found[2] == (found[0][0], pytest.approx(found[0][1]))
